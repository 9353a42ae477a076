from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from center.text import renamed

LONGEST = 40


def write_in_one_form(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Bring stored names into the form in which they are compared from now on."""
    rows = apps.get_model("center", "User")._default_manager
    for pk, name in renamed(list(rows.values_list("pk", "name")), LONGEST):
        rows.filter(pk=pk).update(name=name)


class Migration(migrations.Migration):
    dependencies = [("center", "0008_case_codes")]
    operations = [migrations.RunPython(write_in_one_form, migrations.RunPython.noop)]
