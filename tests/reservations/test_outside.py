"""Changed hours leave nobody before a closed door without the counter knowing."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from center.hours import OpeningHours
from center.models import Center
from center.rules import new_code
from reservations.actions import verbs
from reservations.counter.portal import outside as cards
from reservations.models import Booking, BookingStep
from reservations.slots.outside import left_outside
from tests import make as people
from tests.make import moment
from tests.reservations import make

DAY = "2026-11-26"  # a Thursday
AT = moment("2026-11-25 08:00")


@pytest.fixture
def room(house):
    return make.venue(house, units=3)


def cut_short(house):
    """From now on Thursdays end at 16:00."""
    span = house.opening_spans.get(weekday=3, opens=time(14))
    span.closes = time(16)
    span.save()


def test_only_what_is_left_outside_is_listed(house, room, lin, wu, chen, sun):
    inside = make.booking(room, lin, f"{DAY} 14:00")
    late = make.booking(room, wu, f"{DAY} 16:00")
    assert cards(chen, AT) == []
    cut_short(house)
    chen = type(chen).objects.get(pk=chen.pk)
    assert left_outside(chen, AT) == [late.pk]
    assert inside.pk not in left_outside(chen, AT)
    assert [card.count for card in cards(chen, AT)] == [1]
    assert left_outside(sun, AT) == []
    assert cards(lin, AT) == []
    assert left_outside(chen, moment(f"{DAY} 16:30")) == []


def test_the_list_says_whom_to_call(browse, clock, house, room, wu, chen):
    clock("2026-11-25 08:00")
    late = make.booking(room, wu, f"{DAY} 16:00")
    client = browse(chen)
    assert "都在开放时间里" in client.get("/desk/bookings/outside/").content.decode()
    cut_short(house)
    text = client.get("/desk/bookings/outside/").content.decode()
    assert wu.phone in text
    assert late.code_grouped in text
    assert "约在不开门时" in client.get("/desk/").content.decode()


def test_a_holiday_that_comes_later_counts_too(house, room, lin, chen):
    make.booking(room, lin, f"{DAY} 10:00")
    house.closures.create(
        starts_at=moment(f"{DAY} 00:00"), ends_at=moment(f"{DAY} 12:00"), reason="检修"
    )
    assert Center.objects.get(pk=house.pk).timetable_version
    assert len(left_outside(chen, AT)) == 1


class TestAFullHouse:
    """What the desk asks does not grow with what is booked."""

    def crowd(self, venue, days):
        """Book all units on so many Thursdays; past the actions, which take long."""
        guests = [people.person(f"客{n}") for n in range(venue.units.count())]
        step, week = timedelta(minutes=5), timedelta(days=7)
        rows = Booking.objects.bulk_create(
            Booking(
                code=new_code(8),
                center=venue.center,
                venue=venue,
                unit=unit,
                person=guest,
                made_by=guest,
                made_at=AT,
                channel="web",
                starts_at=(start := moment(f"{DAY} 09:00") + day * week + n * step),
                ends_at=start + step,
                unit_free_at=start + step,
            )
            for day in range(days)
            for n in range(30)
            for unit, guest in zip(venue.units.all(), guests, strict=True)
        )
        told = {"verb": "book", "state": "booked", "version": 1, "at": AT}
        BookingStep.objects.bulk_create(
            BookingStep(booking=row, text="网上预约", **told) for row in rows
        )

    def test_costs_the_same_queries(self, house, room, chen):
        seen = []
        for days, venue in ((1, room), (4, make.venue(house, units=3))):
            self.crowd(venue, days)
            counts = []
            for _ in range(2):
                user = type(chen).objects.get(pk=chen.pk)
                with CaptureQueriesContext(connection) as caught:
                    left_outside(user, AT)
                counts.append(len(caught))
            seen.append(counts)
        assert [again for _, again in seen] == [2, 2]  # the centers, the venues
        # The first time also reads the hours of the center.
        assert seen[1][0] <= seen[0][0]

    def test_hours_are_asked_once_a_venue_and_day(self, house, room, chen, monkeypatch):
        self.crowd(room, 4)
        asked = []
        spans_on = OpeningHours.spans_on

        def count(self, day):
            asked.append(day)
            return spans_on(self, day)

        monkeypatch.setattr(OpeningHours, "spans_on", count)
        left_outside(chen, AT)
        assert sorted(asked) == sorted(set(asked))
        assert len(asked) == 4


def test_what_is_known_is_forgotten_with_every_change(house, room, lin, wu, chen):
    late = make.booking(room, lin, f"{DAY} 16:00")
    later = make.booking(room, wu, f"{DAY} 16:00")
    cut_short(house)

    def now(at=AT):
        return left_outside(type(chen).objects.get(pk=chen.pk), at)

    assert now() == [late.pk, later.pk]
    assert now() == [late.pk, later.pk]
    verbs.cancel(booking=late, by=lin, at=AT)
    assert now() == [later.pk]
    assert now(moment(f"{DAY} 16:30")) == []
    assert now() == [later.pk]
    span = house.opening_spans.get(weekday=3, opens=time(14))
    span.closes = time(17, 30)
    span.save()
    assert now() == []
