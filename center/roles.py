"""Give a role's group its permissions, from a migration of the app that has them."""

from collections.abc import Mapping, Sequence

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.management import create_contenttypes
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# Role -> permissions of one app, as "app_label.codename".
Table = Mapping[str, Sequence[str]]


class Grant(Operation):
    """The migration step that gives each role of ``table`` its permissions for good.

    Permissions are rows of models that do not change shape, so the real ones serve and
    no state of the models is drawn for them.
    """

    reduces_to_sql = False

    def __init__(self, table: Table) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change no model."""

    def database_forwards(self, *_args: object) -> None:
        grant_now(self.table)

    def database_backwards(self, *_args: object) -> None:
        """Leave the roles as they are."""


def grant_now(table: Table) -> None:
    """Give the permissions at once; running it again changes nothing."""
    labels = {name.split(".")[0] for names in table.values() for name in names}
    for label in sorted(labels):
        config = apps.get_app_config(label)
        create_contenttypes(config, verbosity=0)
        create_permissions(config, verbosity=0)
    for role, names in table.items():
        group, _ = Group.objects.get_or_create(name=str(role))
        for name in names:
            label, codename = name.split(".")
            group.permissions.add(
                Permission.objects.get(content_type__app_label=label, codename=codename)
            )
