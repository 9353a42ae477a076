"""Bring a database back to what it was before a test that really committed.

Django empties every table with TRUNCATE, which makes hundreds of files anew, and then
writes its permissions again. Here the few rows are deleted, past triggers and foreign
keys, and what migrations and the calendars had written is copied back.
"""

from django.db import connection, transaction
from django.test import TransactionTestCase

from center.operations import follow_the_tables

_TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = %s AND table_type = 'BASE TABLE'
    AND table_name <> 'django_migrations' ORDER BY table_name
"""
_COLUMNS = """
SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
"""
_BACK: list[str] = []


def remember() -> None:
    """Copy every row that stands in the fresh test database aside, once.

    What a killed run left in a database that is used again goes first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,):
            return  # only a superuser may go past triggers
        if _is_as_it_was(cursor):
            _BACK[:] = _statements(cursor)
            _bring_back()
            follow_the_tables()  # which may say something else by now
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
        cursor.execute("CREATE TABLE kept.django_migrations AS TABLE django_migrations")
        for table in _names(cursor, "public"):
            cursor.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')
            if not cursor.rowcount:
                cursor.execute(f'DROP TABLE kept."{table}"')
        _BACK[:] = _statements(cursor)
    TransactionTestCase._fixture_teardown = _bring_back


def _is_as_it_was(cursor) -> bool:
    """Say whether rows were put aside, and no migration has run since then."""
    cursor.execute("SELECT to_regclass('kept.django_migrations') IS NOT NULL")
    if cursor.fetchone() != (True,):
        return False
    cursor.execute(
        "SELECT count(*) = (SELECT count(*) FROM kept.django_migrations)"
        " FROM django_migrations"
    )
    return bool(cursor.fetchone()[0])


def _statements(cursor) -> list[str]:
    """Return what empties every table and copies back what was put aside."""
    found = [f'DELETE FROM "{table}"' for table in _names(cursor, "public")]
    for table in _names(cursor, "kept"):
        cursor.execute(_COLUMNS, [table])
        (columns,) = cursor.fetchone()
        found.append(
            f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM kept."{table}"'
        )
    return found


def _names(cursor, schema: str) -> list[str]:
    cursor.execute(_TABLES, [schema])
    return [name for (name,) in cursor.fetchall()]


@transaction.atomic
def _bring_back(_case: TransactionTestCase | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(";".join(_BACK))
