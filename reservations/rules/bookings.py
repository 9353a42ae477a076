"""The rules of a booking. Pure: no database, no clock, no request.

All moments are aware and in the center's time zone (Asia/Shanghai); a booking is
``[start, end)``, so one may begin as another ends.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.db import models

from center.hours import OpeningHours
from center.wording import (
    clock_text,
    day_text,
    minutes_text,
    spaced,
    span_text,
    when_text,
)
from center.workflow.rules import Transition, Workflow
from reservations.rules.lead_times import Lead, first_start, said_for
from reservations.rules.venues import TEXT_LENGTH, Terms, last_day, last_open_day

CODE_LENGTH = 8
PEOPLE_MOST = 200
# 「提前签到」: a code is accepted from half an hour before the start until the end.
CHECK_IN_EARLY = timedelta(minutes=30)
# Who is later than this may be marked as missed by staff.
GRACE = timedelta(minutes=15)
# A slip of the hand at the counter is taken back without a word for so long.
UNDO_WITHIN = timedelta(minutes=15)
# What is given back so shortly before it begins hardly anybody else can take.
LATE_CANCEL = timedelta(hours=2)
# Staying away and late giving back are told to the counter for so long.
REMEMBERED = timedelta(days=30)
# A visit that stood on paper is entered for so many days.
BACK_DAYS = 7
# An event of the center is planned further ahead than a resident's booking.
EVENT_HORIZON_DAYS = 180


class State(models.TextChoices):
    """Where a booking stands."""

    BOOKED = "booked", "已约好"
    ARRIVED = "arrived", "已到场"
    FINISHED = "finished", "已结束"
    CANCELLED = "cancelled", "已取消"
    MISSED = "missed", "没有来"
    VOID = "void", "作废"


class Verb(models.TextChoices):
    """What is done to a booking."""

    BOOK = "book", "预约"
    ARRIVE = "arrive", "签到"
    UNDO = "undo", "撤回"
    LEAVE = "leave", "离开"
    MISS = "miss", "没有来"
    CANCEL = "cancel", "取消"
    VOID = "void", "作废"
    SHIFT = "shift", "改时间"
    SHORTEN = "shorten", "提前结束"
    NOTE = "note", "记事"


_NOT = "这个预约{now}，"
# Somebody marked as missed who comes after all is let in while the unit is still free.
FLOW = Workflow(
    State,
    Transition(
        Verb.ARRIVE, (State.BOOKED, State.MISSED), State.ARRIVED, f"{_NOT}不能签到。"
    ),
    Transition(
        Verb.UNDO,
        (State.ARRIVED, State.CANCELLED, State.MISSED),
        State.BOOKED,
        f"{_NOT}没有什么可以撤回。",
    ),
    Transition(Verb.UNDO, (State.FINISHED,), State.ARRIVED),
    Transition(Verb.LEAVE, (State.ARRIVED,), State.FINISHED, f"{_NOT}不用登记离开。"),
    Transition(Verb.MISS, (State.BOOKED,), State.MISSED, f"{_NOT}不能记为没有来。"),
    Transition(Verb.CANCEL, (State.BOOKED,), State.CANCELLED, f"{_NOT}不能再取消。"),
    Transition(
        Verb.VOID,
        (State.BOOKED, State.ARRIVED, State.MISSED, State.FINISHED),
        State.VOID,
        f"{_NOT}不用作废。",
    ),
    Transition(
        Verb.SHIFT, (State.BOOKED,), None, f"{_NOT}不能再改时间；可以另约一个。"
    ),
    Transition(Verb.SHORTEN, (State.ARRIVED,)),
)
MOVES = {
    state: tuple(State(new) for old, new in FLOW.pairs if old == state)
    for state in State
}
# The states in which a booking holds its unit and its person.
OCCUPYING = (State.BOOKED, State.ARRIVED)
TONES = {
    State.BOOKED: "ok",
    State.ARRIVED: "ok",
    State.FINISHED: "off",
    State.CANCELLED: "off",
    State.MISSED: "warn",
    State.VOID: "off",
}


class Channel(models.TextChoices):
    """How a booking came in."""

    WEB = "web", "网上"
    COUNTER = "counter", "窗口"
    PHONE = "phone", "电话"
    WALK_IN = "walk_in", "直接来"
    EVENT = "event", "活动"


# How a booking comes in that staff write down for somebody.
BY_STAFF = (Channel.COUNTER, Channel.PHONE)


class Why(StrEnum):
    """Why a slot is not free, or a wish is refused."""

    FREE = "free"
    PAST = "past"
    CLOSED = "closed"
    BEYOND = "beyond"
    TOO_SOON = "too_soon"
    SHORT = "short"
    OUT_OF_ORDER = "out_of_order"
    TAKEN = "taken"
    LENGTH = "length"
    GRID = "grid"
    QUOTA = "quota"
    BUSY = "busy"
    PEOPLE = "people"
    NOT_OFFERED = "not_offered"
    NO_UNIT = "no_unit"
    REASON = "reason"
    CONFIRM = "confirm"


WORDS = {
    Why.FREE: "可约",
    Why.PAST: "已过",
    Why.CLOSED: "不开放",
    Why.BEYOND: "还没开始约",
    Why.TOO_SOON: "来不及",
    Why.SHORT: "时间不够",
    Why.OUT_OF_ORDER: "停用",
    Why.TAKEN: "约满",
}


class Refusal(NamedTuple):
    """Why a wish cannot be granted: a code and a whole sentence."""

    why: Why
    text: str


def state_refusal(verb: Verb, state: str) -> Refusal | None:
    text = FLOW.refusal(verb, state)
    return Refusal(Why.CLOSED, text) if text else None


def may_move(state: str, to: State) -> bool:
    return to in MOVES[State(state)]


def length_refusal(
    slots: int, terms: Terms, *, as_event: bool = False
) -> Refusal | None:
    """Refuse a booking that is shorter or longer than the venue allows.

    An event of the center may be as long as the doors are open.
    """
    if slots < (1 if as_event else terms.min_slots):
        least = minutes_text(terms.min_slots * terms.slot_minutes)
        return Refusal(Why.LENGTH, f"一次至少约{spaced(least)}。")
    if slots > terms.max_slots and not as_event:
        most = minutes_text(terms.max_slots * terms.slot_minutes)
        return Refusal(Why.LENGTH, f"一次最多约{spaced(most)}，还要更久请分开约。")
    return None


def hours_refusal(
    start: datetime, end: datetime, terms: Terms, hours: OpeningHours
) -> Refusal | None:
    """Refuse what is not wholly inside one open stretch and on its grid.

    The grid counts from the ``origin`` of the stretch, so a closure does not move it;
    the lunch break ends a stretch. ``hours`` are those of the venue.
    Source: 「上午9:00—12:00 下午14:00—17:30」; brief, decisions 1 and 4.
    """
    for span in hours.spans_on(start.date()):
        if span.start <= start and end <= span.end:
            if (start - span.origin) % terms.step:
                return _off_grid(span.origin, terms)
            return None
    why = hours.why_shut(start, end)
    return Refusal(
        Why.CLOSED,
        f"{day_text(start.date())} {span_text(start, end)} 约不了：{why}。"
        "请选开门的时间。",
    )


def day_refusal(
    start: datetime, at: datetime, horizon_days: int, hours: OpeningHours | None = None
) -> Refusal | None:
    """Refuse what has begun or lies beyond the horizon; with ``hours`` of the venue."""
    if start < at:
        return Refusal(Why.PAST, "这个时间已经过了，请选后面的时间。")
    last = last_day(at.date(), horizon_days)
    if start.date() > last:
        shown = last_open_day(at.date(), last, hours) if hours else last
        text = f"最多提前 {horizon_days} 天约，现在约到{day_text(shown)}为止。"
        return Refusal(Why.BEYOND, text)
    return None


def lead_refusal(
    start: datetime, lead: Lead, hours: OpeningHours, at: datetime
) -> Refusal | None:
    """Refuse what is booked too soon before its start; ``hours`` of the center."""
    if is_too_soon(start, lead, hours, at):
        return Refusal(Why.TOO_SOON, f"来不及了。{said_for(lead, start, hours)}")
    return None


def is_too_soon(start: datetime, lead: Lead, hours: OpeningHours, at: datetime) -> bool:
    first = first_start(lead, at, hours)
    return first is None or start < first


def quota_refusal(held: int, quota: int) -> Refusal | None:
    """Refuse one more when a person already holds so many; 0 is no limit.

    Counted are a person's bookings of this venue that have not ended yet.
    """
    if quota and held >= quota:
        text = (
            f"这里每人最多同时约 {quota} 次，您已经约了 {held} 次。用掉或取消一次再约。"
        )
        return Refusal(Why.QUOTA, text)
    return None


def back_refusal(start: datetime, end: datetime, at: datetime) -> Refusal | None:
    """Refuse to enter afterwards (补录) what is not over, or too long ago."""
    if end <= start:
        return Refusal(Why.LENGTH, "走的时间要晚于来的时间。")
    if end > at:
        text = "还没有结束。人在这里的，请在今天到场里登记入座。"
        return Refusal(Why.TOO_SOON, text)
    if start.date() < at.date() - timedelta(days=BACK_DAYS):
        return Refusal(Why.PAST, f"最多补录 {BACK_DAYS} 天以内的。")
    return None


def people_refusal(people: int) -> Refusal | None:
    """Refuse a head count that cannot be."""
    if not 1 <= people <= PEOPLE_MOST:
        return Refusal(Why.PEOPLE, f"人数要在 1 到 {PEOPLE_MOST} 之间。")
    return None


def busy_refusal(venue: str, start: datetime, end: datetime) -> Refusal:
    when = when_text(start, end)
    return Refusal(Why.BUSY, f"这段时间已经约了{venue}（{when}），不能同时约两处。")


def check_in_refusal(
    state: str, starts_at: datetime, ends_at: datetime, at: datetime
) -> Refusal | None:
    """Refuse a check-in outside its window: 30 minutes before the start to the end."""
    if refusal := state_refusal(Verb.ARRIVE, state):
        return refusal
    if at < starts_at - CHECK_IN_EARLY:
        opens = starts_at - CHECK_IN_EARLY
        day = "" if opens.date() == at.date() else day_text(opens.date()) + " "
        return Refusal(Why.TOO_SOON, f"来早了，{day}{clock_text(opens)} 起可以签到。")
    if at >= ends_at:
        return Refusal(Why.PAST, "这个时间已经过了，请重新约一个。")
    return None


def missed_refusal(
    state: str, starts_at: datetime, at: datetime, *, is_shut: bool = False
) -> Refusal | None:
    """Refuse to mark as missed who may still come (15 minutes of grace) or could not.

    ``is_shut``: the doors are, so nobody can stay away.
    """
    if refusal := state_refusal(Verb.MISS, state):
        return refusal
    if is_shut:
        text = "那段时间没有开门，不能记为没有来。请取消，写明原因，再打电话告诉本人。"
        return Refusal(Why.CLOSED, text)
    if at < starts_at + GRACE:
        until = clock_text(starts_at + GRACE)
        return Refusal(Why.TOO_SOON, f"再等一等，{until} 以后还没来才能记。")
    return None


def cancel_refusal(
    state: str, starts_at: datetime, ends_at: datetime, at: datetime, *, by_staff: bool
) -> Refusal | None:
    """Refuse to cancel what has begun, for staff what has ended.

    A person may cancel until the start; from then on somebody may be waiting at the
    counter for the unit, and staff decide.
    """
    if refusal := state_refusal(Verb.CANCEL, state):
        return refusal
    if at >= (ends_at if by_staff else starts_at):
        text = (
            "已经结束了，不能再取消。"
            if by_staff
            else "已经开始了，不能自己取消，请告诉前台。"
        )
        return Refusal(Why.PAST, text)
    return None


def shift_refusal(
    state: str, starts_at: datetime, ends_at: datetime, at: datetime, *, by_staff: bool
) -> Refusal | None:
    """Refuse to move to another time what somebody came to, gave back or missed."""
    if refusal := state_refusal(Verb.SHIFT, state):
        return refusal
    if at >= (ends_at if by_staff else starts_at):
        return Refusal(Why.PAST, "已经开始了，不能再改时间，请告诉前台。")
    return None


def leave_refusal(state: str) -> Refusal | None:
    return state_refusal(Verb.LEAVE, state)


def void_refusal(state: str, *, by_staff: bool, is_event: bool) -> Refusal | None:
    """Refuse to void what somebody booked alone and may still use, or an event."""
    if is_event:
        return Refusal(Why.CLOSED, "这是整场活动的一部分，请取消整场活动。")
    if refusal := state_refusal(Verb.VOID, state):
        return refusal
    if state == State.BOOKED and not by_staff:
        return Refusal(Why.CLOSED, "这是本人约的，还没到场。要取消，请点取消。")
    return None


def void_reason_refusal(reason: str, made_at: datetime, at: datetime) -> Refusal | None:
    """Refuse to void without a reason what was written down over 15 minutes ago."""
    if not reason and at > made_at + UNDO_WITHIN:
        return Refusal(Why.REASON, "登记超过 15 分钟了，作废要写原因。")
    return text_refusal(reason)


def reason_refusal(reason: str) -> Refusal | None:
    """Refuse to take something from people without a reason they can read."""
    if not reason:
        return Refusal(Why.REASON, "请写明原因，对方会看到。")
    return text_refusal(reason)


def text_refusal(text: str) -> Refusal | None:
    """Refuse a purpose or reason that is too long for a ticket."""
    if len(text) > TEXT_LENGTH:
        return Refusal(Why.REASON, f"最多写 {TEXT_LENGTH} 个字。")
    return None


def _off_grid(origin: datetime, terms: Terms) -> Refusal:
    step = minutes_text(terms.slot_minutes)
    return Refusal(
        Why.GRID,
        f"开始时间要从 {clock_text(origin)} 起，每{spaced(step)}一段，请重新选。",
    )
