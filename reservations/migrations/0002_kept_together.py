"""What two columns say about each other, held by the database; and the roles.

A booking is of the center of its venue, its unit belongs to its venue, and so does
the event it is part of. Plain foreign keys cannot say that.
"""

from django.db import migrations

from center.roles import grant
from reservations.rules.venues import MAY

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
    dependencies = [
        ("reservations", "0001_initial"),
        ("center", "0002_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [*(together(*pair) for pair in PAIRS), grant(MAY)]
