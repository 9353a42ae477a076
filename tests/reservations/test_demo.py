"""The demo center: believable, the same every time, never twice."""

import pytest
from django.utils.timezone import localtime

from center import demo as floor
from center.models import Center
from reservations.demo import fill
from reservations.models import Booking, Event, Venue
from reservations.rules.bookings import State
from tests.make import moment

NOW = moment("2026-11-24 10:20")


@pytest.fixture
def filled(db):
    floor.fill(at=NOW, password="demo")
    fill(at=NOW, password="demo")
    return Center.objects.root()


def test_the_demo_center_is_furnished_and_alive(filled):
    venues = Venue.objects.filter(center=filled).order_by("order")
    units = {v.slug: [unit.name for unit in v.units.all()] for v in venues}
    assert {slug: len(names) for slug, names in units.items()} == {
        "reading-room": 24,
        "gym": 9,
        "distance-education": 1,
        "meeting-room": 1,
        "talk-room": 1,
        "elders-room": 6,
    }
    assert units["reading-room"][19:21] == ["座位 20", "电脑 1"]
    assert units["gym"][-1] == "哑铃区"
    states = set(Booking.objects.values_list("state", flat=True))
    assert states == set(State)
    assert Booking.objects.count() > 120
    assert Booking.objects.upcoming(NOW).count() > 40
    assert Event.objects.filter(is_public=True).count() == 3
    made = {localtime(one.made_at).hour for one in Booking.objects.all()}
    assert min(made) >= 7
    assert max(made) < 22
    over = Booking.objects.occupying().filter(ends_at__lte=NOW)
    assert not over.exists()
    before = list(Booking.objects.values_list("pk"))
    fill(at=NOW, password="demo")
    assert list(Booking.objects.values_list("pk")) == before


@pytest.mark.parametrize("now", ["2026-10-03 23:30", "2026-12-30 12:00"])
def test_the_demo_can_be_filled_on_any_day(db, now):
    floor.fill(at=moment(now), password="demo")
    fill(at=moment(now), password="demo")
    assert Venue.objects.count() == 6
    assert Booking.objects.exists()
