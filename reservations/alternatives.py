"""What is free in place of what somebody else was first to take."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError

from center.hours import moment
from center.timetable.lookup import hours_of
from reservations.grid import Board, window
from reservations.lookup import UnitFacts, board_of, held_in, setup_of
from reservations.models import Venue
from reservations.rules import Why, ends, last_day
from reservations.wording import broken_text, taken_text, when_text

# How far around a lost slot other free times are offered, and how many.
NEAR_DAYS = 7
NEAR_TIMES = 2
# The sentence names the two best; the rest is for the buttons below it.
SAID_TIMES = 2


@dataclass(frozen=True, slots=True)
class Alternative:
    """Something free in place of what was taken: good for one tap.

    ``unit_number`` is None where any unit will do. ``text`` is what a button says.
    """

    start: datetime
    slots: int
    unit_number: int | None
    kind: str
    text: str


class Taken(ValidationError):  # noqa: N818
    """Somebody else was first; says so and carries what is free instead."""

    def __init__(self, text: str, alternatives: list[Alternative]) -> None:
        """Keep the alternatives beside the sentence."""
        super().__init__(text, code=str(Why.TAKEN))
        self.alternatives = alternatives


@dataclass(frozen=True)
class Wish:
    """What somebody wants: so many slots of a venue, one unit or any of a kind."""

    venue: Venue
    start: datetime
    slots: int
    unit_number: int | None
    kind: str
    at: datetime
    inside_lead: bool = False

    @property
    def end(self) -> datetime:
        """Return when it would end."""
        return ends(self.start, self.slots, self.venue.terms)

    @property
    def units(self) -> list[UnitFacts]:
        """Return the units that would do, lowest first; none of an unknown kind."""
        setup = setup_of(self.venue, self.at)
        if self.unit_number is not None:
            return setup.numbered(self.unit_number)
        if self.kind and self.kind not in setup.kinds:
            return []  # renamed meanwhile: a seat is no stand-in for a computer
        return sorted(setup.of_kind(self.kind), key=lambda unit: unit.number)


def board_between(
    venue: Venue, units: Sequence[UnitFacts], first: date, last: date, at: datetime
) -> Board:
    """Return what is free from ``first`` to ``last``, both included; one query."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    end = moment(last + timedelta(days=1), time.min)
    held = held_in([venue.pk], moment(first, time.min), end)[venue.pk]
    return board_of(venue, units, days, held, at)


def taken(wish: Wish) -> Taken:
    """Return the refusal of a wish whose units are all taken, with what is free."""
    found = alternatives(wish)
    offers = [offer.text for offer in found[:SAID_TIMES]]
    units = wish.units
    if len(units) == 1 and units[0].broken:
        return Taken(broken_text(units[0].name, units[0].broken, offers), found)
    named = units[0].name if wish.unit_number is not None else ""
    return Taken(taken_text(named, wish.start, wish.end, offers), found)


def alternatives(wish: Wish) -> list[Alternative]:
    """Return another unit at the same time, the same unit later, other times near."""
    terms, units = wish.venue.terms, wish.units
    alike = setup_of(wish.venue, wish.at).of_kind(units[0].kind)
    day = wish.start.date()
    last = min(
        day + timedelta(days=NEAR_DAYS), last_day(wish.at.date(), terms.horizon_days)
    )
    board = board_between(wish.venue, alike, day, max(day, last), wish.at)
    hours = hours_of(wish.venue.center)
    first = window(terms, hours, wish.at, inside_lead=wish.inside_lead).first
    if first is None:
        return []
    open_slots = [n for n, slot in enumerate(board.slots) if slot.start >= first]
    found: list[Alternative] = []
    if wish.unit_number is not None:
        found += _same_time(wish, board, alike)
        found += _same_unit(wish, board, units[0], open_slots)
    known = {offer.start for offer in found}
    return found + _other_times(wish, board, units[0].kind, open_slots, known)


def _same_time(
    wish: Wish, board: Board, alike: Sequence[UnitFacts]
) -> list[Alternative]:
    free = board.free_units(board.index(wish.start), wish.slots)
    units = [unit for unit in alike if unit.pk in free]
    return [_offer(wish, wish.start, unit.kind, unit) for unit in units[:1]]


def _same_unit(
    wish: Wish, board: Board, unit: UnitFacts, open_slots: Sequence[int]
) -> list[Alternative]:
    for n in open_slots:
        start = board.slots[n].start
        if start > wish.start and unit.pk in board.free_units(n, wish.slots):
            return [_offer(wish, start, unit.kind, unit)]
    return []


def _other_times(
    wish: Wish,
    board: Board,
    kind: str,
    open_slots: Sequence[int],
    known: Collection[datetime],
) -> list[Alternative]:
    """Return the nearest other times at which any unit of the kind is free."""
    starts = [
        board.slots[n].start
        for n in open_slots
        if board.free(n, wish.slots) and board.slots[n].start not in known
    ]
    starts.sort(key=lambda start: abs(start - wish.start))
    return [_offer(wish, start, kind, None) for start in starts[:NEAR_TIMES]]


def _offer(
    wish: Wish, start: datetime, kind: str, unit: UnitFacts | None
) -> Alternative:
    when = when_text(start, ends(start, wish.slots, wish.venue.terms))
    text = f"{unit.name}，{when}" if unit else when
    number = unit.number if unit else None
    return Alternative(start, wish.slots, number, kind, text)
