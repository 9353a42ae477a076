"""Give a role's group its permissions, from a migration of the app that has them."""

from collections.abc import Callable, Mapping, Sequence

from django.apps.registry import Apps
from django.apps.registry import apps as real_apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.management import create_contenttypes
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

# Role -> permissions of one app, as "app_label.codename".
Table = Mapping[str, Sequence[str]]


def grant(table: Table) -> RunPython:
    """Return the migration step that gives each role of ``table`` its permissions."""
    return RunPython(_granting(table), RunPython.noop)


def grant_now(table: Table) -> None:
    """Give the permissions at once; running it again changes nothing."""
    labels = {name.split(".")[0] for names in table.values() for name in names}
    for label in sorted(labels):
        config = real_apps.get_app_config(label)
        create_contenttypes(config, verbosity=0)
        create_permissions(config, verbosity=0)
    for role, names in table.items():
        group, _ = Group.objects.get_or_create(name=str(role))
        for name in names:
            label, codename = name.split(".")
            group.permissions.add(
                Permission.objects.get(content_type__app_label=label, codename=codename)
            )


def _granting(table: Table) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    # Permissions are rows of models that do not change shape, so the real ones serve.
    def run(_apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
        grant_now(table)

    return run
