"""What is free when: prepared for pages, in a constant number of queries.

Nothing here says who holds what. All moments are in Asia/Shanghai.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localtime

from center.hours import moment
from center.models import Center
from center.timetable.lookup import hours_of
from reservations.alternatives import board_between
from reservations.grid import Board, Cell, Slot, Window, window
from reservations.lookup import (
    UnitFacts,
    board_of,
    held_in,
    setup_of,
    setups_of,
    venue_hours,
)
from reservations.models import Venue
from reservations.rules import WORDS, Why

__all__ = [
    "Cell",
    "Day",
    "VenueDay",
    "Week",
    "day_of_all",
    "free_units",
    "week",
    "week_to_open",
]

ONE_DAY = timedelta(days=1)
# The next free slot is looked for this many days ahead first: nearly always enough.
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a venue: its cells in order of time, and what is unusual about it."""

    date: date
    note: str
    cells: tuple[Cell, ...]

    @property
    def free(self) -> int:
        """Return how many cells can be booked."""
        return sum(cell.is_free for cell in self.cells)

    @property
    def is_over(self) -> bool:
        """Say whether nothing more can come of this day: all past or closed."""
        return all(cell.why in (Why.PAST, Why.CLOSED) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Week:
    """A week (Monday to Sunday) of one venue and one kind of its units."""

    first: date
    days: tuple[Day, ...]
    kind: str
    kinds: tuple[str, ...]
    units: int
    earliest: Cell | None


@dataclass(frozen=True, slots=True)
class VenueDay:
    """One day of one venue among all, and its next free slot from now on."""

    venue: Venue
    day: Day
    next_free: Cell | None


@dataclass(slots=True)
class _View:
    """One venue with a board of the days asked for and of the next few."""

    venue: Venue
    units: Sequence[UnitFacts]
    allowed: Window
    board: Board
    earliest: Slot | None


def week(
    venue: Venue, day: date, *, at: datetime, kind: str = "", inside_lead: bool = False
) -> Week:
    """Return the week of ``day`` in at most 4 queries; ``venue.center`` is loaded.

    ``kind`` narrows to units of one kind; empty or unknown is the venue's first kind.
    ``inside_lead`` shows what staff may book. ``earliest`` is the next free slot. One
    query while nothing but bookings changes and something is free within a week.
    """
    at = localtime(at)
    days = _week_of(day)
    setup = setup_of(venue, at)
    units = setup.of_kind(kind)
    view = _views([(venue, units)], days, at, inside_lead=inside_lead)[0]
    return Week(
        first=days[0],
        days=_days(view, days),
        kind=units[0].kind if units else "",
        kinds=setup.kinds,
        units=len(units),
        earliest=_free_cell(view.earliest),
    )


def week_to_open(
    venue: Venue, *, at: datetime, kind: str = "", inside_lead: bool = False
) -> tuple[Week, date]:
    """Return the week that is shown to who names no day, and the day in it.

    That is today. When nothing more can come of today it is the day of the next free
    slot, and its week when nothing more can come of this week either.
    """
    today = localtime(at).date()
    found = week(venue, today, at=at, kind=kind, inside_lead=inside_lead)
    soonest = found.earliest
    if soonest is None or not found.days[today.weekday()].is_over:
        return found, today
    day = soonest.start.date()
    if day <= found.days[-1].date:
        return found, day
    if not all(one.is_over for one in found.days):
        return found, today
    return week(venue, day, at=at, kind=kind, inside_lead=inside_lead), day


def day_of_all(center: Center, day: date, *, at: datetime) -> list[VenueDay]:
    """Return ``day`` for every active venue of a center, in at most 5 queries.

    Shown are the units of each venue's first kind.
    """
    at = localtime(at)
    venues = list(Venue.objects.open_to_all(center).order_by("order", "pk"))
    for venue in venues:
        venue.center = center
    setups = setups_of(venues, at)
    pairs = [(venue, setups[venue.pk].of_kind("")) for venue in venues]
    return [
        VenueDay(view.venue, _days(view, [day])[0], _free_cell(view.earliest))
        for view in _views(pairs, [day], at)
    ]


def free_units(
    venue: Venue, start: datetime, slots: int, *, at: datetime, kind: str = ""
) -> list[UnitFacts]:
    """Return the units of a kind free for so many slots from ``start``, in order."""
    start, at = localtime(start), localtime(at)
    units = setup_of(venue, at).of_kind(kind)
    board = board_between(venue, units, start.date(), start.date(), at)
    n = board.index(start)
    if n >= len(board.slots) or board.slots[n].start != start:
        return []
    free = set(board.free_units(n, min(slots, venue.max_slots)))
    return [unit for unit in units if unit.pk in free]


def _views(
    pairs: Sequence[tuple[Venue, Sequence[UnitFacts]]],
    days: Sequence[date],
    at: datetime,
    *,
    inside_lead: bool = False,
) -> list[_View]:
    """Return the boards of some venues: one query, two when hardly anything is free."""
    today = at.date()
    soon = today + SOON_DAYS * ONE_DAY
    shown = sorted({*days, *_days_between(today, soon)})
    ids = [venue.pk for venue, _ in pairs]
    held = held_in(ids, _midnight(today), _midnight(max(soon, days[-1]) + ONE_DAY))
    views = []
    for venue, units in pairs:
        hours = hours_of(venue.center)
        allowed = window(venue.terms, hours, at, inside_lead=inside_lead)
        board = board_of(venue, units, shown, held[venue.pk], at)
        earliest = board.earliest(allowed, until=soon)
        views.append(_View(venue, units, allowed, board, earliest))
    _look_further([view for view in views if view.earliest is None], soon + ONE_DAY)
    return views


def _look_further(views: Sequence[_View], first: date) -> None:
    """Look for the next free slot up to the end of what can be booked; one query."""
    views = [
        view for view in views if view.allowed.first and view.allowed.last >= first
    ]
    if not views:
        return
    end = max(view.allowed.last for view in views) + ONE_DAY
    held = held_in([v.venue.pk for v in views], _midnight(first), _midnight(end))
    for view in views:
        days = _days_between(first, view.allowed.last)
        rows, at = held[view.venue.pk], view.allowed.at
        board = board_of(view.venue, view.units, days, rows, at)
        view.earliest = board.earliest(view.allowed)


def _days(view: _View, days: Sequence[date]) -> tuple[Day, ...]:
    hours = venue_hours(view.venue, view.allowed.at)
    found = []
    for day in days:
        low = view.board.index(_midnight(day))
        high = view.board.index(_midnight(day + ONE_DAY))
        cells = view.board.cells(view.allowed, view.earliest, range(low, high))
        found.append(Day(day, hours.note(day), tuple(cells)))
    return tuple(found)


def _free_cell(slot: Slot | None) -> Cell | None:
    if slot is None:
        return None
    return Cell(slot.start, slot.end, Why.FREE, WORDS[Why.FREE], "", 1)


def _week_of(day: date) -> list[date]:
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=n) for n in range(7)]


def _days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _midnight(day: date) -> datetime:
    return moment(day, time.min)
