"""The floor keeps one list of what nobody found; that of the guide moves there."""

from django.db import migrations

PLACE = "办事指南"
MOVE = """
INSERT INTO searches_emptysearch AS s (center_id, place, term, month, count)
SELECT center_id, %s, term, date_trunc('month', day)::date, sum(count)
FROM guide_emptysearch GROUP BY 1, 3, 4
ON CONFLICT (center_id, place, term, month) DO UPDATE SET count = s.count + EXCLUDED.count
"""


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0004_every_move_has_a_step"),
        ("searches", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL([(MOVE, [PLACE])], migrations.RunSQL.noop),
        migrations.DeleteModel("EmptySearch"),
    ]
