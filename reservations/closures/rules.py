"""What a closure does to what is booked inside it. Pure."""

from datetime import datetime
from enum import StrEnum

from center.rules import Role
from center.wording import clock_text
from reservations.rules.bookings import Refusal, State, Why

_DESK = ["closures.view_shutdown", "closures.view_call", "closures.change_call"]
MAY = {
    Role.CLERK: _DESK,
    Role.SUPERVISOR: [*_DESK, "closures.add_shutdown", "closures.change_shutdown"],
}


class Fate(StrEnum):
    """What becomes of a booking that a closure meets."""

    CANCELLED = "取消了"
    SHORTENED = "人在现场，提前结束"
    SENT_HOME = "人在现场，请当面说明"


def fate(state: str, starts_at: datetime, closes_at: datetime, at: datetime) -> Fate:
    """Return what becomes of a booking: who is there already is not just crossed out.

    They may stay until the doors close; when those close at once, or before their
    time begins, they are asked to leave in person.
    """
    if state != State.ARRIVED:
        return Fate.CANCELLED
    if at < closes_at and starts_at < closes_at:
        return Fate.SHORTENED
    return Fate.SENT_HOME


def stretch_refusal(start: datetime, end: datetime, at: datetime) -> Refusal | None:
    """Refuse a closure that ends before it starts, or is over."""
    if end <= start:
        return Refusal(Why.LENGTH, "结束要晚于开始。")
    if end <= at:
        return Refusal(Why.PAST, "这段时间已经过了，不用再登记。")
    return None


def shortened_text(end: datetime, reason: str) -> str:
    """Say until when somebody who is there may stay."""
    return f"提前到 {clock_text(end)} 结束：{reason}"
