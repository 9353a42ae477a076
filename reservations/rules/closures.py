"""What can be shut, and what that does to what is booked inside it. Pure."""

from datetime import datetime
from enum import StrEnum

from django.db import models

from center.wording import clock_text
from reservations.rules.bookings import Refusal, State, Why


class Scope(models.TextChoices):
    """What a closure shuts; the hours are changed elsewhere and only noted here."""

    CENTER = "center", "全部"
    VENUE = "venue", "整个场地"
    UNITS = "units", "几个编号"
    HOURS = "hours", "开放时间变动"


class Effect(StrEnum):
    """What becomes of a booking that a closure meets."""

    CANCELLED = "取消了"
    SHORTENED = "人在现场，提前结束"
    SENT_HOME = "人在现场，请当面说明"
    ASKED_TO_MOVE = "人在现场，请当面请他换位"
    KEPT = "保留，请说明怎么进门"


def effect(
    state: str, starts_at: datetime, closes_at: datetime, at: datetime, *, ends: bool
) -> Effect:
    """Return what becomes of a booking: who is there already is not just crossed out.

    They may stay until the doors close; when those close at once, or before their time
    begins, they are asked to leave in person. A unit that breaks (it ``ends`` with no
    hour named) does not send them home: there is another seat.
    """
    if state != State.ARRIVED:
        return Effect.CANCELLED
    if not ends:
        return Effect.ASKED_TO_MOVE
    if at < closes_at and starts_at < closes_at:
        return Effect.SHORTENED
    return Effect.SENT_HOME


def stretch_refusal(
    start: datetime, end: datetime | None, at: datetime
) -> Refusal | None:
    """Refuse a closure that ends before it starts, or is over."""
    if end is None:
        return None
    if end <= start:
        return Refusal(Why.LENGTH, "结束要晚于开始。")
    if end <= at:
        return Refusal(Why.PAST, "这段时间已经过了，不用再登记。")
    return None


def shortened_text(end: datetime, reason: str) -> str:
    return f"提前到 {clock_text(end)} 结束：{reason}"
