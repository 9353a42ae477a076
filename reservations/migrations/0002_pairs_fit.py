"""What two columns say about each other, held by the database.

A booking is of the center of its venue, its unit belongs to its venue, and so does
the event it is part of. Plain foreign keys cannot say that.
"""

from django.db import migrations

PAIRS = [
    (
        "reservations_booking",
        "venue_id, center_id",
        "reservations_venue (id, center_id)",
    ),
    ("reservations_booking", "unit_id, venue_id", "reservations_unit (id, venue_id)"),
    ("reservations_booking", "event_id, venue_id", "reservations_event (id, venue_id)"),
    ("reservations_event", "venue_id, center_id", "reservations_venue (id, center_id)"),
]


def together(table, columns, target):
    name = f"{table.split('_')[1]}_{columns.split('_')[0]}_fits"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name}"
        f" FOREIGN KEY ({columns}) REFERENCES {target}",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    replaces = [("reservations", "0002_kept_together")]

    dependencies = [("reservations", "0001_tables")]

    operations = [together(*pair) for pair in PAIRS]
