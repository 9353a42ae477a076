"""Who was marked as missed and comes after all: let in, or told in words why not."""

from html import unescape

import pytest
from django.core.exceptions import ValidationError

from reservations.actions import verbs, walk_ins
from reservations.models import Booking
from reservations.rules.bookings import State
from tests.make import moment
from tests.reservations import make
from tests.together import at_once, refusals

DAY = "2026-11-25"
TODAY = "/desk/today/"
SAID = (
    "这位这段时间已经在会议室 座位 1（11月25日 周三 9:00–10:00）。"
    "要回到原来的位置，请先把那一个登记离开或取消。"
)


@pytest.fixture
def missed(reading_room, lin, chen):
    """Lin did not come at nine, says the counter at a quarter past."""
    booking = make.booking(reading_room, lin, f"{DAY} 09:00", slots=2)
    return verbs.mark_missed(booking=booking, by=chen, at=moment(f"{DAY} 09:15"))


@pytest.fixture
def seated(missed, hall, lin, chen):
    """Meanwhile Lin was seated somewhere else."""
    return walk_ins.walk_in(venue=hall, person=lin, by=chen, at=moment(f"{DAY} 09:16"))


def both_ways(client, booking):
    verb = client.post(f"/desk/bookings/{booking.code}/check-in/", follow=True)
    code = client.post(TODAY, {"code": booking.code})
    return verb, code


def test_another_seat_is_a_sentence(browse, clock, missed, seated, chen):
    clock(f"{DAY} 09:20")
    verb, code = both_ways(browse(chen), missed)
    assert (verb.status_code, code.status_code) == (200, 422)
    for response in (verb, code):
        assert SAID in unescape(response.content.decode())
    missed.refresh_from_db()
    assert (missed.state, missed.steps.count()) == (State.MISSED, 2)


def test_a_booking_to_come_at_that_time_counts_too(
    browse, clock, missed, hall, lin, chen
):
    make.booking(hall, lin, f"{DAY} 09:00", at=f"{DAY} 09:00", by=lin)
    clock(f"{DAY} 09:20")
    _, code = both_ways(browse(chen), missed)
    assert SAID in unescape(code.content.decode())


def test_an_old_page_is_told_the_same(missed, seated, chen):
    old = Booking.objects.with_places().get(pk=missed.pk)
    old.state = State.BOOKED
    with pytest.raises(ValidationError) as refused:
        verbs.check_in(booking=old, by=chen, at=moment(f"{DAY} 09:20"))
    assert refused.value.messages == [SAID]


def test_after_leaving_there_they_are_let_in(missed, seated, chen):
    at = moment(f"{DAY} 09:20")
    verbs.finish(booking=seated, by=chen, at=at)
    assert verbs.check_in(booking=missed, by=chen, at=at).state == State.ARRIVED


def test_what_comes_later_or_is_an_event_is_not_in_the_way(missed, hall, lin, chen):
    make.booking(hall, lin, f"{DAY} 10:00")
    at = moment(f"{DAY} 09:20")
    assert verbs.check_in(booking=missed, by=chen, at=at).state == State.ARRIVED


@pytest.mark.django_db(transaction=True)
def test_let_in_and_seated_elsewhere_at_once_is_one_of_them(house, lin, chen):
    room = make.venue(house, units=1, name="阅览室")
    hall = make.venue(house, units=1, name="会议室")
    booking = make.booking(room, lin, f"{DAY} 09:00")
    verbs.mark_missed(booking=booking, by=chen, at=moment(f"{DAY} 09:15"))
    at = moment(f"{DAY} 09:20")

    def come():
        return verbs.check_in(booking=booking, by=chen, at=at)

    def sit():
        return walk_ins.walk_in(venue=hall, person=lin, by=chen, at=at)

    assert len(refusals(at_once(come, sit))) == 1
    held = Booking.objects.occupying().filter(person=lin)
    assert held.count() == 1
