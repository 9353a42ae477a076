"""The desk, the queue and 我的 with many open rows: CPU milliseconds a request.

The wall spreads two to three times on a shared machine, so what is compared is what
the workers and their database connections used.
"""

from datetime import datetime

from django.db import connection

from reservations.models import Venue
from tests.bench import server
from tests.bench.client import drive, request
from tests.bench.scale import cookie_of, multiply
from tests.bench.table import Line

OPEN = 10_000
REQUESTS = 150
CLERK, GUEST = "16100000003", "16190000000"
PAGES = [
    ("staff desk", "/desk/", CLERK, "≤ 1.5"),
    ("queue on the desk", "/desk/petitions/", CLERK, "≤ 1.5"),
    ("signed-in 我的", "/me/", GUEST, "—"),
]
STATES = ("registered", "accepted")

_BOOK = """
INSERT INTO reservations_booking
    (code, center_id, venue_id, unit_id, person_id, made_by_id, made_at, channel,
     purpose, people, state, inside_lead, rules, cancel_reason, version,
     starts_at, ends_at, unit_free_at)
SELECT upper(lpad(to_hex(1048576 + row_number() OVER ()), 8, '0')), v.center_id, v.id,
    u.id, p.id, p.id, now(), 'web', '', 1, 'booked', false, '{}', '', 1,
    s.at, s.at + interval '30 minutes', s.at + interval '30 minutes'
FROM reservations_venue v
JOIN reservations_unit u ON u.venue_id = v.id
JOIN center_user p ON p.phone = (16190000000 + u.number - 1)::text
CROSS JOIN unnest(%s::timestamptz[]) AS s(at)
WHERE v.slug = %s LIMIT %s
ON CONFLICT DO NOTHING
"""


def measure_open(
    port: int, master: int, times: list[datetime], hall: str
) -> list[Line]:
    """Measure the pages with the demo's few open rows and with ten thousand."""
    before = [_milliseconds(port, master, path, phone) for _, path, phone, _ in PAGES]
    _fill(times, hall)
    after = [_milliseconds(port, master, path, phone) for _, path, phone, _ in PAGES]
    return [
        Line(f"{what} at {OPEN:,} open rows", now, then, [now / then], bar, "ms CPU")
        for (what, _, _, bar), then, now in zip(PAGES, before, after, strict=True)
    ]


def _fill(times: list[datetime], hall: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET statement_timeout = 0; SET session_replication_role = replica"
        )
        cursor.execute(_BOOK, [sorted(times), hall, OPEN])
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE reservations_booking")
    # The triggers that tell the workers were off.
    Venue.objects.filter(slug=hall).update(order=101)
    for n, state in enumerate(STATES):
        share = OPEN // len(STATES)
        where = f"state = '{state}'"
        multiply("petitions_petition", where, 12, share, first=10_000_000 * (n + 1))


def _milliseconds(port: int, master: int, path: str, phone: str) -> float:
    """Return the CPU time of one request, after some that only warm up."""
    message = request(path, cookie=cookie_of(phone))
    drive(port, iter([message] * 20), seconds=60, wires=2)
    before = server.cpu_seconds(master)
    result = drive(port, iter([message] * REQUESTS), seconds=120, wires=2)
    if set(result.statuses) != {200}:
        raise SystemExit(f"{path} answers {result.statuses}")
    return 1000 * (server.cpu_seconds(master) - before) / len(result.took)
