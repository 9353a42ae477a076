from django.apps import AppConfig


class CenterConfig(AppConfig):
    name = "center"
    verbose_name = "中心"

    def ready(self) -> None:
        from center import checks  # noqa: F401, PLC0415 — registers itself
        from center.fields import say_what_is_missing  # noqa: PLC0415 - fields need the apps

        say_what_is_missing()
