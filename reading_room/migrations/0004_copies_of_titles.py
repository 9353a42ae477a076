from django.db import migrations

# A title said how many copies it had; now each is a row with a bar code of its own.
COPIES = """
CREATE TEMPORARY TABLE wanted ON COMMIT DROP AS
    SELECT t.id AS title_id, t.center_id,
        row_number() OVER (PARTITION BY t.center_id ORDER BY t.id, n) AS number
    FROM reading_room_title t, generate_series(1, t.copies) n;
INSERT INTO reading_room_copy (version, title_id, center_id, barcode, state)
    SELECT 1, title_id, center_id,
        lpad(center_id::text, 3, '0') || lpad(number::text, 6, '0'), 'shelf'
    FROM wanted ORDER BY center_id, number;
INSERT INTO reading_room_barcodebook (center_id, last)
    SELECT center_id, max(number) FROM wanted GROUP BY center_id;
"""


class Migration(migrations.Migration):
    dependencies = [("reading_room", "0003_copies")]
    operations = [migrations.RunSQL(COPIES, migrations.RunSQL.noop)]
