"""Take out what django-axes kept: failed log-ins are counted with all other tries."""

from django.db import migrations
from django.db.migrations.recorder import MigrationRecorder

TABLES = ("axes_accessattemptexpiration", "axes_accessattempt")
TABLES += ("axes_accessfailurelog", "axes_accesslog")


def forget_axes(apps, schema_editor):
    """Drop its permissions and its record, so that it could be installed anew."""
    apps.get_model("contenttypes", "ContentType").objects.filter(
        app_label="axes"
    ).delete()
    recorder = MigrationRecorder(schema_editor.connection)
    recorder.migration_qs.filter(app="axes").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("center", "0006_hosts"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(forget_axes, migrations.RunPython.noop),
        # Counts of minutes: going back starts with none.
        *(
            migrations.RunSQL(f"DROP TABLE IF EXISTS {table}", migrations.RunSQL.noop)
            for table in TABLES
        ),
    ]
