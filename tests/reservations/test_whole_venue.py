"""Whole venues for events, and units out of order."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from center.outbox.models import Message
from reservations.actions import verbs
from reservations.actions.closures import preview, put_back, take_out
from reservations.actions.events import book_whole, cancel_whole
from reservations.models import Booking, Closure, Event
from reservations.rules.bookings import Channel, State, Why
from reservations.slots.alternatives import Taken
from tests.make import moment
from tests.reservations import make

DAY = "2026-11-24"
EARLY = moment(f"{DAY} 08:00")


def at(clock):
    return moment(f"{DAY} {clock}")


@pytest.fixture
def room(house):
    return make.venue(house, name="活动室", units=7, lead_value=60)


def hold(room, by, **fields):
    fields = {"title": "学习", "start": at("09:00"), "end": at("12:00")} | fields
    return book_whole(venue=room, by=by, at=EARLY, **fields)


def test_an_event_holds_every_unit(room, chen, lin):
    event = hold(room, chen, host=lin, people=30, key="e" * 64)
    held = Booking.objects.filter(event=event)
    assert {booking.unit.number for booking in held} == set(range(1, 8))
    booking = held.first()
    assert (booking.person, booking.made_by) == (lin, chen)
    assert (booking.channel, booking.purpose) == (Channel.EVENT, "学习")
    assert (booking.people, booking.state) == (30, State.BOOKED)
    assert [step.text for step in booking.steps.all()] == ["整场活动：学习"]
    assert (event.center, event.when) == (room.center, "11月24日 周二 9:00–12:00")
    assert hold(room, chen, key="e" * 64) == event
    assert Event.objects.count() == 1


def test_a_host_may_have_a_seat_elsewhere(room, house, chen, lin):
    make.booking(make.venue(house), lin, f"{DAY} 09:00")
    hold(room, chen, host=lin)
    assert make.booking(make.venue(house), lin, f"{DAY} 10:00").pk


def test_one_seat_in_the_way_stops_the_whole(room, chen, lin):
    make.booking(room, lin, f"{DAY} 10:00", unit_number=3)
    with pytest.raises(Taken) as caught:
        hold(room, chen)
    assert caught.value.message == (
        "11月24日 周二 9:00–12:00 不能整场约：座位 3已经有人约了或停用。"
        "整场都空的时间：11月24日 周二 14:00–17:00、11月25日 周三 9:00–12:00。"
    )
    assert [offer.slots for offer in caught.value.alternatives] == [3, 3]
    assert Booking.objects.count() == 1
    assert not Event.objects.exists()


def test_many_seats_in_the_way_are_not_all_named(room, house, chen, lin):
    hold(room, chen)
    with pytest.raises(Taken) as caught:
        hold(room, chen, start=at("11:00"))
    assert "座位 5等已经有人约了" in caught.value.message


def test_a_unit_out_of_order_does_not_count(room, chen, lin):
    unit = room.units.get(number=2)
    take_out(unit=unit, reason="灯坏", by=chen, at=EARLY)
    event = hold(room, chen)
    assert event.bookings.count() == 6
    for unit in room.units.all():
        take_out(unit=unit, reason="漏水", confirmed=True, by=chen, at=EARLY)
    with pytest.raises(Taken):
        hold(room, chen, start=at("14:00"), end=at("15:00"))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"title": " \u200b"}, Why.REASON),
        ({"title": "长" * 61}, Why.REASON),
        ({"people": 0}, Why.PEOPLE),
        ({"end": at("09:00")}, Why.GRID),
        ({"end": at("09:30")}, Why.GRID),
        ({"end": at("15:00")}, Why.CLOSED),
        ({"start": moment("2026-11-23 09:00"), "end": at("10:00")}, Why.PAST),
        (
            {"start": moment("2027-05-25 09:00"), "end": moment("2027-05-25 10:00")},
            Why.BEYOND,
        ),
    ],
)
def test_what_the_rules_forbid_is_refused(room, chen, fields, why):
    with pytest.raises(ValidationError) as caught:
        hold(room, chen, **fields)
    assert caught.value.code == why


def test_an_event_may_be_planned_far_ahead(room, chen):
    start = moment("2027-05-21 09:00")
    assert hold(room, chen, start=start, end=moment("2027-05-21 12:00")).pk


def test_only_staff_hold_a_venue(room, lin, qian, sun, chen):
    for by in (lin, qian, sun):
        with pytest.raises(PermissionDenied):
            hold(room, by)
    event = hold(room, chen)
    for by in (lin, qian, sun):
        with pytest.raises(PermissionDenied):
            cancel_whole(event=event, reason="改期", by=by, at=EARLY)


def test_an_event_is_cancelled_as_a_whole(room, chen, zhao, lin):
    event = hold(room, chen, host=lin)
    one = event.bookings.first()
    with pytest.raises(ValidationError) as caught:
        verbs.cancel(booking=one, by=lin, at=EARLY)
    assert caught.value.message == "这是整场活动的一部分，请取消整场活动。"
    for reason, clock, text in [
        (" ", "09:00", "请写明原因，对方会看到。"),
        ("改期", "12:00", "已经结束了，不能再取消。"),
    ]:
        with pytest.raises(ValidationError) as caught:
            cancel_whole(event=event, reason=reason, by=zhao, at=at(clock))
        assert caught.value.message == text
    cancel_whole(event=event, reason="改期", by=zhao, at=at("08:30"))
    again = cancel_whole(event=event, reason="别的", by=zhao, at=at("08:40"))
    assert (again.cancelled_at, again.cancel_reason) == (at("08:30"), "改期")
    assert not Booking.objects.occupying().exists()
    message = Message.objects.get()
    assert (message.person, "改期" in message.text) == (lin, True)
    assert make.booking(room, lin, f"{DAY} 10:00").pk


def test_an_event_that_is_over_counts_as_used(room, chen):
    event = hold(room, chen)
    assert verbs.settle(at=at("12:00")) == 7
    booking = event.bookings.first()
    assert (booking.state, booking.arrived_at) == (State.FINISHED, at("09:00"))
    assert [step.state for step in booking.steps.all()] == [
        "booked",
        "arrived",
        "finished",
    ]


def test_out_of_order_lists_first_and_cancels_when_confirmed(room, lin, wu, chen):
    unit = room.units.get(number=1)
    over = make.booking(room, wu, f"{DAY} 09:00", unit_number=1)
    hit = make.booking(room, lin, f"{DAY} 14:00", unit_number=1)
    now = at("10:00")
    what = {"center": room.center, "venue": room, "unit_numbers": [1]}
    assert list(preview(**what, starts_at=now, ends_at=None, at=now)) == [hit]
    fields = {"unit": unit, "by": chen, "at": now}
    with pytest.raises(ValidationError) as caught:
        take_out(**fields, reason="")
    assert caught.value.code == Why.REASON
    with pytest.raises(ValidationError) as caught:
        take_out(**fields, reason="灯坏")
    assert caught.value.code == Why.CONFIRM
    closure = take_out(**fields, reason="灯坏", confirmed=True)
    assert [call.booking for call in closure.calls.all()] == [hit]
    hit.refresh_from_db()
    over.refresh_from_db()
    assert (hit.state, hit.cancel_reason) == (State.CANCELLED, "座位 1停用：灯坏")
    assert over.state == State.BOOKED
    assert take_out(**fields, reason="灯坏") == closure
    put_back(**fields)
    put_back(**fields)
    rows = Closure.objects.all()
    assert [(row.reason, row.made_by, row.reopened_by) for row in rows] == [
        ("灯坏", chen, chen)
    ]


def test_another_reason_is_the_one_that_people_read(room, chen):
    fields = {"unit": room.units.get(number=1), "by": chen, "at": EARLY}
    take_out(**fields, reason="灯坏")
    take_out(**fields, reason="等新灯")
    open_rows = Closure.objects.since(EARLY)
    assert [row.reason for row in open_rows] == ["等新灯"]


def test_who_sits_there_is_not_crossed_out(room, lin, chen):
    unit = room.units.get(number=1)
    booking = make.booking(room, lin, f"{DAY} 09:00", unit_number=1)
    verbs.check_in(booking=booking, by=chen, at=at("09:00"))
    fields = {"unit": unit, "reason": "灯坏", "confirmed": True, "by": chen}
    closure = take_out(**fields, at=at("09:10"))
    booking.refresh_from_db()
    assert booking.state == State.ARRIVED
    assert closure.calls.get().effect == "人在现场，请当面请他换位"


def test_only_staff_of_the_center_put_units_out_of_order(room, lin, qian, sun):
    for by in (lin, qian, sun):
        with pytest.raises(PermissionDenied):
            take_out(unit=room.units.first(), reason="坏", by=by, at=EARLY)
