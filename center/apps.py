from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CenterConfig(AppConfig):
    name = "center"
    verbose_name = "中心"

    def ready(self) -> None:
        from center import checks  # noqa: F401, PLC0415 — registers itself
        from center.fields import say_what_is_missing  # noqa: PLC0415 - fields need the apps
        from center.ledger import refuse_emptying  # noqa: PLC0415 - so does the ledger
        from center.operations import follow_the_tables  # noqa: PLC0415 - and the roles

        say_what_is_missing()
        post_migrate.connect(refuse_emptying, sender=self)
        post_migrate.connect(follow_the_tables, sender=self)
