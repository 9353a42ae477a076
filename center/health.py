"""Say whether the process lives and whether the portal can serve."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

MILLISECONDS = 1000


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process lives; touches nothing."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database takes writes and has every table, else 503."""
    try:
        checks = _checks()
    except (DatabaseError, InterfaceError):
        checks = {"database": "unavailable", "migrations": "unknown"}
    is_ready = set(checks.values()) == {"ok"}
    status = {"status": "ok" if is_ready else "unavailable"}
    response = JsonResponse(status | checks, status=200 if is_ready else 503)
    if not is_ready:
        response.headers["Retry-After"] = "5"
    return response


def _checks() -> dict[str, str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {MILLISECONDS}")
        cursor.execute("SELECT current_setting('transaction_read_only')")
        (read_only,) = cursor.fetchone()
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    return {
        "database": "read-only" if read_only == "on" else "ok",
        "migrations": "ok" if _wanted() <= applied else "pending",
    }


@cache
def _wanted() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)
