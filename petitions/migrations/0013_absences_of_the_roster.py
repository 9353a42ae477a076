"""Who was absent, and who stood in, is kept by the roster of the floor."""

from django.db import migrations

_TO_ROSTER = """
INSERT INTO roster_absence
    (staff_id, deputy_id, starts_at, ends_at, set_by_id, reason, shuts_window)
SELECT staff_id, deputy_id, starts_at, ends_at, set_by_id, '', FALSE
FROM petitions_cover ORDER BY id;
"""
_BACK = """
INSERT INTO petitions_cover (staff_id, deputy_id, starts_at, ends_at, set_by_id)
SELECT staff_id, deputy_id, starts_at, ends_at, set_by_id
FROM roster_absence WHERE deputy_id IS NOT NULL ORDER BY id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0012_successions"),
        ("roster", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(_TO_ROSTER, _BACK),
        migrations.DeleteModel(name="Cover"),
    ]
