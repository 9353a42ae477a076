"""When the numbers of a magazine are due, and from when they are late. Pure."""

import calendar
from datetime import date, timedelta

from django.db import models

from center.workflow.rules import Transition, Workflow

CHANGE = "periodicals.change_subscription"


class Frequency(models.TextChoices):
    """How often it comes out."""

    DAY = "day", "日报（不逐期登记）"
    WEEK = "week", "周刊"
    TEN_DAYS = "ten_days", "旬刊"
    HALF_MONTH = "half_month", "半月刊"
    MONTH = "month", "月刊"
    TWO_MONTHS = "two_months", "双月刊"
    QUARTER = "quarter", "季刊"


# Every so many months so many numbers, so many days apart.
RHYTHMS = {
    Frequency.TEN_DAYS: (1, 3, 10),
    Frequency.HALF_MONTH: (1, 2, 15),
    Frequency.MONTH: (1, 1, 0),
    Frequency.TWO_MONTHS: (2, 1, 0),
    Frequency.QUARTER: (3, 1, 0),
}
WEEK = 7
# So many days after it was due a number is late.
GRACE, SHORT_GRACE = 15, 7


class State(models.TextChoices):
    """Where one number is."""

    EXPECTED = "expected", "没到"
    CLAIMED = "claimed", "催过"
    ARRIVED = "arrived", "到了"
    MISSING = "missing", "缺期"


WAITING = (State.EXPECTED, State.CLAIMED)


class Verb(models.TextChoices):
    """What is done about one number."""

    PLAN = "plan", "该到"
    ARRIVE = "arrive", "到了"
    CLAIM = "claim", "催缺"
    GIVE_UP = "give_up", "作缺期"
    UNDO = "undo", "撤回“到了”"


FLOW = Workflow(
    State,
    Transition(
        Verb.ARRIVE,
        [*WAITING, State.MISSING],
        State.ARRIVED,
        "这一期已经登记到了。",
        CHANGE,
    ),
    Transition(Verb.CLAIM, WAITING, State.CLAIMED, "这一期{now}，不用催。", CHANGE),
    Transition(
        Verb.GIVE_UP, WAITING, State.MISSING, "这一期{now}，不能作缺期。", CHANGE
    ),
    Transition(
        Verb.UNDO, [State.ARRIVED], State.EXPECTED, "这一期没有登记到了。", CHANGE
    ),
)


def due_days(first: date, frequency: str) -> list[date]:
    """Return when each number of the year is due, the first on ``first``.

    A month that is too short has it on its last day: 01-31, 02-28, 03-31.
    """
    if frequency == Frequency.DAY:
        return []
    if frequency == Frequency.WEEK:
        weeks = (first + timedelta(days=WEEK * n) for n in range(53))
        return [day for day in weeks if day.year == first.year]
    months, numbers, apart = RHYTHMS[Frequency(frequency)]
    days = [
        month_later(first, step) + timedelta(days=apart * n)
        for step in range(0, 12, months)
        for n in range(numbers)
        if first.month + step <= 12
    ]
    return [day for day in days if day.year == first.year]


def month_later(day: date, count: int) -> date:
    """Return the same day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def late_from(expected: date, frequency: str) -> date:
    """Return the first day on which a number that has not come is late."""
    is_often = frequency in (Frequency.WEEK, Frequency.TEN_DAYS)
    return expected + timedelta(days=(SHORT_GRACE if is_often else GRACE) + 1)
