"""A refusal says what works next, and never what the person cannot take."""

import pytest
from django.core.exceptions import ValidationError

from reservations.actions import verbs
from reservations.models import Venue
from reservations.rules.bookings import Why
from tests.make import moment
from tests.reservations import make

DAY = "2026-11-24"


def refused(venue, person, start, *, at=f"{DAY} 08:00", **wish):
    venue = Venue.objects.select_related("center").get(pk=venue.pk)
    with pytest.raises(ValidationError) as caught:
        make.booking(venue, person, start, at=at, **wish)
    return caught.value


@pytest.mark.parametrize(
    ("why", "start", "slots", "said"),
    [
        (
            Why.TOO_SOON,
            f"{DAY} 10:00",
            1,
            "最早可以约：11月24日 周二 11:00–12:00、11月24日 周二 14:00–15:00。",
        ),
        (
            Why.CLOSED,
            f"{DAY} 11:00",
            2,
            "可以换成：11月24日 周二 14:00–16:00、11月24日 周二 15:00–17:00。",
        ),
        (Why.CLOSED, "2026-11-28 10:00", 1, "可以换成：11月30日 周一 9:00–10:00"),
        (Why.PAST, f"{DAY} 09:00", 1, "可以换成：11月24日 周二 11:00–12:00"),
        (Why.GRID, f"{DAY} 14:30", 1, "可以换成：11月24日 周二 14:00–15:00"),
        (Why.LENGTH, f"{DAY} 14:00", 9, "可以换成：11月24日 周二 14:00–16:00"),
        (Why.BEYOND, "2026-12-21 10:00", 1, "可以换成：12月8日 周二 16:00–17:00"),
        (Why.NO_UNIT, f"{DAY} 14:00", 1, "可以换成：座位 1，11月24日 周二 14:00–15:00"),
    ],
)
def test_every_reason_says_what_works(house, lin, why, start, slots, said):
    room = make.venue(house, units=2, lead_value=60)
    wish = {"unit_number": 77} if why == Why.NO_UNIT else {}
    refusal = refused(room, lin, start, at=f"{DAY} 09:30", slots=slots, **wish)
    assert refusal.code == why
    assert said in refusal.message
    assert refusal.alternatives


def test_nothing_is_offered_that_the_person_could_not_take(house, lin):
    room = make.venue(house, units=1, lead_value=120)
    other = make.venue(house)
    make.booking(other, lin, f"{DAY} 11:00")
    refusal = refused(room, lin, f"{DAY} 10:00", at=f"{DAY} 08:30")
    starts = [offer.start for offer in refusal.alternatives]
    assert moment(f"{DAY} 11:00") not in starts
    assert starts[0] == moment(f"{DAY} 14:00")


def test_who_holds_two_places_is_offered_other_times(house, lin):
    room, other = make.venue(house), make.venue(house)
    make.booking(other, lin, f"{DAY} 10:00")
    refusal = refused(room, lin, f"{DAY} 10:00")
    assert refusal.code == Why.BUSY
    assert "可以换成：11月24日 周二 9:00–10:00" in refusal.message


def test_over_the_quota_it_names_what_to_give_back(house, lin):
    room = make.venue(house, quota=1)
    made = make.booking(room, lin, f"{DAY} 10:00")
    refusal = refused(room, lin, f"{DAY} 14:00")
    assert refusal.message.endswith(f"您约着：{made.when}。")
    assert refusal.alternatives == []


def test_what_is_offered_can_be_booked(house, lin, wu):
    room = make.venue(house, units=1, lead_value=45, quota=5)
    make.booking(room, wu, f"{DAY} 11:00")
    for start, slots in ((f"{DAY} 09:00", 1), (f"{DAY} 11:00", 2), (f"{DAY} 12:00", 1)):
        refusal = refused(room, lin, start, at=f"{DAY} 08:40", slots=slots)
        for offer in refusal.alternatives:
            wish = {"slots": offer.slots, "unit_number": offer.unit_number}
            start = f"{offer.start:%Y-%m-%d %H:%M}"
            made = make.booking(room, lin, start, at=f"{DAY} 08:40", **wish)
            verbs.cancel(booking=made, by=lin, at=moment(f"{DAY} 08:41"))


def test_a_venue_that_is_off_names_another_of_its_kind(house, lin):
    off = make.venue(house, name="阅览室")
    make.venue(house, name="少儿阅览室")
    Venue.objects.filter(pk=off.pk).update(is_active=False)
    refusal = refused(off, lin, f"{DAY} 10:00")
    assert refusal.message == "阅览室现在不接受预约。同样可以约的有：少儿阅览室。"
