"""What a migration of the portal does besides Django's own operations."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.management import create_contenttypes
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

# Role -> permissions of one app, as "app_label.codename".
Table = Mapping[str, Sequence[str]]


class CreateModels(Operation):
    """Create the tables of many models at once.

    Django draws the models of the whole portal anew after every ``CreateModel``; drawn
    once for all of a subject, migrating takes two fifths of the time.
    """

    def __init__(self, creations: Sequence[CreateModel]) -> None:
        self.creations = list(creations)

    def state_forwards(self, app_label: str, state: "ProjectState") -> None:
        if "apps" in vars(state):
            del state.apps
        for creation in self.creations:
            creation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: "BaseDatabaseSchemaEditor",
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        for creation in self.creations:
            creation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: "BaseDatabaseSchemaEditor",
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        for creation in reversed(self.creations):
            creation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.creations)} models"


class Grant(Operation):
    """The migration step that gives each role of ``table`` its permissions for good.

    Permissions are rows of models that do not change shape, so the real ones serve and
    no state of the models is drawn for them.
    """

    reduces_to_sql = False

    def __init__(self, table: Table) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: "ProjectState") -> None:
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
