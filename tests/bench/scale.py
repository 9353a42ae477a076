"""The same pages with a million old rows as with the demo's few thousand."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from center.models import User
from tests.bench.client import Result, drive, request
from tests.bench.table import Line

SECONDS = 6.0
SUPERVISOR = "16100000004"
PAGES = [
    ("week page, kept", "/rooms/reading-room/", "", "≤ 1.3"),
    ("all venues", "/rooms/", "", "≤ 1.3"),
    ("queue on the desk", "/desk/petitions/", SUPERVISOR, "≤ 1.3"),
    ("admin: open requests", "/admin/petitions/petition/", SUPERVISOR, "≤ 2"),
    ("admin: bookings", "/admin/reservations/booking/", SUPERVISOR, "≤ 2"),
]


def cookie_of(phone: str) -> str:
    """Return the cookie of a signed-in session."""
    user = User.objects.get(phone=phone)
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "center.accounts.backends.PeopleBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def measure_at_scale(port: int, rows: int) -> list[Line]:
    """Measure the 95th percentile of pages before and after a million rows."""
    before = _pages(port)
    multiply("petitions_petition", "state = 'closed'", 12, rows)
    multiply("reservations_booking", "state = 'cancelled'", 8, rows)
    after = _pages(port)
    return [
        Line(
            f"{what} at {rows:,} rows",
            now.percentile(0.95),
            then.percentile(0.95),
            [now.percentile(0.95) / then.percentile(0.95)],
            bar,
            "ms",
        )
        for (what, _, _, bar), then, now in zip(PAGES, before, after, strict=True)
    ]


def _pages(port: int) -> list[Result]:
    results = []
    for _, path, phone, _ in PAGES:
        message = request(path, cookie=cookie_of(phone) if phone else "")
        results.append(drive(port, iter([message] * 2000), seconds=SECONDS, wires=1))
    return results


def multiply(table: str, where: str, code: int, rows: int, first: int = 1) -> None:
    """Copy one row many times, with codes of its own; triggers stay out of it."""
    fresh = {
        "code": f"upper(lpad(to_hex(n), {code}, '0'))",
        "form_key": "md5(n::text) || md5('x' || n)",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND column_name <> 'id' AND is_generated = 'NEVER'",
            [table],
        )
        columns = [name for (name,) in cursor.fetchall()]
        chosen = ", ".join(fresh.get(name, f'one."{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(
            "SET statement_timeout = 0; SET session_replication_role = replica"
        )
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {chosen} FROM"
            f" (SELECT * FROM {table} WHERE {where} ORDER BY id LIMIT 1) one,"
            f" generate_series({first}, {first + rows - 1}) n"
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute(f"ANALYZE {table}")
