"""Many at the same moment, each on a connection of its own.

``ROUNDS`` multiplies the rounds: ``ROUNDS=5`` makes 200 of the 40.
"""

import os
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from reservations.actions import bookings, verbs, walk_ins
from reservations.actions.events import book_whole
from reservations.models import Booking, Event
from reservations.rules.bookings import State
from reservations.slots.alternatives import Taken
from tests import make as people
from tests.make import moment
from tests.reservations import make
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)

MORE = int(os.environ.get("ROUNDS", "1"))
DAY = "2026-11-24"
EARLY = moment(f"{DAY} 08:00")


def at(clock):
    return moment(f"{DAY} {clock}")


def booked(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Booking)]


def wants(venue, person, start, **fields):
    return lambda: bookings.book(
        venue=venue, person=person, start=start, by=person, at=EARLY, **fields
    )


def slots_of(n):
    """Return the n-th of many slots: 5-minute steps over several days."""
    days, slot = divmod(n, 36)
    weekdays = [0, 1, 2, 3, 6, 7, 8, 9, 10, 13, 14]
    return at("09:00") + timedelta(days=weekdays[days], minutes=5 * slot)


def test_eight_on_one_slot_have_one_winner(house):
    room = make.venue(house, slot_minutes=5)
    crowd = [people.person(f"居民{n}") for n in range(8)]
    for n in range(40 * MORE):
        start = slots_of(n)
        outcomes = at_once(*(wants(room, who, start) for who in crowd))
        assert len(booked(outcomes)) == 1
        losers = refusals(outcomes)
        assert len(losers) == 7
        assert all(isinstance(lost, Taken) for lost in losers)
        assert Booking.objects.filter(starts_at=start).count() == 1
    assert all(lost.alternatives for lost in losers)


def test_two_on_one_slot_have_one_winner(house, lin, wu):
    room = make.venue(house, slot_minutes=5)
    for n in range(100 * MORE):
        start = slots_of(n)
        outcomes = at_once(
            wants(room, lin, start, unit_number=1), wants(room, wu, start)
        )
        assert len(booked(outcomes)) == 1
        assert len(refusals(outcomes)) == 1


def test_overlapping_but_not_equal_wishes_have_one_winner(house, lin, wu):
    room = make.venue(house, slot_minutes=5, max_slots=3)
    for n in range(10 * MORE):
        start = slots_of(3 * n)
        outcomes = at_once(
            wants(room, lin, start, slots=2),
            wants(room, wu, start + timedelta(minutes=5), slots=2),
        )
        assert len(booked(outcomes)) == 1


def test_thirty_people_get_twenty_different_seats(house):
    room = make.venue(house, units=20)
    crowd = [people.person(f"居民{n}") for n in range(30)]
    for hour in ("09:00", "10:00", "14:00")[: 1 + MORE]:
        outcomes = at_once(*(wants(room, who, at(hour)) for who in crowd))
        seats = [booking.unit_id for booking in booked(outcomes)]
        assert (len(seats), len(set(seats))) == (20, 20)
        assert len(refusals(outcomes)) == 10


def test_eight_tabs_of_one_person_book_once(house, lin):
    rooms = [make.venue(house, units=4, slot_minutes=5) for _ in range(2)]
    for n in range(15 * MORE):
        start = slots_of(n)
        outcomes = at_once(*(wants(rooms[tab % 2], lin, start) for tab in range(8)))
        assert len(booked(outcomes)) == 1
        assert {lost.code for lost in refusals(outcomes)} == {"busy"}


def test_a_quota_holds_against_many_tabs(house, lin):
    """Different units at different times: only the lock on the person stands there."""
    room = make.venue(house, units=8, slot_minutes=5, quota=2)
    for n in range(3 * MORE):
        wishes = [
            wants(room, lin, slots_of(8 * n + tab), unit_number=tab + 1)
            for tab in range(8)
        ]
        made = booked(at_once(*wishes))
        assert len(made) == 2
        for booking in made:
            verbs.cancel(booking=booking, by=lin, at=EARLY)


def test_the_same_key_at_once_is_one_booking(house, lin):
    room = make.venue(house, units=8, slot_minutes=5)
    for n in range(15 * MORE):
        key = f"{n:064}"
        outcomes = at_once(*(wants(room, lin, slots_of(n), key=key) for _ in range(4)))
        assert len({booking.pk for booking in booked(outcomes)}) == 1
        assert refusals(outcomes) == []


def test_the_same_walk_in_key_at_once_is_one_guest(house, chen):
    room = make.venue(house, units=8)

    def seat():
        return walk_ins.walk_in(
            venue=room, name="老张", key="w" * 64, by=chen, at=at("09:10")
        )

    outcomes = at_once(seat, seat, seat, seat)
    assert len({booking.pk for booking in booked(outcomes)}) == 1
    assert type(chen).objects.filter(name="老张").count() == 1


def test_an_event_and_single_seats_never_mix(house, chen):
    room = make.venue(house, units=6, slot_minutes=5)
    crowd = [people.person(f"居民{n}") for n in range(6)]
    for n in range(20 * MORE):
        start = slots_of(n)

        def event(start=start):
            return book_whole(
                venue=room,
                title="学习",
                start=start,
                end=start + timedelta(minutes=5),
                by=chen,
                at=EARLY,
            )

        singles = [wants(room, who, start) for who in crowd]
        calls = [event, *singles] if n % 2 else [*singles, event]
        outcomes = at_once(*calls)
        events = [done for done in outcomes if isinstance(done, Event)]
        held = Booking.objects.filter(starts_at=start)
        if events:
            assert booked(outcomes) == []
            assert held.filter(event=events[0]).count() == held.count() == 6
        else:
            assert held.filter(event=None).count() == held.count() == 6


def test_two_events_for_one_venue_have_one_winner(house, chen):
    room = make.venue(house, units=5)

    def event():
        return book_whole(
            venue=room,
            title="学习",
            start=at("09:00"),
            end=at("12:00"),
            by=chen,
            at=EARLY,
        )

    outcomes = at_once(event, event, event)
    assert len([done for done in outcomes if isinstance(done, Event)]) == 1
    assert Booking.objects.count() == 5


def test_check_in_and_cancel_at_once_end_in_one_state(house, lin, chen):
    room = make.venue(house, slot_minutes=5)
    for n in range(15 * MORE):
        start = slots_of(n)
        booking = wants(room, lin, start)()
        soon = start - timedelta(minutes=1)
        outcomes = at_once(
            lambda b=booking, soon=soon: verbs.cancel(booking=b, by=lin, at=soon),
            lambda b=booking, soon=soon: verbs.check_in(booking=b, by=chen, at=soon),
        )
        booking.refresh_from_db()
        assert len(refusals(outcomes)) == 1
        assert booking.steps.count() == 2


def test_two_clerks_settle_each_booking_once(house, lin, wu):
    room = make.venue(house, units=2, slot_minutes=5)
    for n in range(20):
        wants(room, lin, slots_of(n))()
        wants(room, wu, slots_of(n))()
    over = at("12:00")
    outcomes = at_once(*[lambda: verbs.settle(at=over)] * 3)
    assert sum(outcomes) == 40
    missed = Booking.objects.filter(state=State.MISSED)
    assert missed.count() == 40
    assert all(booking.steps.count() == 2 for booking in missed)


def test_what_slips_past_the_locks_is_still_a_sentence(house, lin, wu):
    """Somebody writes with a shell while a booking is being checked."""
    room = make.venue(house)
    row = wants(room, wu, at("09:00"))()
    fields = {f.attname: getattr(row, f.attname) for f in Booking._meta.fields}
    fields |= {"id": None, "code": "SHE11000", "starts_at": at("10:00")}
    fields |= {"ends_at": at("11:00"), "unit_free_at": at("11:00")}
    written, checked = threading.Event(), threading.Event()

    def shell():
        with transaction.atomic():
            made = Booking(**fields)
            made.save(force_insert=True)
            told = {"verb": "book", "state": made.state, "version": made.version}
            made.steps.create(at=made.made_at, text="命令行", **told)
            written.set()
            checked.wait(1)
        return

    def resident():
        written.wait(5)
        try:
            return wants(room, lin, at("10:00"))()
        finally:
            checked.set()

    outcome = at_once(shell, resident)[1]
    assert isinstance(outcome, ValidationError)
    assert Booking.objects.filter(starts_at=at("10:00")).count() == 1
