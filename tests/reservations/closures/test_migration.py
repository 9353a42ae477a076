"""What the old three tables and the broken units said, the one closure says too."""

import os

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.make import moment

OLD = [("closures", "0002_roles"), ("reservations", "0003_closures")]
OLD += [("timetable", "0002_roles")]
NINE, TEN = moment("2026-11-24 09:00"), moment("2026-11-24 10:00")
NOON = moment("2026-11-24 12:00")


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def old(django_db_blocker):
    """Stand in a database of its own that was never newer than the old tables.

    Going back from the newest tables would draw every later one twice.
    """
    with django_db_blocker.unblock():
        tests, name = connection.settings_dict["NAME"], f"aside_{os.getpid()}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        connection.close()
        connection.settings_dict["NAME"] = name
        yield migrate(OLD)
        connection.close()
        connection.settings_dict["NAME"] = tests
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def said(apps):
    rows = apps.get_model("reservations", "Closure").objects.order_by("reason")
    return {
        row.reason: (row.scope, row.unit_numbers, row.ends_at, row.reopened_at)
        for row in rows
    }


def a_booked_room(old):
    """Make the center, somebody of it, a room of three and a booking of then."""
    house = old.get_model("center", "Center").objects.create(name="清河街道中心")
    people = old.get_model("center", "User").objects
    zhao = people.create(name="赵敏", phone="16100000004")
    rooms = old.get_model("reservations", "Venue").objects
    kind = {"kind": "reading", "slug": "room", "name": "阅览室"}
    room = rooms.create(center_id=house.pk, **kind)
    units = old.get_model("reservations", "Unit").objects
    first, *_ = [
        units.create(venue=room, number=n, order=n, kind="座位", name=f"座位 {n}")
        for n in (1, 2, 3)
    ]
    booking = old.get_model("reservations", "Booking").objects.create(
        code="0123ABCD",
        center_id=house.pk,
        venue=room,
        unit=first,
        starts_at=NINE,
        ends_at=TEN,
        unit_free_at=TEN,
        person_id=zhao.pk,
        made_by_id=zhao.pk,
        made_at=NINE,
        channel="web",
    )
    return house, zhao, room, booking


def test_every_old_closure_is_a_closure_there_and_back(old):
    house, zhao, room, booking = a_booked_room(old)

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
    units = old.get_model("reservations", "Unit").objects
    unit = units.get(number=3)
    steps = old.get_model("reservations", "UnitStep").objects
    step = {"unit_id": unit.pk, "by_id": zhao.pk}
    steps.create(**step, at=NINE, state="broken", note="g mended")
    steps.create(**step, at=TEN, state="usable")
    steps.create(**step, at=NOON, state="broken", note="h broken")
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

    old = migrate(OLD)
    kept = old.get_model("reservations", "Unit").objects.get(pk=unit.pk)
    assert (kept.state, kept.note) == ("broken", "h broken")
    decisions = old.get_model("closures", "Shutdown").objects.order_by("reason")
    assert [row.reason[0] for row in decisions] == ["b", "c", "d", "e"]
    assert old.get_model("closures", "Call").objects.count() == 1
    of_centers = old.get_model("timetable", "Closure").objects.order_by("reason")
    assert [row.reason for row in of_centers] == ["a alone", "b linked"]
