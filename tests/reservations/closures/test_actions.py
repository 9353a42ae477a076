"""Closing over what is booked: nobody stays inside without being listed."""

import os

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from center.outbox.models import Message
from center.timetable.lookup import hours_of
from reservations.actions import verbs
from reservations.actions.closures import close, mark_told, preview, reopen
from reservations.actions.events import book_whole
from reservations.models import Booking, CallListEntry, Closure
from reservations.rules.bookings import State, Why
from tests import make as people
from tests.make import moment
from tests.reservations import make
from tests.together import at_once, refusals

DAY = "2026-11-24"
EARLY = moment(f"{DAY} 08:00")


def at(clock):
    return moment(f"{DAY} {clock}")


@pytest.fixture
def room(house):
    return make.venue(house, name="阅览室", units=3)


def morning(zhao, **fields):
    fields = {
        "center": zhao.center,
        "starts_at": at("09:00"),
        "ends_at": at("12:00"),
        "reason": "停电",
        "by": zhao,
        "at": EARLY,
    } | fields
    return close(**fields)


def test_a_closure_lists_first_and_cancels_when_confirmed(room, house, lin, wu, zhao):
    inside = make.booking(room, lin, f"{DAY} 11:00")
    touching = make.booking(room, wu, f"{DAY} 14:00")
    listed = preview(center=house, starts_at=at("09:00"), ends_at=at("14:00"), at=EARLY)
    assert list(listed) == [inside]
    with pytest.raises(ValidationError) as caught:
        morning(zhao, ends_at=at("14:00"))
    assert caught.value.code == Why.CONFIRM
    assert caught.value.message == (
        "这段时间里有 1 个预约，请先看名单，确认后一起取消。"
    )
    assert not Closure.objects.exists()

    closure = morning(zhao, ends_at=at("14:00"), confirmed=True)
    inside.refresh_from_db()
    touching.refresh_from_db()
    assert (inside.state, inside.cancel_reason) == (State.CANCELLED, "停电")
    assert inside.cancelled_by == zhao
    assert touching.state == State.BOOKED
    assert [(call.booking, call.effect) for call in closure.calls.all()] == [
        (inside, "取消了")
    ]
    assert Message.objects.get().person == lin
    house.refresh_from_db()
    assert hours_of(house).why_shut(at("09:00"), at("10:00")) == "闭馆：停电"
    with pytest.raises(ValidationError) as caught:
        make.booking(room, wu, f"{DAY} 09:00")
    assert caught.value.code == Why.CLOSED
    assert "停电" in caught.value.message
    assert str(closure) == "11月24日 周二 9:00–14:00：停电"


def test_a_venue_alone_is_closed(room, house, lin, wu, zhao):
    other = make.venue(house)
    hit = make.booking(room, lin, f"{DAY} 09:00")
    spared = make.booking(other, wu, f"{DAY} 09:00")
    closure = morning(zhao, venue=room, confirmed=True)
    assert [call.booking for call in closure.calls.all()] == [hit]
    spared.refresh_from_db()
    assert spared.state == State.BOOKED
    with pytest.raises(ValidationError) as caught:
        make.booking(room, people.person("甲"), f"{DAY} 10:00")
    assert caught.value.code == Why.CLOSED
    assert make.booking(other, lin, f"{DAY} 10:00").pk


def test_some_units_alone_are_closed(room, lin, wu, zhao):
    hit = make.booking(room, lin, f"{DAY} 09:00", unit_number=2)
    spared = make.booking(room, wu, f"{DAY} 09:00", unit_number=1)
    closure = morning(zhao, venue=room, unit_numbers=[2], confirmed=True)
    assert [call.booking for call in closure.calls.all()] == [hit]
    spared.refresh_from_db()
    assert spared.state == State.BOOKED
    with pytest.raises(ValidationError) as caught:
        make.booking(room, lin, f"{DAY} 10:00", unit_number=2)
    assert caught.value.code == Why.OUT_OF_ORDER
    assert make.booking(room, lin, f"{DAY} 10:00").unit.number == 1
    assert make.booking(room, lin, f"{DAY} 14:00", unit_number=2).pk


def test_who_is_there_may_stay_until_it_closes(room, lin, wu, chen, zhao):
    there = make.booking(room, lin, f"{DAY} 10:00", slots=2)
    early = make.booking(room, wu, f"{DAY} 11:00")
    verbs.check_in(booking=there, by=chen, at=at("10:00"))
    verbs.check_in(booking=early, by=chen, at=at("10:40"))
    closure = morning(zhao, starts_at=at("11:00"), at=at("10:45"), confirmed=True)
    there.refresh_from_db()
    early.refresh_from_db()
    assert (there.state, there.ends_at) == (State.ARRIVED, at("11:00"))
    assert there.steps.last().text == "提前到 11:00 结束：停电"
    assert (early.state, early.left_at) == (State.FINISHED, at("10:45"))
    assert [call.effect for call in closure.calls.all()] == [
        "人在现场，提前结束",
        "人在现场，请当面说明",
    ]


def test_who_is_there_when_it_closes_at_once_is_asked_to_leave(room, lin, chen, zhao):
    there = make.booking(room, lin, f"{DAY} 09:00")
    verbs.check_in(booking=there, by=chen, at=at("09:00"))
    morning(zhao, at=at("09:30"), confirmed=True)
    there.refresh_from_db()
    assert (there.state, there.left_at) == (State.FINISHED, at("09:30"))
    assert there.steps.last().text == "请离场：停电"


def test_what_is_over_already_is_not_touched(room, lin, zhao):
    over = make.booking(room, lin, f"{DAY} 09:00")
    closure = morning(zhao, at=at("10:00"))
    over.refresh_from_db()
    assert (over.state, closure.calls.count()) == (State.BOOKED, 0)


def test_an_event_is_called_off_when_nothing_is_left_of_it(room, chen, zhao):
    fields = {"venue": room, "title": "学习", "by": chen, "at": EARLY}
    event = book_whole(start=at("09:00"), end=at("12:00"), **fields)
    morning(zhao, venue=room, unit_numbers=[1], confirmed=True)
    event.refresh_from_db()
    assert event.cancelled_at is None
    morning(zhao, confirmed=True)
    event.refresh_from_db()
    assert (event.cancelled_at, event.cancel_reason) == (EARLY, "停电")
    assert [message.person for message in Message.objects.all()] == [chen]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"ends_at": "09:00"}, Why.LENGTH),
        ({"at": "12:00"}, Why.PAST),
        ({"reason": " "}, Why.REASON),
        ({"unit_numbers": [1]}, Why.NO_UNIT),
    ],
)
def test_what_is_no_closure_is_refused(room, zhao, fields, why):
    moments = {
        name: at(value) if name in ("ends_at", "at") else value
        for name, value in fields.items()
    }
    with pytest.raises(ValidationError) as caught:
        morning(zhao, **moments)
    assert caught.value.code == why
    assert not Closure.objects.exists()


def test_unknown_units_and_venues_of_others_are_refused(room, elsewhere, zhao):
    with pytest.raises(ValidationError) as caught:
        morning(zhao, venue=room, unit_numbers=[3, 4, 5])
    assert caught.value.message == "这个场地没有编号 4、5，请核对。"
    other = make.venue(elsewhere)
    with pytest.raises(ValidationError) as caught:
        morning(zhao, venue=other)
    assert caught.value.message == "这个场地不是这个中心的。"


def test_only_a_supervisor_closes(room, house, chen, sun, lin):
    for by in (chen, sun, lin):
        with pytest.raises(PermissionDenied):
            morning(by, center=house)


def test_the_same_key_closes_once(room, zhao):
    first = morning(zhao, key="k" * 64)
    assert morning(zhao, key="k" * 64) == first
    assert Closure.objects.count() == 1


def test_reopening_gives_the_time_back(room, lin, zhao):
    later = morning(zhao, venue=room)
    reopen(closure=later, by=zhao, at=EARLY)
    again = reopen(closure=later, by=zhao, at=at("09:00"))
    assert (again.reopened_at, again.reopened_by) == (EARLY, zhao)
    assert again.is_nothing
    assert make.booking(room, lin, f"{DAY} 09:00").pk


def test_reopening_early_keeps_what_was_closed(room, lin, zhao):
    running = morning(zhao)
    reopen(closure=running, by=zhao, at=at("10:00"))
    assert Closure.objects.get().until == at("10:00")
    make.booking(room, lin, f"{DAY} 10:00", at=f"{DAY} 10:00")
    over = morning(zhao, ends_at=at("09:30"))
    with pytest.raises(ValidationError) as caught:
        reopen(closure=over, by=zhao, at=at("09:30"))
    assert caught.value.message == "这次停用已经结束了。"


def test_a_call_is_ticked_once(room, lin, chen, sun, zhao):
    make.booking(room, lin, f"{DAY} 09:00")
    call = morning(zhao, confirmed=True).calls.get()
    with pytest.raises(PermissionDenied):
        mark_told(call=call, by=sun, at=EARLY)
    mark_told(call=call, by=chen, at=EARLY)
    again = mark_told(call=call, by=zhao, at=at("09:00"))
    assert (again.told_at, again.told_by) == (EARLY, chen)


@pytest.mark.django_db(transaction=True)
def test_a_booking_in_flight_is_refused_or_listed(house, zhao):
    rounds = 12 * int(os.environ.get("ROUNDS", "1"))
    crowd = [people.person(f"居民{n}") for n in range(6)]
    for n in range(rounds):
        room = make.venue(house, units=6)
        day = f"2026-11-{24 + n % 4}"
        start, end = moment(f"{day} 09:00"), moment(f"{day} 12:00")
        whole = {"venue": room} if n % 2 else {}
        for row in Booking.objects.filter(state=State.BOOKED):
            verbs.cancel(booking=row, by=zhao, at=EARLY, reason="下一轮")

        def closing(start=start, end=end, whole=whole):
            fields = {"starts_at": start, "ends_at": end, "confirmed": True}
            return morning(zhao, **fields, **whole)

        def booking(who, room=room, day=day):
            return make.booking(room, who, f"{day} 09:00")

        calls = [lambda who=who, book=booking: book(who) for who in crowd]
        calls.insert(n % 7, closing)
        outcomes = at_once(*calls)
        done = [made for made in outcomes if isinstance(made, Booking)]
        closure = next(made for made in outcomes if isinstance(made, Closure))
        listed = set(
            CallListEntry.objects.filter(closure=closure).values_list("booking_id")
        )
        assert {(made.pk,) for made in done} == listed
        assert not room.bookings.occupying().exists()
        assert {lost.code for lost in refusals(outcomes)} <= {Why.CLOSED}
        reopen(closure=closure, by=zhao, at=EARLY)
