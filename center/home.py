"""What the home page says about opening hours, computed once per minute."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache, partial
from itertools import groupby, pairwise
from typing import Any

from django.db import connection
from django.utils.timezone import localtime

from center import portals
from center.hours import NOON, OpeningHours, Span
from center.models import Center
from center.timetable.lookup import hours_of
from center.wording import (
    clock_text,
    day_in_sentence,
    day_text,
    short_day,
    weekday_name,
)

DAYS = 7
ONE_DAY = timedelta(days=1)
NEAR = ("今天", "明天")
# The line of the day is drawn so wide, from an hour before to an hour after.
LINE = 600
EDGE = 3600
Shown = Mapping[str, Any]


def home_marks(center: Center) -> tuple[Any, ...]:
    """Return what changes whenever the home page of a guest does; one query.

    Every visit asks this. As three queries of the ORM it took 3 of the 5 ms of CPU.
    """
    with connection.cursor() as cursor:
        cursor.execute(_marks(), {"center": center.pk})
        return tuple(cursor.fetchone())


@cache
def _marks() -> str:
    return f"SELECT {', '.join(f'({sql})' for sql in portals.gathered('HOME_MARK'))}"


def hours_shown(center: Center, at: datetime) -> tuple[Shown, tuple[Shown, ...]]:
    """Return what the home page shows about hours; no query while nothing changes.

    That is whether the doors are open, and the days in a row with the same hours.
    """
    minute = localtime(at).replace(second=0, microsecond=0)
    return _shown(center, center.timetable_version, minute)


# Two centers are the same key when they are the same row; the version is the rest.
@lru_cache(maxsize=64)
def _shown(
    center: Center, _version: int, minute: datetime
) -> tuple[Shown, tuple[Shown, ...]]:
    hours = hours_of(center)
    return state_at(hours, minute), tuple(_rows(hours, minute.date()))


def state_at(hours: OpeningHours, at: datetime) -> Shown:
    """Return whether the doors are open at ``at``, until when, and when next."""
    spans = _joined(hours.spans_on(at.date()))
    is_open, title, text = _said(hours, spans, at)
    line = _line(spans, at) if spans else None
    day = f"{day_text(at.date())}"
    return {"day": day, "is_open": is_open, "title": title, "text": text, "line": line}


def _said(
    hours: OpeningHours, spans: Sequence[Span], at: datetime
) -> tuple[bool, str, str]:
    for n, span in enumerate(spans):
        if span.start <= at < span.end:
            return True, "现在开门", _until(span, spans[n + 1 :])
        if at < span.start:
            title = _title(hours, at, is_first=n == 0)
            return False, title, _sentence(_why(hours, at), _from(spans[n:]))
    why = _why(hours, at) or hours.why_closed(at.date())
    text = _sentence(why, _next(hours.next_opening(at), at))
    return False, "今天关门了" if spans else "今天休息", text


def _title(hours: OpeningHours, at: datetime, *, is_first: bool) -> str:
    if _why(hours, at):
        return "现在闭馆"
    return "还没开门" if is_first else "现在午休"


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Return the spans with those in one that touch: the doors stay open."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].end == span.start:
            joined[-1] = replace(joined[-1], end=span.end)
        else:
            joined.append(span)
    return joined


def _until(span: Span, later: Sequence[Span]) -> str:
    half = "上午" if later and span.end.time() <= NOON else "今天"
    text = f"{half}开到 {clock_text(span.end)}"
    return f"{text}，{_span_text(later[0])} 再开" if later else text


def _from(spans: Sequence[Span]) -> str:
    if len(spans) > 1:
        return f"{'、'.join(_span_text(span) for span in spans)} 开"
    return f"{clock_text(spans[0].start)} 开，开到 {clock_text(spans[0].end)}"


def _why(hours: OpeningHours, at: datetime) -> str:
    closures = [one for one in hours.closures if one.start <= at < one.end]
    return f"闭馆：{closures[0].reason}" if closures else ""


def _next(opens: datetime | None, at: datetime) -> str:
    if opens is None:
        return ""
    ahead = (opens.date() - at.date()).days
    day = NEAR[ahead] if ahead < len(NEAR) else day_in_sentence(opens.date())
    return f"{day} {clock_text(opens)} 开"


def _sentence(*parts: str) -> str:
    return "，".join(part for part in parts if part)


def _span_text(span: Span) -> str:
    return f"{clock_text(span.start)}–{clock_text(span.end)}"


def _line(spans: Sequence[Span], at: datetime) -> Shown:
    """Return the day as a line: open, over, hours below, where it is now."""
    first = spans[0].start.timestamp() - EDGE
    scale = LINE / (spans[-1].end.timestamp() + EDGE - first)

    def place(moment: datetime) -> float:
        return round((moment.timestamp() - first) * scale, 1)

    def mark(start: datetime, end: datetime) -> Shown:
        return {"left": place(start), "width": round(place(end) - place(start), 1)}

    here = place(at)
    return {
        "spans": [mark(span.start, span.end) for span in spans],
        "over": [
            mark(span.start, min(span.end, at)) for span in spans if span.start < at
        ],
        "hours": [
            (place(moment), clock_text(moment))
            for span in spans
            for moment in (span.start, span.end)
        ],
        "breaks": [(place(a.end) + place(b.start)) / 2 for a, b in pairwise(spans)],
        "now": here if 0 <= here <= LINE else None,
    }


def _rows(hours: OpeningHours, today: date) -> Iterator[Shown]:
    days = [today + n * ONE_DAY for n in range(DAYS)]
    for (spans, note, is_provisional), alike in groupby(days, partial(_day, hours)):
        found = [*alike]
        yield {
            "name": _name(found, today),
            "dates": _dates(found),
            "spans": spans,
            "note": note,
            "is_provisional": is_provisional,
        }


def _day(hours: OpeningHours, day: date) -> tuple[tuple[str, ...], str, bool]:
    """Return what a row says of a day; days in a row that say the same are one."""
    spans = tuple(_span_text(span) for span in hours.spans_on(day))
    # An ordinary weekend says by its name why nobody is here.
    note = hours.note(day).removesuffix(f"{weekday_name(day)}休息")
    return spans, note, hours.calendar.is_provisional(day)


def _name(days: Sequence[date], today: date) -> str:
    names = [weekday_name(day) for day in days]
    if days[0] == today:
        names[0] = NEAR[0]
    return "至".join([names[0], names[-1]][: len(names)])


def _dates(days: Sequence[date]) -> str:
    texts = [short_day(day) for day in (days[0], days[-1])]
    return "–".join(texts[: len(days)])
