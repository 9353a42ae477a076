"""Who just comes gets what is free now: the least of the venue, or what is left."""

import pytest
from django.core.exceptions import ValidationError

from reservations.actions import walk_ins
from reservations.slots.alternatives import Taken
from tests.make import moment
from tests.reservations import make

DAY = "2026-11-24"


def at(clock):
    return moment(f"{DAY} {clock}")


def seat(venue, clock, by, **fields):
    booking = walk_ins.walk_in(venue=venue, by=by, at=at(clock), **fields)
    start, end = booking.starts_at, booking.ends_at
    return (f"{start.astimezone(at('9:00'.zfill(5)).tzinfo):%H:%M}", *_end(end))


def _end(end):
    return (f"{end.astimezone(at('09:00').tzinfo):%H:%M}",)


@pytest.fixture
def room(house):
    return make.venue(house, max_slots=4)


@pytest.mark.parametrize(
    ("least", "clock", "held"),
    [
        (1, "09:05", ("09:00", "10:00")),
        (2, "09:05", ("09:00", "11:00")),
        (3, "09:05", ("09:00", "12:00")),
        (2, "11:05", ("11:00", "12:00")),
        (2, "17:05", None),
        (2, "16:10", ("16:00", "17:00")),
    ],
)
def test_a_venue_with_a_least_takes_walk_ins(house, chen, least, clock, held):
    room = make.venue(house, min_slots=least, max_slots=4)
    if held is None:
        with pytest.raises(ValidationError):
            seat(room, clock, chen)
    else:
        assert seat(room, clock, chen) == held


@pytest.mark.parametrize(
    ("clock", "slots", "held"),
    [
        ("09:40", 1, ("09:00", "10:00")),
        ("09:45", 1, ("09:00", "10:00")),
        ("09:46", 1, ("09:00", "11:00")),
        ("10:59", 1, ("10:00", "12:00")),
        ("10:59", 4, ("10:00", "12:00")),
        ("11:05", 4, ("11:00", "12:00")),
        ("11:59", 1, ("11:00", "12:00")),
        ("13:40", 2, ("14:00", "16:00")),
    ],
)
def test_a_slot_that_is_nearly_over_is_not_counted(room, chen, clock, slots, held):
    assert seat(room, clock, chen, slots=slots) == held


def test_a_longer_wish_is_cut_before_the_next_booking(room, lin, chen):
    make.booking(room, lin, f"{DAY} 11:00")
    assert seat(room, "10:05", chen, slots=4) == ("10:00", "11:00")


def test_the_seat_that_is_free_longer_is_taken(house, lin, chen):
    room = make.venue(house, units=2, max_slots=4)
    make.booking(room, lin, f"{DAY} 10:00", unit_number=1)
    booking = walk_ins.walk_in(venue=room, slots=2, by=chen, at=at("09:05"))
    assert (booking.unit.number, booking.ends_at) == (2, at("11:00"))


def test_full_now_but_free_in_a_moment(room, lin, chen):
    make.booking(room, lin, f"{DAY} 09:00")
    assert seat(room, "09:50", chen) == ("10:00", "11:00")


def test_full_for_long_is_refused(room, lin, chen):
    make.booking(room, lin, f"{DAY} 09:00")
    with pytest.raises(Taken):
        seat(room, "09:30", chen)


def test_more_than_the_most_is_refused_in_words(room, chen):
    with pytest.raises(ValidationError, match="一次最多约 4 小时"):
        seat(room, "09:05", chen, slots=5)


def test_the_rest_after_a_booking_is_kept(house, lin, chen):
    room = make.venue(house, max_slots=4, buffer_minutes=30)
    make.booking(room, lin, f"{DAY} 11:00")
    assert seat(room, "09:05", chen, slots=3) == ("09:00", "10:00")


def test_who_still_counts_as_elsewhere_is_told_so(house, room, lin, chen):
    other = make.venue(house, slot_minutes=30)
    make.booking(other, lin, f"{DAY} 09:00")
    with pytest.raises(ValidationError, match="不能同时约两处"):
        seat(room, "09:31", chen, person=lin)


def test_in_one_line_at_the_desk(browse, clock, house, chen):
    make.venue(house, slug="meeting-room", min_slots=2, max_slots=4)
    clock(f"{DAY} 09:05")
    form = {"venue": "meeting-room", "name": "何奶奶"}
    assert browse(chen).post("/desk/today/walk-in/", form).status_code == 302
