"""What is history stays, whatever statement would take it away."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tests.petitions import make

pytestmark = pytest.mark.django_db


def kept_tables():
    """Return the tables of every model whose rows are never taken away."""
    names = {"append_only", "never_deleted"}
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if names & {one.name for one in getattr(model._meta, "triggers", ())}
    )


def test_every_table_of_history_refuses_to_be_emptied():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname = 'never_emptied'"
        )
        guarded = sorted(name.strip('"') for (name,) in cursor.fetchall())
    assert len(guarded) > 60
    assert set(kept_tables()) - set(guarded) == set()


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE petitions_step",
        "TRUNCATE petitions_step, center_attempt",
        "TRUNCATE center_user CASCADE",
        "DELETE FROM petitions_step",
        "UPDATE petitions_step SET public_text = ''",
    ],
)
def test_steps_of_a_request_are_taken_away_by_no_statement(house, statement):
    make.petition(house)
    # What is deferred is asked now, as it would be in a transaction of its own.
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        connection.cursor().execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM petitions_step")
        assert cursor.fetchone() == (1,)
