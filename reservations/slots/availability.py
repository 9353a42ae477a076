"""What is free when: prepared for pages, in a constant number of queries.

Nothing here says who holds what. All moments are in Asia/Shanghai.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils.timezone import localtime

from center.models import Center
from center.timetable.lookup import hours_of
from reservations.models import Booking, Unit, Venue
from reservations.rules.bookings import WORDS, Why
from reservations.rules.venues import Terms
from reservations.slots.grid import Board, Cell, Slot, Window, window
from reservations.slots.plans import (
    Plan,
    board_between,
    days_between,
    held_in,
    less,
    midnight,
    plan_of,
    plans_of,
)

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
    slots: int


class VenueDay(NamedTuple):
    """One day of one venue among all, and its next free slot from now on."""

    venue: Venue
    day: Day
    next_free: Cell | None


@dataclass(slots=True)
class _View:
    """One venue with a board of the days asked for and of the next few."""

    venue: Venue
    plan: Plan
    units: Sequence[Unit]
    allowed: Window
    board: Board
    earliest: Slot | None
    least: int


def week(
    venue: Venue,
    day: date,
    *,
    at: datetime,
    kind: str = "",
    slots: int = 0,
    inside_lead: bool = False,
    without: Booking | None = None,
) -> Week:
    """Return the week of ``day`` in at most 4 queries; ``venue.center`` is loaded.

    ``kind`` narrows to units of one kind; empty or unknown is the venue's first kind.
    ``slots`` is how many steps somebody wants to stay, within the venue's rules.
    ``inside_lead`` shows what staff may book, ``without`` what is free once a booking
    gives its own time back. ``earliest`` is the next free slot. One query while nothing
    but bookings changes and something is free within a week.
    """
    at = localtime(at)
    days = _week_of(day)
    plan = plan_of(venue, at)
    units = plan.of_kind(kind)
    wanted = [(venue, plan, units)]
    wishes: dict[str, Any] = {"least": slots, "inside_lead": inside_lead}
    view = _views(wanted, days, at, **wishes, without=without)[0]
    return Week(
        first=days[0],
        days=_days(view, days),
        kind=units[0].kind if units else "",
        kinds=plan.kinds,
        units=len(units),
        earliest=_free_cell(view.earliest, view.board.terms),
        slots=view.board.terms.min_slots,
    )


def week_to_open(
    venue: Venue,
    *,
    at: datetime,
    kind: str = "",
    slots: int = 0,
    inside_lead: bool = False,
) -> tuple[Week, date]:
    """Return the week that is shown to who names no day, and the day in it.

    That is today. When nothing more can come of today it is the day of the next free
    slot, and its week when nothing more can come of this week either.
    """
    today = localtime(at).date()
    wishes: dict[str, Any] = {"kind": kind, "slots": slots, "inside_lead": inside_lead}
    found = week(venue, today, at=at, **wishes)
    soonest = found.earliest
    if soonest is None or not found.days[today.weekday()].is_over:
        return found, today
    day = soonest.start.date()
    if day <= found.days[-1].date:
        return found, day
    if not all(one.is_over for one in found.days):
        return found, today
    return week(venue, day, at=at, **wishes), day


def day_of_all(center: Center, day: date, *, at: datetime) -> list[VenueDay]:
    """Return ``day`` for every active venue of a center, in at most 5 queries.

    Shown are the units of each venue's first kind.
    """
    at = localtime(at)
    venues = list(Venue.objects.open_to_all(center).order_by("order", "pk"))
    for venue in venues:
        venue.center = center
    plans = plans_of(venues, at)
    wanted = [(one, plans[one.pk], plans[one.pk].of_kind("")) for one in venues]
    return [
        VenueDay(
            view.venue,
            _days(view, [day])[0],
            _free_cell(view.earliest, view.board.terms),
        )
        for view in _views(wanted, [day], at)
    ]


def units_of(venue: Venue, *, at: datetime, kind: str = "") -> Sequence[Unit]:
    return plan_of(venue, localtime(at)).of_kind(kind)


def free_units(
    venue: Venue, start: datetime, slots: int, *, at: datetime, kind: str = ""
) -> tuple[list[Unit], int]:
    """Return the units of a kind free for so many slots from ``start``, in order.

    And for how many slots some unit is free then: nothing goes on across the midday
    break. One query.
    """
    start, at = localtime(start), localtime(at)
    units = plan_of(venue, at).of_kind(kind)
    board = board_between(venue, units, start.date(), start.date(), at)
    n = board.index(start)
    if n >= len(board.slots) or board.slots[n].start != start:
        return [], 0
    free = set(board.free_units(n, min(slots, venue.max_slots)))
    longest, _ = board.longest(n, venue.max_slots)
    return [unit for unit in units if unit.pk in free], longest


def _views(
    wanted: Sequence[tuple[Venue, Plan, Sequence[Unit]]],
    days: Sequence[date],
    at: datetime,
    *,
    least: int = 0,
    inside_lead: bool = False,
    without: Booking | None = None,
) -> list[_View]:
    """Return the boards of some venues: one query, two when hardly anything is free."""
    today = at.date()
    soon = today + SOON_DAYS * ONE_DAY
    shown = sorted({*days, *days_between(today, soon)})
    ids = [venue.pk for venue, *_ in wanted]
    held = held_in(ids, midnight(today), midnight(max(soon, days[-1]) + ONE_DAY))
    views = []
    for venue, plan, units in wanted:
        hours = hours_of(venue.center)
        allowed = window(venue.terms, hours, at, inside_lead=inside_lead)
        board = plan.board(units, shown, less(held[venue.pk], without), least)
        earliest = board.earliest(allowed, until=soon)
        views.append(_View(venue, plan, units, allowed, board, earliest, least))
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
    held = held_in([v.venue.pk for v in views], midnight(first), midnight(end))
    for view in views:
        days = days_between(first, view.allowed.last)
        board = view.plan.board(view.units, days, held[view.venue.pk], view.least)
        view.earliest = board.earliest(view.allowed)


def _days(view: _View, days: Sequence[date]) -> tuple[Day, ...]:
    found = []
    for day in days:
        low = view.board.index(midnight(day))
        high = view.board.index(midnight(day + ONE_DAY))
        cells = view.board.cells(view.allowed, view.earliest, range(low, high))
        hours = view.plan.hours
        notes = [hours.note(day), hours.provisional_note(day)]
        found.append(Day(day, "；".join(filter(None, notes)), tuple(cells)))
    return tuple(found)


def _free_cell(slot: Slot | None, terms: Terms) -> Cell | None:
    """Return the least that can be booked there."""
    if slot is None:
        return None
    end = slot.start + terms.min_slots * terms.step
    return Cell(slot.start, end, Why.FREE, WORDS[Why.FREE], "", 1)


def _week_of(day: date) -> list[date]:
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=n) for n in range(7)]
