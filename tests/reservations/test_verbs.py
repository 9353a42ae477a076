"""The verbs on one booking. Tuesday 2026-11-24; the doors open 9–12 and 14–17:30."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from center.outbox.models import Message
from reservations.actions import verbs
from reservations.rules.bookings import State, Why
from tests.make import moment
from tests.reservations import make

DAY = "2026-11-24"
EARLY = moment(f"{DAY} 08:00")


def at(clock):
    return moment(f"{DAY} {clock}")


@pytest.fixture
def room(house):
    return make.venue(house, units=3)


def steps(booking):
    return [(step.state, step.text, step.by) for step in booking.steps.all()]


def refusal(call, **fields):
    with pytest.raises(ValidationError) as caught:
        call(**fields)
    return caught.value


# -- cancelling


def test_a_person_cancels_until_the_start(room, lin, wu):
    booking = make.booking(room, lin, f"{DAY} 09:00", unit_number=1)
    refused = refusal(verbs.cancel, booking=booking, by=lin, at=at("09:00"))
    assert refused.message == "已经开始了，不能自己取消，请告诉前台。"
    just_before = moment(f"{DAY} 08:59:59")
    cancelled = verbs.cancel(booking=booking, by=lin, at=just_before)
    assert (cancelled.state, cancelled.cancelled_by) == (State.CANCELLED, lin)
    assert cancelled.version == 2
    assert steps(booking) == [
        ("booked", "网上预约", lin),
        ("cancelled", "自己取消", lin),
    ]
    told = booking.steps.values_list("verb", "before", "version")
    assert list(told) == [("book", "", 1), ("cancel", "booked", 2)]
    assert not Message.objects.exists()
    assert make.booking(room, wu, f"{DAY} 09:00", unit_number=1).pk


def test_cancelling_twice_is_harmless(room, lin):
    booking = make.booking(room, lin, f"{DAY} 09:00")
    once = verbs.cancel(booking=booking, by=lin, at=EARLY)
    again = verbs.cancel(booking=booking, by=lin, at=at("17:00"))
    assert (again.version, again.cancelled_at) == (once.version, EARLY)
    assert booking.steps.count() == 2


def test_staff_cancel_with_a_reason_and_the_person_is_told(room, lin, chen):
    booking = make.booking(room, lin, f"{DAY} 09:00")
    no_reason = refusal(
        verbs.cancel, booking=booking, by=chen, at=at("09:30"), reason=" \u200b"
    )
    assert no_reason.message == "请写明原因，对方会看到。"
    too_long = refusal(
        verbs.cancel, booking=booking, by=chen, at=at("09:30"), reason="长" * 61
    )
    assert too_long.message == "最多写 60 个字。"
    ended = refusal(
        verbs.cancel, booking=booking, by=chen, at=at("10:00"), reason="停电"
    )
    assert ended.message == "已经结束了，不能再取消。"
    verbs.cancel(booking=booking, by=chen, at=at("09:30"), reason="停电")
    booking.refresh_from_db()
    assert (booking.cancel_reason, booking.cancelled_by) == ("停电", chen)
    message = Message.objects.get()
    assert (message.person, "停电" in message.text) == (lin, True)
    assert steps(booking)[-1] == ("cancelled", "陈静取消：停电", chen)


def test_nobody_else_touches_a_booking(room, lin, wu, qian, sun):
    booking = make.booking(room, lin, f"{DAY} 09:00")
    for by in (wu, qian, sun):
        for verb in (verbs.check_in, verbs.mark_missed, verbs.finish):
            with pytest.raises(PermissionDenied):
                verb(booking=booking, by=by, at=at("09:30"))
        with pytest.raises(PermissionDenied):
            verbs.cancel(booking=booking, by=by, at=EARLY, reason="不要")
    booking.refresh_from_db()
    assert booking.state == State.BOOKED


# -- the day itself


@pytest.mark.parametrize(
    ("clock", "why"),
    [("08:29:59", Why.TOO_SOON), ("10:00", Why.PAST), ("08:30", None), ("09:59", None)],
)
def test_the_window_of_a_check_in(room, lin, chen, clock, why):
    booking = make.booking(room, lin, f"{DAY} 09:00")
    fields = {"booking": booking, "by": chen, "at": at(clock)}
    if why:
        assert refusal(verbs.check_in, **fields).code == why
    else:
        assert verbs.check_in(**fields).arrived_at == at(clock)
        assert verbs.check_in(**fields).version == 2


def test_a_check_in_on_another_day_says_which_day(room, lin, chen):
    booking = make.booking(room, lin, "2026-11-25 09:00", at=f"{DAY} 08:00")
    refused = refusal(verbs.check_in, booking=booking, by=chen, at=at("09:00"))
    assert refused.message == "来早了，11月25日 周三 8:30 起可以签到。"


def test_a_cancelled_booking_is_not_checked_in(room, lin, chen):
    booking = make.booking(room, lin, f"{DAY} 09:00")
    verbs.cancel(booking=booking, by=lin, at=EARLY)
    refused = refusal(verbs.check_in, booking=booking, by=chen, at=at("09:00"))
    assert refused.message == "这个预约已取消，不能签到。"
    missed = refusal(verbs.mark_missed, booking=booking, by=chen, at=at("09:20"))
    assert missed.message == "这个预约已取消，不能记为没有来。"


def test_missed_after_the_grace_frees_the_unit(room, lin, wu, chen):
    booking = make.booking(room, lin, f"{DAY} 09:00", slots=2, unit_number=1)
    refused = refusal(verbs.mark_missed, booking=booking, by=chen, at=at("09:14"))
    assert refused.message == "再等一等，9:15 以后还没来才能记。"
    missed = verbs.mark_missed(booking=booking, by=chen, at=at("09:15"))
    assert missed.state == State.MISSED
    again = verbs.mark_missed(booking=booking, by=chen, at=at("09:16"))
    assert again.version == missed.version
    late = make.booking(room, wu, f"{DAY} 10:00", at=f"{DAY} 09:20", unit_number=1)
    refused = refusal(verbs.check_in, booking=missed, by=chen, at=at("09:30"))
    assert refused.message == "位置已经给了别人，请另外登记一个空的。"
    verbs.cancel(booking=late, by=wu, at=at("09:31"))
    came = verbs.check_in(booking=missed, by=chen, at=at("09:32"))
    assert came.state == State.ARRIVED


def test_leaving_early_frees_the_rest(room, lin, wu, chen):
    booking = make.booking(room, lin, f"{DAY} 09:00", slots=2, unit_number=1)
    refused = refusal(verbs.finish, booking=booking, by=chen, at=at("09:30"))
    assert refused.message == "这个预约已约好，不用登记离开。"
    verbs.check_in(booking=booking, by=chen, at=at("09:00"))
    done = verbs.finish(booking=booking, by=chen, at=at("09:30"))
    assert (done.state, done.left_at) == (State.FINISHED, at("09:30"))
    assert verbs.finish(booking=booking, by=chen, at=at("09:40")).version == 3
    assert make.booking(room, wu, f"{DAY} 10:00", at=f"{DAY} 09:30", unit_number=1).pk
    refused = refusal(
        verbs.cancel, booking=done, by=chen, at=at("09:40"), reason="停电"
    )
    assert refused.message == "这个预约已结束，不能再取消。"


def test_what_is_over_is_settled_once(room, lin, wu, chen):
    absent = make.booking(room, lin, f"{DAY} 09:00")
    present = make.booking(room, wu, f"{DAY} 09:00")
    ahead = make.booking(room, lin, f"{DAY} 10:00")
    verbs.check_in(booking=present, by=chen, at=at("09:00"))
    assert verbs.settle(at=at("10:00")) == 2
    assert verbs.settle(at=at("10:00")) == 0
    for booking in (absent, present, ahead):
        booking.refresh_from_db()
    assert [b.state for b in (absent, present, ahead)] == [
        State.MISSED,
        State.FINISHED,
        State.BOOKED,
    ]
    assert present.left_at == at("10:00")
    assert steps(absent)[-1] == ("missed", "到结束也没有签到", None)
