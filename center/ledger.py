"""What keeps history as it was written: no row is changed or removed again.

The database itself refuses, so an admin page, a shell or a slip in the code cannot.
"""

from typing import Any

import pgtrigger
from django.db import connections


def append_only() -> pgtrigger.Protect:
    """Return the trigger that a history table carries in ``Meta.triggers``."""
    return pgtrigger.Protect(
        name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
    )


def never_deleted() -> pgtrigger.Protect:
    return pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


# Emptying a table fires no trigger of its rows. Every table that carries one of the two
# above gets this one beside it; which they are, the database itself knows.
_NEVER_EMPTIED = """
CREATE OR REPLACE FUNCTION never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'Cannot truncate rows from % table', TG_TABLE_NAME; END $$;
DO $$
DECLARE kept regclass;
BEGIN
    FOR kept IN
        SELECT DISTINCT tgrelid::regclass FROM pg_trigger AS one
        WHERE tgname ~ '^pgtrigger_(append_only|never_deleted)_' AND NOT EXISTS (
            SELECT FROM pg_trigger
            WHERE tgrelid = one.tgrelid AND tgname = 'never_emptied'
        )
    LOOP
        EXECUTE format(
            'CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION never_emptied()', kept
        );
    END LOOP;
END $$
"""


def refuse_emptying(*, using: str, **_: Any) -> None:
    """Protect every table of history from TRUNCATE; runs after each migration."""
    with connections[using].cursor() as cursor:
        cursor.execute(_NEVER_EMPTIED)
