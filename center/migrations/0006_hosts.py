"""A host name belongs to one center, however it is spelled."""

from django.db import migrations, models
from django.db.models.functions import Lower


def spell_alike(apps, schema_editor):
    """Write hosts in small letters; of two alike the upper, older center keeps its."""
    center = apps.get_model("center", "Center")
    seen = set()
    rows = center.objects.exclude(host="")
    for row in rows.order_by(models.F("parent").asc(nulls_first=True), "pk"):
        host = row.host.strip().rstrip(".").lower()
        host = "" if host in seen else host
        seen.add(host)
        center.objects.filter(pk=row.pk).update(host=host)


class Migration(migrations.Migration):
    dependencies = [("center", "0005_staff_history_roles")]

    operations = [
        migrations.RemoveConstraint(model_name="center", name="center_host_once"),
        migrations.RunPython(spell_alike, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="center",
            constraint=models.UniqueConstraint(
                Lower("host"),
                condition=~models.Q(host=""),
                name="center_host_once",
                violation_error_message="这个主机名已经给了别的中心。",
            ),
        ),
        migrations.AlterField(
            model_name="center",
            name="host",
            field=models.CharField(
                blank=True,
                help_text="从这个主机名进来的人看到这个中心；由运维人员用 set_host 命令设。",
                max_length=120,
                verbose_name="网址里的主机名",
            ),
        ),
    ]
