"""Until when a book is lent, who may renew it, and when it is late. Pure.

A loan is 30 days; a closed day moves it to the next open one. It is late from 00:00 of
the day after. No fines.
"""

from datetime import date, timedelta

from django.db import models

from center.hours import FAR_AHEAD, OpeningHours
from center.rules import Role
from center.wording import short_day
from center.workflow.rules import Transition, Workflow

DAYS, MOST_LENT, RENEW_BEFORE, RENEWALS = 30, 5, 7, 1
_LEND = "loans.lend_loan"
MAY = {
    Role.CLERK: ["loans.view_loan", _LEND],
    Role.SUPERVISOR: [
        "loans.view_loan",
        "loans.view_loansetting",
        "loans.add_loansetting",
        "loans.change_loansetting",
    ],
}


class State(models.TextChoices):
    """Where a lent book is."""

    OUT = "out", "在借"
    RETURNED = "returned", "已还"
    LOST = "lost", "丢失"


class Verb(models.TextChoices):
    """What is done to a loan."""

    LEND = "lend", "借出"
    RENEW = "renew", "续借"
    EXTEND = "extend", "代为续借"
    SHIFT = "shift", "顺延"
    TAKE_BACK = "take_back", "还回"
    LOSE = "lose", "登记丢失"


FLOW = Workflow(
    State,
    Transition(Verb.RENEW, [State.OUT], refusal="这一册{now}，不能续借。"),
    Transition(Verb.EXTEND, [State.OUT], None, "这一册{now}，不能续借。", _LEND),
    Transition(Verb.SHIFT, [State.OUT]),
    Transition(
        Verb.TAKE_BACK,
        [State.OUT, State.LOST],
        State.RETURNED,
        "这一册{now}，不用再还一次。",
        _LEND,
    ),
    Transition(
        Verb.LOSE, [State.OUT], State.LOST, "这一册{now}，不能登记丢失。", _LEND
    ),
)


def open_from(day: date, hours: OpeningHours) -> date:
    """Return the day itself if the doors open on it, else the next open one."""
    for offset in range(FAR_AHEAD):
        if hours.spans_on(day + timedelta(days=offset)):
            return day + timedelta(days=offset)
    return day


def due_on(day: date, hours: OpeningHours) -> date:
    return open_from(day + timedelta(days=DAYS), hours)


def is_late(due: date, today: date) -> bool:
    return today > due


def renewal_refusal(due: date, today: date, renewals: int) -> str:
    """Say why the reader cannot renew now, and what works."""
    if is_late(due, today):
        return "已经过了应还的日子，不能自己续借，请到前台还书或办理。"
    if renewals >= RENEWALS:
        return "已经续借过，请按时还；还要看，还了可以再借。"
    return _too_early(due, today)


def later_refusal(due: date, today: date) -> str:
    return "" if is_late(due, today) else _too_early(due, today)


def renewed_from(due: date, today: date) -> date:
    return today if is_late(due, today) else due


def _too_early(due: date, today: date) -> str:
    first = due - timedelta(days=RENEW_BEFORE)
    if today >= first:
        return ""
    return f"还早：{short_day(first)}起才能续借。"
