from django.apps import AppConfig
from django.core.checks import register


class MembershipConfig(AppConfig):
    name = "membership"
    verbose_name = "党务"

    def ready(self) -> None:
        """Refuse to start with keys that cannot encrypt."""
        from membership.checks import keys_are_good  # noqa: PLC0415 - needs settings

        register(keys_are_good)
