"""When a center is open. Pure: no database, no clock, no request.

All moments are aware and in the center's time zone (Asia/Shanghai); ranges are
half-open, ``[start, end)``. A center is open in its weekly spans, not on public
holidays, on make-up working days as on the weekday they follow, and in special
openings; closures take away from all of these.
Source: 服务指南「定期开放时间」; brief, decisions 1 and 3.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from center.wording import clock_text, weekday_name
from center.workdays import ONE_DAY, SATURDAY, WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = time(12)
WEEKDAYS = "一二三四五六日"
# A search for the next opening gives up after this many days without any.
FAR_AHEAD = 62


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One stretch ``[start, end)``; slot grids count from ``origin``."""

    start: datetime
    end: datetime
    origin: datetime

    def minus(self, start: datetime, end: datetime) -> list["Span"]:
        """Return what is left of the span without ``[start, end)``."""
        if end <= self.start or self.end <= start:
            return [self]
        left = []
        if self.start < start:
            left.append(replace(self, end=start))
        if end < self.end:
            left.append(replace(self, start=end))
        return left


class Stretch(NamedTuple):
    """A closure, a special opening or an open half-day: ``[start, end)`` and why."""

    start: datetime
    end: datetime
    reason: str = ""


def moment(day: date, at: time) -> datetime:
    """Return the moment ``at`` of ``day`` in the center's time zone."""
    return datetime.combine(day, at, SHANGHAI)


def without(spans: Iterable[Span], stretches: Iterable[Stretch]) -> list[Span]:
    """Return the spans with every stretch taken out, in order of time."""
    left = sorted(spans)
    for gone in stretches:
        left = [rest for span in left for rest in span.minus(gone.start, gone.end)]
    return sorted(left)


def joined(spans: Iterable[Span], extra: Stretch) -> list[Span]:
    """Return the spans with one more, which makes one of all that it touches.

    The grid goes on counting from where the first of them began to count.
    """
    apart: list[Span] = []
    touched = [Span(extra.start, extra.end, extra.start)]
    for span in spans:
        is_near = span.start <= extra.end and extra.start <= span.end
        (touched if is_near else apart).append(span)
    origin = min(touched[1:] or touched).origin
    start, end = min(one.start for one in touched), max(one.end for one in touched)
    return [*apart, Span(start, end, origin)]


@dataclass(frozen=True)
class OpeningHours:
    """The opening hours of one center, or of one venue with its own closures."""

    weekly: Mapping[int, tuple[tuple[time, time], ...]] = field(default_factory=dict)
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    closures: tuple[Stretch, ...] = ()
    openings: tuple[Stretch, ...] = ()

    def closed_also(self, closures: Iterable[Stretch]) -> "OpeningHours":
        return replace(self, closures=(*self.closures, *closures))

    def longest_stretch(self) -> timedelta:
        """Return the longest stretch of an ordinary week without a break."""
        on = date(2001, 1, 1)  # any day: only the difference counts
        lengths = [
            moment(on, closes) - moment(on, opens)
            for spans in self.weekly.values()
            for opens, closes in spans
        ]
        return max(lengths, default=timedelta())

    def planned_on(self, day: date) -> list[Span]:
        """Return the spans of ``day`` before closures, special openings included."""
        if day in self.calendar.makeup_days:
            times = self.weekly.get(self.calendar.makeup_days[day], ())
        elif day in self.calendar.holidays:
            times = ()
        else:
            times = self.weekly.get(day.weekday(), ())
        spans = [Span(moment(day, a), moment(day, b), moment(day, a)) for a, b in times]
        for extra in self.openings:
            if extra.start.date() == day:
                spans = joined(spans, extra)
        return sorted(spans)

    def spans_on(self, day: date) -> list[Span]:
        return without(self.planned_on(day), self._closures_on(day))

    def is_open_at(self, at: datetime) -> bool:
        return any(span.start <= at < span.end for span in self.spans_on(at.date()))

    def is_open_during(self, start: datetime, end: datetime) -> bool:
        """Say whether the doors are open from ``start`` to ``end`` without a break."""
        spans = self.spans_on(start.date())
        return any(span.start <= start and end <= span.end for span in spans)

    def sessions(self, first: date, days: int = FAR_AHEAD) -> Iterator[Stretch]:
        """Yield the open half-days from ``first`` on, for so many days.

        A span that runs through noon without a break is two half-days; a closure
        shortens a half-day or takes it away.
        """
        for offset in range(days):
            day = first + timedelta(days=offset)
            for span in self.planned_on(day):
                for half in _halves(span):
                    if left := without([half], self._closures_on(day)):
                        yield Stretch(left[0].start, left[-1].end)

    def next_opening(self, at: datetime) -> datetime | None:
        """Return when the doors open next after ``at``, or None within two months."""
        for offset in range(FAR_AHEAD):
            for span in self.spans_on(at.date() + timedelta(days=offset)):
                if span.start > at:
                    return span.start
        return None

    def why_closed(self, day: date) -> str:
        """Say why ``day`` has no opening at all; empty when it has some."""
        if self.spans_on(day):
            return ""
        if self.planned_on(day):
            reasons = [closed.reason for closed in self._closures_on(day)]
            return "闭馆：" + "、".join(dict.fromkeys(reasons))
        return self._usual_rest(day)

    def why_shut(self, start: datetime, end: datetime) -> str:
        """Say why ``[start, end)`` is not wholly inside one open stretch."""
        day = start.date()
        for closed in self._closures_on(day):
            if closed.start < end and start < closed.end:
                return f"闭馆：{closed.reason}"
        if not self.planned_on(day):
            return self._usual_rest(day)
        return "不在开放时间"

    def note(self, day: date) -> str:
        """Say what is unusual about ``day``: a rest, a closure, a make-up day."""
        if why := self.why_closed(day):
            return why
        parts = [
            f"{clock_text(closed.start)}–{clock_text(closed.end)} 闭馆：{closed.reason}"
            for closed in self._closures_on(day)
            if closed.start.date() == day == closed.end.date()
        ]
        if day in self.calendar.makeup_days:
            parts.append("调休上班，照常开放")
        parts += [
            f"加开：{extra.reason}"
            for extra in self.openings
            if extra.start.date() == day
        ]
        return "；".join(parts)

    def provisional_note(self, day: date) -> str:
        """Say that the schedule of a year is not published; empty where it is."""
        if not self.calendar.is_provisional(day):
            return ""
        return f"预计：{day.year} 年的放假安排还没公布"

    def _usual_rest(self, day: date) -> str:
        if name := self.calendar.holidays.get(day):
            return f"{name}放假"
        if day.weekday() >= SATURDAY:
            return f"{weekday_name(day)}休息"
        return "不开放"

    def _closures_on(self, day: date) -> list[Stretch]:
        midnight, next_midnight = moment(day, time.min), moment(day + ONE_DAY, time.min)
        return [
            closed
            for closed in self.closures
            if closed.start < next_midnight and midnight < closed.end
        ]


def _halves(span: Span) -> list[Span]:
    noon = moment(span.start.date(), NOON)
    if span.start < noon < span.end:
        return [replace(span, end=noon), replace(span, start=noon)]
    return [span]
