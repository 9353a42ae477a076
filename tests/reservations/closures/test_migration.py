"""What the old three tables and the broken units said, the one closure says too."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.make import moment
from tests.reservations import make

OLD = [("closures", "0002_roles"), ("reservations", "0003_closures")]
OLD += [("timetable", "0002_roles")]
NINE, TEN = moment("2026-11-24 09:00"), moment("2026-11-24 10:00")
NOON = moment("2026-11-24 12:00")


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def back():
    """Go back to the old tables, and to the newest ones when all is done."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield lambda: migrate(OLD)
    migrate(newest)


def said(apps):
    rows = apps.get_model("reservations", "Closure").objects.order_by("reason")
    return {
        row.reason: (row.scope, row.unit_numbers, row.ends_at, row.reopened_at)
        for row in rows
    }


@pytest.mark.django_db(transaction=True)
def test_every_old_closure_is_a_closure_there_and_back(house, lin, zhao, back):
    room = make.venue(house, units=3)
    booking = make.booking(room, lin, "2026-11-24 09:00")
    old = back()

    def make_old(app, model, **fields):
        fields = {"starts_at": NINE, "ends_at": NOON} | fields
        return old.get_model(app, model).objects.create(**fields)

    def decided(reason, **fields):
        by = {"made_by_id": zhao.pk, "made_at": NINE, "center_id": house.pk}
        return make_old("closures", "Shutdown", reason=reason, **by, **fields)

    def of_center(reason, **fields):
        fields |= {"center_id": house.pk, "reason": reason}
        return make_old("timetable", "Closure", **fields)

    of_center("a alone")
    decided("b linked", center_closure=of_center("x", ends_at=TEN))
    decided("c taken away")
    part = {"venue_id": room.pk, "unit_numbers": [2]}
    decided("d reopened", **part, reopened_at=TEN, reopened_by_id=zhao.pk)
    hit = decided("e with a call", venue_id=room.pk)
    call = {"shutdown": hit, "booking_id": booking.pk, "fate": "取消了"}
    old.get_model("closures", "Call").objects.create(**call)
    make_old("reservations", "VenueClosure", reason="f units", **part)
    unit = room.units.get(number=3)
    steps = old.get_model("reservations", "UnitStep").objects
    step = {"unit_id": unit.pk, "by_id": zhao.pk}
    steps.create(**step, at=NINE, state="broken", note="g mended")
    steps.create(**step, at=TEN, state="usable")
    steps.create(**step, at=NOON, state="broken", note="h broken")
    units = old.get_model("reservations", "Unit").objects
    units.filter(pk=unit.pk).update(state="broken", note="h broken")

    newest = [("reservations", "0004_without_the_old_closures")]
    newest += [("timetable", "0003_without_closures")]
    new = migrate(newest)
    expected = {
        "a alone": ("center", [], NOON, None),
        "b linked": ("center", [], TEN, None),
        "c taken away": ("center", [], NOON, NINE),
        "d reopened": ("units", [2], NOON, TEN),
        "e with a call": ("venue", [], NOON, NINE),
        "f units": ("units", [2], NOON, None),
        "g mended": ("units", [3], None, TEN),
        "h broken": ("units", [3], None, None),
    }
    assert said(new) == expected
    told = new.get_model("reservations", "CallListEntry").objects.get()
    assert (told.booking_id, told.closure.reason) == (booking.pk, "e with a call")

    old = back()
    kept = old.get_model("reservations", "Unit").objects.get(pk=unit.pk)
    assert (kept.state, kept.note) == ("broken", "h broken")
    decisions = old.get_model("closures", "Shutdown").objects.order_by("reason")
    assert [row.reason[0] for row in decisions] == ["b", "c", "d", "e"]
    assert old.get_model("closures", "Call").objects.count() == 1
    of_centers = old.get_model("timetable", "Closure").objects.order_by("reason")
    assert [row.reason for row in of_centers] == ["a alone", "b linked"]
