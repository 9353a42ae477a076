"""What is wanted, and what is free in place of what somebody else was first to take."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError

from center.timetable.lookup import hours_of
from center.wording import when_text
from reservations.models import Unit, Venue
from reservations.rules.bookings import Why
from reservations.rules.venues import ends, last_day
from reservations.rules.wording import broken_text, taken_text
from reservations.slots.grid import Board, window
from reservations.slots.plans import board_between, plan_of

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


@dataclass(frozen=True)
class BookingRequest:
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
        return ends(self.start, self.slots, self.venue.terms)

    @property
    def units(self) -> list[Unit]:
        """Return the units that would do, lowest first; none of an unknown kind."""
        plan = plan_of(self.venue, self.at)
        if self.unit_number is not None:
            return [unit for unit in plan.units if unit.number == self.unit_number]
        if self.kind and self.kind not in plan.kinds:
            return []  # renamed meanwhile: a seat is no stand-in for a computer
        return sorted(plan.of_kind(self.kind), key=lambda unit: unit.number)


class Taken(ValidationError):  # noqa: N818
    """Somebody else was first; says so and carries what is free instead.

    That is looked for by ``look_around``, when the locks are off.
    """

    def __init__(
        self,
        request: BookingRequest | None = None,
        text: str = "",
        alternatives: Sequence[Alternative] = (),
    ) -> None:
        super().__init__(text, code=str(Why.TAKEN))
        self.request, self.alternatives = request, list(alternatives)

    def look_around(self) -> None:
        """Find what is free instead, and say it."""
        if self.request is None:
            return
        self.alternatives = alternatives(self.request)
        self.message = _sentence(self.request, self.alternatives)


def alternatives(request: BookingRequest) -> list[Alternative]:
    """Return another unit at the same time, the same unit later, other times near."""
    venue, terms, units = request.venue, request.venue.terms, request.units
    alike = plan_of(venue, request.at).of_kind(units[0].kind)
    day = request.start.date()
    last = min(
        day + timedelta(days=NEAR_DAYS), last_day(request.at.date(), terms.horizon_days)
    )
    board = board_between(venue, alike, day, max(day, last), request.at)
    hours = hours_of(venue.center)
    first = window(terms, hours, request.at, inside_lead=request.inside_lead).first
    if first is None:
        return []
    open_slots = [n for n, slot in enumerate(board.slots) if slot.start >= first]
    found: list[Alternative] = []
    if request.unit_number is not None:
        found += _same_time(request, board, alike)
        found += _same_unit(request, board, units[0], open_slots)
    known = {offer.start for offer in found}
    return found + _other_times(request, board, units[0].kind, open_slots, known)


def _sentence(request: BookingRequest, found: Sequence[Alternative]) -> str:
    offers = [offer.text for offer in found[:SAID_TIMES]]
    units = request.units
    plan = plan_of(request.venue, request.at)
    why = plan.why_out_of_order(units[0], request.start, request.end)
    if len(units) == 1 and why:
        return broken_text(units[0].name, why, offers)
    named = units[0].name if request.unit_number is not None else ""
    return taken_text(named, request.start, request.end, offers)


def _same_time(
    request: BookingRequest, board: Board, alike: Sequence[Unit]
) -> list[Alternative]:
    free = board.free_units(board.index(request.start), request.slots)
    units = [unit for unit in alike if unit.pk in free]
    return [_offer(request, request.start, unit.kind, unit) for unit in units[:1]]


def _same_unit(
    request: BookingRequest, board: Board, unit: Unit, open_slots: Sequence[int]
) -> list[Alternative]:
    for n in open_slots:
        start = board.slots[n].start
        if start > request.start and unit.pk in board.free_units(n, request.slots):
            return [_offer(request, start, unit.kind, unit)]
    return []


def _other_times(
    request: BookingRequest,
    board: Board,
    kind: str,
    open_slots: Sequence[int],
    known: Collection[datetime],
) -> list[Alternative]:
    """Return the nearest other times at which any unit of the kind is free."""
    starts = [
        board.slots[n].start
        for n in open_slots
        if board.free(n, request.slots) and board.slots[n].start not in known
    ]
    starts.sort(key=lambda start: abs(start - request.start))
    return [_offer(request, start, kind, None) for start in starts[:NEAR_TIMES]]


def _offer(
    request: BookingRequest, start: datetime, kind: str, unit: Unit | None
) -> Alternative:
    when = when_text(start, ends(start, request.slots, request.venue.terms))
    text = f"{unit.name}，{when}" if unit else when
    number = unit.number if unit else None
    return Alternative(start, request.slots, number, kind, text)
