"""What is free when: prepared for pages, in a constant number of queries.

Nothing here says who holds what. All moments are in Asia/Shanghai.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from center.models import Center
from reservations.models import Venue
from reservations.rules import Why


@dataclass(frozen=True, slots=True)
class Cell:
    """One slot of a grid: a booking may start here, or why it may not.

    ``text`` is the short word on the cell, ``reason`` the sentence behind it (empty
    when free), ``free`` how many units are free; with ``too_soon`` the ``reason``
    names the earliest time that works.
    """

    start: datetime
    end: datetime
    why: Why
    text: str
    reason: str
    free: int

    @property
    def is_free(self) -> bool:
        """Say whether a booking can start here."""
        return self.why is Why.FREE


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


def week(
    venue: Venue, day: date, *, at: datetime, kind: str = "", inside_lead: bool = False
) -> Week:
    """Return the week of ``day`` in at most 3 queries; ``venue.center`` is loaded.

    ``kind`` narrows to units of one kind; empty or unknown is the venue's first kind.
    ``inside_lead`` shows what staff may book. ``earliest`` is the next free slot.
    """
    raise NotImplementedError


def day_of_all(center: Center, day: date, *, at: datetime) -> list[VenueDay]:
    """Return ``day`` for every active venue of a center, in at most 5 queries."""
    raise NotImplementedError


def free_units(venue: Venue, start: datetime, slots: int) -> Sequence[int]:
    """Return the numbers of the units free for so many slots from ``start`` on."""
    raise NotImplementedError
