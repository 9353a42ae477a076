"""Turn what is free into what the pages of a week and of a day show."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime

from center.wording import (
    clock_text,
    day_text,
    minutes_text,
    short_day,
    weekday_name,
    when_text,
)
from reservations.models import Booking, Venue
from reservations.rules.bookings import Why
from reservations.rules.venues import last_day
from reservations.rules.wording import EVENING_HOUR, NOON_HOUR
from reservations.slots.availability import Day, VenueDay, Week
from reservations.slots.grid import Cell
from reservations.views.cells import MINE_WORD, Now, cells_html, day_html, strip_html

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)
# More slots than this in one line could not be read any more.
WIDEST = 8
# Where there are more lengths to choose from, only whole hours are offered.
MOST_LENGTHS = 6


def show_week(
    week: Week,
    venue: Venue,
    chosen: date,
    today: date,
    mine: Sequence[Booking | Now] = (),
    book: str = "",
    also: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the week as its template expects it; ``chosen`` opens on a phone.

    ``book`` is where a free slot leads, up to where its start is written; ``also`` is
    what the address of the page says besides the day and the kind. ``strip_html`` is
    the week on a phone: one link for each day, with one word on it.
    """
    last = week.first + ONE_WEEK - ONE_DAY
    horizon = last_day(today, venue.horizon_days)
    wishes = {"kind": week.kind} if len(week.kinds) > 1 else {}
    if week.slots > venue.min_slots:
        wishes["slots"] = str(week.slots)
    book = book or book_url(venue, wishes)
    here = "?" + urlencode({**(also or {}), **wishes, "day": ""})
    before, after = week.first - ONE_WEEK, week.first + ONE_WEEK
    soonest = week.earliest
    own = {localtime(one.starts_at) for one in mine}
    cells = [cell for day in week.days for cell in day.cells]
    free = [cell for cell in cells if cell.is_free and cell.start not in own]
    links = [_link(day, here, chosen, today) for day in week.days]
    return {
        "title": f"{short_day(week.first)}—{short_day(last)}",
        "prev_url": f"{here}{max(before, today)}" if week.first > today else "",
        "next_url": f"{here}{after}" if last < horizon else "",
        "strip_html": strip_html(links),
        "days": [_day(day, book, mine, free, chosen, today) for day in week.days],
        "earliest": when_text(soonest.start, soonest.end) if soonest else "",
        "earliest_url": f"{book}{_slug(soonest)}" if soonest else "",
        "mine": next((one.word for one in mine if isinstance(one, Now)), MINE_WORD),
    }


def book_url(venue: Venue, wishes: Mapping[str, str] | None = None) -> str:
    query = urlencode(wishes) + "&" if wishes else ""
    return f"{reverse('book', args=[venue.slug])}?{query}start="


def day_title(day: date, today: date) -> str:
    """Return 今天 11月25日 周三."""
    names = {today: "今天 ", today + ONE_DAY: "明天 "}
    return names.get(day, "") + day_text(day)


def day_name(day: date, today: date) -> str:
    return {today: "今天", today + ONE_DAY: "明天"}.get(day, short_day(day))


def show_row(found: VenueDay, today: date) -> dict[str, object]:
    """Return one venue's line of the sheet of all venues."""
    cells = found.day.cells
    book = book_url(found.venue)
    soonest = found.next_free
    free = [cell for cell in cells if cell.is_free] or ([soonest] if soonest else [])
    is_worth_it = any(cell.why is not Why.PAST for cell in cells)
    is_worth_it = is_worth_it and len(cells) <= 2 * WIDEST
    line = cells_html(cells, book, free=free) if is_worth_it else ""
    is_today = soonest is not None and soonest.start.date() == found.day.date
    return {
        "venue": found.venue,
        "free": found.day.free,
        "first": clock_text(soonest.start) if soonest and is_today else "",
        "next_free": when_text(soonest.start, soonest.end)
        if soonest and not is_today
        else "",
        "line": line,
        "note": found.day.note,
    }


def _slug(cell: Cell) -> str:
    return f"{cell.start:%Y-%m-%dT%H:%M}"


def _link(day: Day, here: str, chosen: date, today: date) -> str:
    return day_html(
        url=f"{here}{day.date}",
        look=_look("has" if day.free else "", today=day.date == today),
        name="今天" if day.date == today else weekday_name(day.date),
        number=day.date.day,
        word=_chip(day),
        is_chosen=day.date == chosen,
    )


def _look(first: str, **others: bool) -> str:
    return " ".join([first, *(name for name, holds in others.items() if holds)])


def _day(
    day: Day,
    book: str,
    mine: Sequence[Booking | Now],
    free: Sequence[Cell],
    chosen: date,
    today: date,
) -> dict[str, Any]:
    is_today, is_chosen = day.date == today, day.date == chosen
    return {
        "look": _look("day", today=is_today, chosen=is_chosen),
        "name": short_day(day.date),
        "weekday": weekday_name(day.date),
        "is_today": is_today,
        "is_chosen": is_chosen,
        "lines": [
            {
                "name": name,
                "columns": min(len(cells), WIDEST),
                "cells_html": cells_html(cells, book, mine, free),
            }
            for name, cells in halves(day.cells)
        ],
        "note": day.note,
    }


def halves(cells: Sequence[Cell]) -> list[tuple[str, list[Cell]]]:
    """Return the cells by half-day, without the half-days that have none."""
    parts: dict[str, list[Cell]] = {}
    for cell in cells:
        parts.setdefault(_half(cell.start), []).append(cell)
    return list(parts.items())


def _half(start: datetime) -> str:
    if start.hour < NOON_HOUR:
        return "上午"
    return "下午" if start.hour < EVENING_HOUR else "晚上"


def _chip(day: Day) -> str:
    """Return the one word about a day for which a phone has room."""
    if not day.cells:
        return "休息"
    if day.free:
        return f"{day.free} 段"
    reasons = {cell.why for cell in day.cells}
    for why, word in (
        (Why.TAKEN, "约满"),
        (Why.TOO_SOON, "来不及"),
        (Why.SHORT, "不够"),
        (Why.BEYOND, "未开"),
    ):
        if why in reasons:
            return word
    return "已过" if Why.PAST in reasons else day.cells[-1].text


def kind_chips(
    week: Week, day: date, also: Mapping[str, str] | None = None
) -> list[dict[str, object]]:
    """Return the kinds of units to choose from; none where there is only one."""
    if len(week.kinds) < 2:
        return []
    kept = {**(also or {}), "day": day.isoformat()}
    return [
        {
            "label": kind,
            "url": "?" + urlencode(kept | {"kind": kind}),
            "is_current": kind == week.kind,
        }
        for kind in week.kinds
    ]


def length_chips(week: Week, venue: Venue, day: date) -> list[dict[str, object]]:
    """Return for how long one may stay, to choose from; none where that is given."""
    terms = venue.terms
    lengths: Sequence[int] = range(terms.min_slots, terms.max_slots + 1)
    if len(lengths) > MOST_LENGTHS:
        hours = [n for n in lengths if n * terms.slot_minutes % 60 == 0]
        lengths = [terms.min_slots, *(n for n in hours if n > terms.min_slots)]
    if len(lengths) < 2:
        return []
    kept = {"day": day.isoformat()}
    kept |= {"kind": week.kind} if len(week.kinds) > 1 else {}
    return [
        {
            "label": minutes_text(slots * terms.slot_minutes),
            "url": "?" + urlencode(kept | {"slots": slots}),
            "is_current": slots == week.slots,
        }
        for slots in lengths
    ]
