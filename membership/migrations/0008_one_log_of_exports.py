"""Bring the log of exports into the one log of the portal."""

from django.db import migrations

WORDS = {
    "members": "党员",
    "organizations": "党组织",
    "transfers": "组织关系接转",
}


def copy_log(apps, schema_editor):
    """Write every line anew, the oldest first."""
    old = apps.get_model("membership", "ExportLog").objects
    new = apps.get_model("registers", "Export")
    new.objects.bulk_create(
        [
            new(
                by_id=row.by_id,
                at=row.at,
                center_id=row.center_id,
                what=WORDS[row.what],
                asked=row.organization.name[:200] if row.organization else "",
                format=row.format,
                count=row.count,
                with_numbers=row.with_numbers,
                reason=row.reason,
            )
            for row in old.select_related("organization").order_by("pk")
        ],
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("membership", "0007_one_machine"),
        ("registers", "0002_roles"),
    ]

    operations = [
        # Going back starts an empty log; the lines stay in the other.
        migrations.RunPython(copy_log, migrations.RunPython.noop),
        migrations.DeleteModel(name="ExportLog"),
    ]
