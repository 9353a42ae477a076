"""What the home page says about opening hours, computed once per minute."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.timezone import localtime

from center.hours import OpeningHours, clock_text, weekday_name
from center.models import Center
from center.timetable.lookup import hours_of

DAYS = 7


@dataclass(frozen=True)
class Now:
    """Whether the doors are open, until when, or why not and when next."""

    is_open: bool
    until: datetime | None = None
    reason: str = ""
    opens_at: datetime | None = None


@dataclass(frozen=True)
class Day:
    """One row of the opening hours of the next days."""

    date: date
    label: str
    spans: tuple[str, ...]
    note: str
    is_provisional: bool


def hours_shown(center: Center, at: datetime) -> tuple[Now, tuple[Day, ...]]:
    """Return what the home page shows about hours; no query while nothing changes."""
    minute = localtime(at).replace(second=0, microsecond=0)
    return _shown(center, center.timetable_version, minute)


# Two centers are the same key when they are the same row; the version is the rest.
@lru_cache(maxsize=64)
def _shown(
    center: Center, _version: int, minute: datetime
) -> tuple[Now, tuple[Day, ...]]:
    hours = hours_of(center)
    days = [minute.date() + timedelta(days=n) for n in range(DAYS)]
    rows = tuple(_day(hours, day, n) for n, day in enumerate(days))
    return state_at(hours, minute), rows


def state_at(hours: OpeningHours, at: datetime) -> Now:
    """Return whether the doors are open at the moment ``at``."""
    if not hours.is_open_at(at):
        return Now(False, reason=_why_not(hours, at), opens_at=hours.next_opening(at))
    until = at
    for span in hours.spans_on(at.date()):
        if span.start <= until < span.end:
            until = span.end
    return Now(True, until=until)


def _why_not(hours: OpeningHours, at: datetime) -> str:
    spans = hours.spans_on(at.date())
    if not spans:
        return hours.why_closed(at.date())
    for closed in hours.closures:
        if closed.start <= at < closed.end:
            return f"闭馆：{closed.reason}"
    if at < spans[0].start:
        return "今天还没到开门时间"
    return "今天已经关门" if spans[-1].end <= at else "中间休息"


def _day(hours: OpeningHours, day: date, ahead: int) -> Day:
    near = ("今天", "明天")
    return Day(
        date=day,
        label=near[ahead] if ahead < len(near) else weekday_name(day),
        spans=tuple(
            f"{clock_text(span.start)}–{clock_text(span.end)}"
            for span in hours.spans_on(day)
        ),
        note=hours.note(day),
        is_provisional=hours.calendar.is_provisional(day),
    )
