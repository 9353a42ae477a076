from django.db import migrations

from center.roles import grant
from membership.diagrams.first import load
from membership.diagrams.rules import MAY


def write(apps, schema_editor):
    load(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("diagrams", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(write, migrations.RunPython.noop),
        grant(MAY),
    ]
