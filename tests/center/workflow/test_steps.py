"""Nothing is committed that left no step: the database itself looks."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from tests.center.workflow.test_models import RECORDS
from tests.petitions import make

pytestmark = pytest.mark.django_db


def look():
    """Do what the end of a transaction does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def commit(write):
    with transaction.atomic():
        write()
        look()


@pytest.fixture
def row(house, chen):
    made = make.taken(house, chen)
    look()
    return made


def test_every_record_is_looked_at():
    assert [
        model
        for model in RECORDS
        if "every_move_has_a_step" not in {one.name for one in model._meta.triggers}
    ] == []


@pytest.mark.parametrize(
    "values",
    [
        {"version": F("version") + 1},
        {"state": "answered"},
        {"state": "answered", "version": F("version") + 1},
        {"version": 1},
    ],
)
def test_a_move_without_a_step_is_not_committed(row, values):
    changed = type(row).objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match="petitions_petition"):
        commit(lambda: changed.update(**values))
    assert changed.get().version == row.version


def test_what_is_no_move_needs_no_step(row):
    type(row).objects.filter(pk=row.pk).update(address="三号楼")
    look()


def test_a_new_row_has_its_first_step(row):
    copy = make.fresh(row)
    copy.pk, copy.code, copy.form_key = None, "0" * 12, "x"
    with pytest.raises(IntegrityError, match="version 2"):
        commit(lambda: copy.save(force_insert=True))
