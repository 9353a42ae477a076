"""What is wanted, and what works next where that cannot be had."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError

from center.timetable.lookup import hours_of
from center.wording import when_text
from reservations.models import Booking, Unit, Venue
from reservations.rules.bookings import Why
from reservations.rules.venues import ends, last_day
from reservations.rules.wording import broken_text, next_text, taken_text
from reservations.slots.grid import Board, window
from reservations.slots.plans import board_between, plan_of

# How far around a lost slot other free times are offered, and how many.
NEAR_DAYS = 7
NEAR_TIMES = 2
# The sentence names the two best; the rest is for the buttons below it.
SAID_TIMES = 2


class Alternative(NamedTuple):
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
    """What somebody wants: so many slots of a venue, one unit or any of a kind.

    ``held`` is what they hold already: at those times nothing is offered.
    """

    venue: Venue
    start: datetime
    slots: int
    unit_number: int | None
    kind: str
    at: datetime
    inside_lead: bool = False
    held: Sequence[Booking] = ()

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

    @property
    def may_hold_more(self) -> bool:
        """Say whether the quota leaves room; what is over it would be refused again."""
        quota = self.venue.quota
        here = sum(one.venue_id == self.venue.pk for one in self.held)
        return not quota or here < quota

    def is_free_of_others(self, start: datetime) -> bool:
        end = ends(start, self.slots, self.venue.terms)
        return not any(x.starts_at < end and start < x.ends_at for x in self.held)


class Refused(ValidationError):  # noqa: N818 - a refusal, no error
    """A wish that cannot be granted; says why, and what works next.

    That is looked for by ``look_around``, when the locks are off.
    """

    def __init__(
        self,
        text: str,
        why: Why,
        request: BookingRequest | None = None,
        alternatives: Sequence[Alternative] = (),
    ) -> None:
        super().__init__(text, code=str(why))
        self.request, self.alternatives = request, list(alternatives)

    def look_around(self) -> None:
        """Find what works next, and say it."""
        if self.request is None:
            return
        self.alternatives = alternatives(self.request)
        offers = [offer.text for offer in self.alternatives[:SAID_TIMES]]
        self.message = self.sentence(self.request, offers)

    def sentence(self, request: BookingRequest, offers: Sequence[str]) -> str:
        return self.message + next_text(offers, is_early=self.code == Why.TOO_SOON)


class Taken(Refused):
    """Somebody else was first, or the unit is out of order."""

    def __init__(
        self,
        request: BookingRequest | None = None,
        text: str = "",
        alternatives: Sequence[Alternative] = (),
    ) -> None:
        super().__init__(text, Why.TAKEN, request, alternatives)

    def sentence(self, request: BookingRequest, offers: Sequence[str]) -> str:
        units = request.units
        plan = plan_of(request.venue, request.at)
        why = plan.why_out_of_order(units[0], request.start, request.end)
        if len(units) == 1 and why:
            self.code = str(Why.OUT_OF_ORDER)
            return broken_text(units[0].name, why, offers)
        named = units[0].name if request.unit_number is not None else ""
        is_now = request.start < request.at
        return taken_text(named, request.start, request.end, offers, is_now=is_now)


def alternatives(request: BookingRequest) -> list[Alternative]:
    """Return another unit at the same time, the same unit later, other times near.

    Around the wished time first, then up to the last day that can be booked; never
    what this person could not take.
    """
    terms, today = request.venue.terms, request.at.date()
    slots = min(max(request.slots, terms.min_slots), terms.max_slots)
    request = replace(request, slots=slots)
    hours = hours_of(request.venue.center)
    first = window(terms, hours, request.at, inside_lead=request.inside_lead).first
    last = last_day(today, terms.horizon_days)
    if first is None or not request.may_hold_more or last < today:
        return []
    day = min(max(request.start.date(), today), last)
    before = NEAR_DAYS if request.start.date() > last else 0
    near = min(day + timedelta(days=NEAR_DAYS), last)
    start = max(today, day - timedelta(days=before))
    found = _found_between(request, start, near, first)
    if not found and near < last:
        found = _found_between(request, near + timedelta(days=1), last, first)
    return found


def _found_between(
    request: BookingRequest, first_day: date, last: date, first: datetime
) -> list[Alternative]:
    plan = plan_of(request.venue, request.at)
    units = request.units
    alike = plan.of_kind(units[0].kind if units else request.kind)
    if not alike:
        return []
    board = board_between(request.venue, alike, first_day, last, request.at)
    open_slots = [
        n
        for n, slot in enumerate(board.slots)
        if slot.start >= first and request.is_free_of_others(slot.start)
    ]
    found: list[Alternative] = []
    if request.unit_number is not None:
        found += _same_time(request, board, alike, open_slots)
        found += _same_unit(request, board, units, open_slots)
    known = {offer.start for offer in found}
    return found + _other_times(request, board, alike[0].kind, open_slots, known)


def _same_time(
    request: BookingRequest, board: Board, alike: Sequence[Unit], open_slots: list[int]
) -> list[Alternative]:
    n = board.index(request.start)
    if n not in open_slots or board.slots[n].start != request.start:
        return []
    free = board.free_units(n, request.slots)
    units = [unit for unit in alike if unit.pk in free]
    return [_offer(request, request.start, unit.kind, unit) for unit in units[:1]]


def _same_unit(
    request: BookingRequest,
    board: Board,
    units: Sequence[Unit],
    open_slots: Sequence[int],
) -> list[Alternative]:
    for n in open_slots:
        start = board.slots[n].start
        for unit in units:
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
