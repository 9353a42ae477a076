"""What migrating does besides Django's own operations: tables at once, roles."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel

from center import portals
from center.rules import Role

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


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


def follow_the_tables(**_options: object) -> None:
    """Let each role hold what the tables of the subjects give it, and nothing else.

    It runs after each ``migrate``: a new line of a ``MAY`` arrives in a database that
    is older, and what a line no longer gives is taken back. Nobody changes roles
    elsewhere. A database without the table of roles has not come so far.
    """
    if Group._meta.db_table not in connection.introspection.table_names():
        return
    wanted = _wanted()
    known = _permissions({name for names in wanted.values() for name in names})
    for role, names in wanted.items():
        group, _ = Group.objects.get_or_create(name=role)
        held, given = set(group.permissions.all()), {known[name] for name in names}
        group.permissions.remove(*(held - given))
        group.permissions.add(*(given - held))


def _wanted() -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {str(role): set() for role in Role}
    for table in portals.gathered("MAY"):
        for role, names in table.items():
            wanted[str(role)].update(names)
    return wanted


def _permissions(names: Collection[str]) -> dict[str, Permission]:
    """Return the rows of permissions by name, made where they are not there yet."""
    known = _known()
    for label in sorted({name.split(".")[0] for name in {*names} - known.keys()}):
        config = apps.get_app_config(label)
        create_contenttypes(config, verbosity=0)
        create_permissions(config, verbosity=0)
    known = _known()
    if strange := sorted({*names} - known.keys()):
        raise LookupError(f"a MAY gives {strange}, and no model has that permission")
    return known


def _known() -> dict[str, Permission]:
    rows = Permission.objects.select_related("content_type")
    return {f"{one.content_type.app_label}.{one.codename}": one for one in rows}
