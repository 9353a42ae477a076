# ruff: noqa: S608 — only names of our own tables are put in.
"""Copy every closure of the old three tables, and what was broken, into the one.

What a supervisor had taken away is told from what still shuts by its missing row: such
a decision counts as reopened. Undone, the old tables say the same as before.
"""

from django.db import migrations

OLD_TO_NEW = [
    # Decisions; where their closure was changed since, its times count.
    """
INSERT INTO reservations_closure (id, center_id, scope, venue_id, unit_numbers,
  starts_at, ends_at, reason, made_by_id, made_at, form_key, reopened_at, reopened_by_id)
SELECT s.id, s.center_id,
  CASE WHEN s.venue_id IS NULL THEN 'center' WHEN s.unit_numbers = '{}' THEN 'venue'
       ELSE 'units' END,
  s.venue_id, s.unit_numbers,
  CASE WHEN s.reopened_at IS NULL THEN coalesce(c.starts_at, v.starts_at, s.starts_at)
       ELSE s.starts_at END,
  CASE WHEN s.reopened_at IS NULL THEN coalesce(c.ends_at, v.ends_at, s.ends_at)
       ELSE s.ends_at END,
  s.reason, s.made_by_id, s.made_at, s.form_key,
  CASE WHEN s.reopened_at IS NULL AND c.id IS NULL AND v.id IS NULL THEN s.starts_at
       ELSE s.reopened_at END,
  CASE WHEN s.reopened_at IS NULL AND c.id IS NULL AND v.id IS NULL THEN s.made_by_id
       ELSE s.reopened_by_id END
FROM closures_shutdown s
LEFT JOIN timetable_closure c ON c.id = s.center_closure_id
LEFT JOIN reservations_venueclosure v ON v.id = s.venue_closure_id
""",
    "SELECT setval('reservations_closure_id_seq',"
    " (SELECT coalesce(max(id), 0) + 1 FROM reservations_closure), false)",
    """
INSERT INTO reservations_calllistentry (closure_id, booking_id, effect, told_at,
  told_by_id)
SELECT shutdown_id, booking_id, fate, told_at, told_by_id FROM closures_call ORDER BY id
""",
    # Closures that nobody decided in the wizard.
    """
INSERT INTO reservations_closure (center_id, scope, unit_numbers, starts_at, ends_at,
  reason)
SELECT center_id, 'center', '{}', starts_at, ends_at, reason FROM timetable_closure
WHERE id NOT IN (SELECT center_closure_id FROM closures_shutdown
                 WHERE center_closure_id IS NOT NULL)
""",
    """
INSERT INTO reservations_closure (center_id, scope, venue_id, unit_numbers, starts_at,
  ends_at, reason)
SELECT v.center_id, CASE WHEN c.unit_numbers = '{}' THEN 'venue' ELSE 'units' END,
  c.venue_id, c.unit_numbers, c.starts_at, c.ends_at, c.reason
FROM reservations_venueclosure c JOIN reservations_venue v ON v.id = c.venue_id
WHERE c.id NOT IN (SELECT venue_closure_id FROM closures_shutdown
                   WHERE venue_closure_id IS NOT NULL)
""",
    # What was out of order, until the next step; the last one while it still is.
    """
INSERT INTO reservations_closure (center_id, scope, venue_id, unit_numbers, starts_at,
  reason, made_by_id, made_at, reopened_at, reopened_by_id)
SELECT v.center_id, 'units', v.id, ARRAY[u.number], s.at, s.note, s.by_id, s.at,
  CASE WHEN s.then_at IS NULL AND u.state = 'usable' THEN s.at ELSE s.then_at END,
  CASE WHEN s.then_at IS NULL AND u.state = 'usable' THEN s.by_id ELSE s.then_by END
FROM (SELECT *, lead(at) OVER w AS then_at, lead(by_id) OVER w AS then_by
      FROM reservations_unitstep WINDOW w AS (PARTITION BY unit_id ORDER BY at, id)) s
JOIN reservations_unit u ON u.id = s.unit_id
JOIN reservations_venue v ON v.id = u.venue_id
WHERE s.state = 'broken'
""",
    """
INSERT INTO reservations_closure (center_id, scope, venue_id, unit_numbers, starts_at,
  reason)
SELECT v.center_id, 'units', v.id, ARRAY[u.number], now(), u.note
FROM reservations_unit u JOIN reservations_venue v ON v.id = u.venue_id
WHERE u.state = 'broken'
  AND NOT EXISTS (SELECT FROM reservations_unitstep s WHERE s.unit_id = u.id)
""",
]
_SHUTS = "(least(ends_at, reopened_at) > starts_at)"
NEW_TO_OLD = [
    f"""
INSERT INTO timetable_closure (id, center_id, starts_at, ends_at, reason)
SELECT id, center_id, starts_at, least(ends_at, reopened_at), reason
FROM reservations_closure WHERE scope = 'center' AND {_SHUTS}
""",
    f"""
INSERT INTO reservations_venueclosure (id, venue_id, unit_numbers, starts_at, ends_at,
  reason)
SELECT id, venue_id, unit_numbers, starts_at, least(ends_at, reopened_at), reason
FROM reservations_closure WHERE scope IN ('venue', 'units') AND ends_at IS NOT NULL
  AND {_SHUTS}
""",
    """
UPDATE reservations_unit u SET state = 'broken', note = c.reason
FROM reservations_closure c
WHERE c.venue_id = u.venue_id AND u.number = ANY(c.unit_numbers)
  AND c.ends_at IS NULL AND c.reopened_at IS NULL
""",
    f"""
INSERT INTO closures_shutdown (id, center_id, venue_id, unit_numbers, starts_at,
  ends_at, reason, made_by_id, made_at, form_key, reopened_at, reopened_by_id,
  center_closure_id, venue_closure_id)
SELECT id, center_id, venue_id, unit_numbers, starts_at, ends_at, reason, made_by_id,
  made_at, form_key, reopened_at, reopened_by_id,
  CASE WHEN venue_id IS NULL AND {_SHUTS} THEN id END,
  CASE WHEN venue_id IS NOT NULL AND {_SHUTS} THEN id END
FROM reservations_closure
WHERE made_by_id IS NOT NULL AND ends_at IS NOT NULL AND scope <> 'hours'
""",
    """
INSERT INTO closures_call (shutdown_id, booking_id, fate, told_at, told_by_id)
SELECT e.closure_id, e.booking_id, e.effect, e.told_at, e.told_by_id
FROM reservations_calllistentry e JOIN closures_shutdown s ON s.id = e.closure_id
ORDER BY e.id
""",
    *(
        f"SELECT setval('{table}_id_seq',"
        f" (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"
        for table in (
            "timetable_closure",
            "reservations_venueclosure",
            "closures_shutdown",
        )
    ),
    "SET CONSTRAINTS ALL IMMEDIATE",
    "ALTER TABLE reservations_closure DISABLE TRIGGER USER",
    "ALTER TABLE reservations_calllistentry DISABLE TRIGGER USER",
    "DELETE FROM reservations_calllistentry",
    "DELETE FROM reservations_closure",
    "ALTER TABLE reservations_calllistentry ENABLE TRIGGER USER",
    "ALTER TABLE reservations_closure ENABLE TRIGGER USER",
]


class Migration(migrations.Migration):
    dependencies = [
        ("closures", "0002_roles"),
        ("reservations", "0003_closures"),
        ("timetable", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(OLD_TO_NEW, NEW_TO_OLD),
        # The copying left foreign keys to check, and a table so left cannot go.
        migrations.RunSQL(
            "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"
        ),
        migrations.DeleteModel(name="Call"),
        migrations.DeleteModel(name="Shutdown"),
    ]
