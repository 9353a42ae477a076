"""What is counted of requests, and of which stretches of days. Pure.

A number counts rounds by their day 0: what came in, or was begun again, in the days
asked for, and what has become of that by now.
"""

from datetime import date, timedelta
from typing import NamedTuple

from django.db import models


class What(models.TextChoices):
    """One column of the figures; each is a list of rounds as well."""

    RECEIVED = "received", "收到"
    REOPENED = "reopened", "重新办"
    IN_TIME = "in_time", "按期答复"
    EXTENDED = "extended", "延期内答复"
    LATE = "late", "超期答复"
    WAITING = "waiting", "等答复，没超期"
    OVERDUE = "overdue", "等答复，已超期"
    WITHDRAWN = "withdrawn", "撤回"
    RATED = "rated", "有评价"
    CONTENT = "content", "满意"
    UNHAPPY = "unhappy", "不满意"


# Each round is in one of the first two, and in one of these.
CAME = (What.RECEIVED, What.REOPENED)
BECAME = (
    *(What.IN_TIME, What.EXTENDED, What.LATE),
    *(What.WAITING, What.OVERDUE, What.WITHDRAWN),
)


class Span(NamedTuple):
    """Days that are asked for together, both included."""

    label: str
    since: date
    until: date


def spans(today: date) -> list[Span]:
    """Return the stretches that reports are made of, up to today."""
    month, quarter = _months_before(today, 0), (today.month - 1) % 3
    return [
        Span("本月", month, today),
        _before("上月", month, 1),
        Span("本季度", _months_before(today, quarter), today),
        _before("上季度", _months_before(today, quarter), 3),
        Span("今年", date(today.year, 1, 1), today),
        _before("去年", date(today.year, 1, 1), 12),
    ]


def _before(label: str, first: date, months: int) -> Span:
    return Span(label, _months_before(first, months), first - timedelta(days=1))


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def share_in_time(counts: dict[str, int]) -> tuple[int, int]:
    """Return how many were answered within their promise, and how many were due."""
    good = counts[What.IN_TIME] + counts[What.EXTENDED]
    return good, good + counts[What.LATE] + counts[What.OVERDUE]
