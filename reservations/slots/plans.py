"""What every venue has and when it is open: the one memory of availability.

A plan is kept for as long as the versions of its venue and of its center stay; the
database raises them with every change. Bookings are read fresh, grouped by time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils.timezone import localtime

from center.hours import OpeningHours, moment
from center.timetable.lookup import hours_of
from reservations.models import Booking, Closure, Unit, Venue
from reservations.rules.bookings import OCCUPYING
from reservations.rules.closures import Scope
from reservations.rules.venues import Terms
from reservations.slots.grid import Board, Held, Slot, seconds, slots_on

# Closures that ended longer ago than this are on no page that anybody looks at.
LOOK_BACK = timedelta(days=62)
# So many days of one venue are kept; who turns pages for longer starts anew.
DAYS_KEPT = 200
FOREVER = 2**40
ONE_DAY = timedelta(days=1)

# By hand: in the ORM's words 200 rows took 1.8 ms instead of 0.9 ms, on every week.
_HELD = """
SELECT venue_id, extract(epoch FROM starts_at)::bigint,
       extract(epoch FROM unit_free_at)::bigint, array_agg(unit_id)
FROM reservations_booking
WHERE venue_id = ANY(%s) AND starts_at >= %s AND starts_at < %s AND state IN %s
GROUP BY venue_id, starts_at, unit_free_at
"""


@dataclass(slots=True)
class Plan:
    """The units of a venue in their order, its hours, and the grid of its days."""

    versions: tuple[int, int]
    terms: Terms
    units: tuple[Unit, ...]
    hours: OpeningHours
    out_of_order: tuple[Held, ...]
    days: dict[date, tuple[Slot, ...]] = field(default_factory=dict)
    # What is booked outside the hours: as of this version of the venue, from when on.
    outside: tuple[int, datetime, tuple[tuple[datetime, int], ...]] | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(unit.kind for unit in self.units))

    def of_kind(self, kind: str) -> list[Unit]:
        """Return the units of a kind; empty or unknown is the venue's first kind."""
        kinds = self.kinds
        wanted = kind if kind in kinds else (kinds[0] if kinds else "")
        return [unit for unit in self.units if unit.kind == wanted]

    def knows_outside(self, venue: Venue, at: datetime) -> bool:
        known = self.outside
        return bool(known and known[0] == venue.version and known[1] <= at)

    def slots_on(self, day: date) -> tuple[Slot, ...]:
        if (slots := self.days.get(day)) is None:
            if len(self.days) > DAYS_KEPT:
                self.days.clear()
            slots = self.days[day] = slots_on(day, self.hours, self.terms)
        return slots

    def usable(self, at: datetime) -> int:
        soon = at + timedelta(seconds=1)
        return sum(not self.why_out_of_order(one, at, soon) for one in self.units)

    def why_out_of_order(self, unit: Unit, start: datetime, end: datetime) -> str:
        """Say why a unit cannot be used in ``[start, end)``; empty when it can."""
        begins, stops = seconds(start), seconds(end)
        for held in self.out_of_order:
            if unit.pk in held.units and held.begins < stops and begins < held.stops:
                return held.reason
        return ""

    def board(
        self,
        units: Sequence[Unit],
        days: Iterable[date],
        held: Iterable[Held],
        least: int = 0,
    ) -> Board:
        """Return the grid of some days with everything on it that is not free.

        ``least`` is how many steps somebody wants to stay, if more than they must.
        """
        slots = [slot for day in days for slot in self.slots_on(day)]
        terms = self.terms.at_least(least)
        board = Board(slots, [unit.pk for unit in units], terms)
        board.take(held)
        board.put_out_of_order(self.out_of_order)
        return board


_plans: dict[int, Plan] = {}


def plans_of(venues: Sequence[Venue], at: datetime) -> dict[int, Plan]:
    """Return the plan of each venue; two queries if any of them changed, else none.

    In a transaction that must see the newest, read the venues again first.
    """
    # Another thread may put in another one meanwhile: what was found stays in hand.
    found = {
        venue.pk: plan
        for venue in venues
        if (plan := _plans.get(venue.pk)) and plan.versions == versions_of(venue)
    }
    if missing := [venue for venue in venues if venue.pk not in found]:
        fresh = _read(missing, at)
        _plans.update(fresh)
        found |= fresh
    return found


def plan_of(venue: Venue, at: datetime) -> Plan:
    return plans_of([venue], at)[venue.pk]


def versions_of(venue: Venue) -> tuple[int, int]:
    return venue.setup_version, venue.center.timetable_version


def board_between(
    venue: Venue,
    units: Sequence[Unit],
    first: date,
    last: date,
    at: datetime,
    without: Booking | None = None,
) -> Board:
    """Return what is free from ``first`` to ``last``, both included; one query.

    ``without`` is a booking that gives its own time back.
    """
    held = held_in([venue.pk], midnight(first), midnight(last + ONE_DAY))[venue.pk]
    days = days_between(first, last)
    return plan_of(venue, at).board(units, days, less(held, without))


def less(held: list[Held], booking: Booking | None) -> list[Held]:
    """Return what is held once a booking, if there is one, gives its time back."""
    return [_less(one, booking) for one in held] if booking else held


def _less(held: Held, booking: Booking) -> Held:
    """Return what is held without the unit of one booking."""
    span = seconds(booking.starts_at), seconds(booking.unit_free_at)
    if (held.begins, held.stops) != span:
        return held
    return held._replace(units=[pk for pk in held.units if pk != booking.unit_id])


def is_shut_out(booking: Booking, at: datetime) -> bool:
    """Say whether the doors are shut at the time of a booking, whatever shut them.

    Its venue is there with its center. A venue that is switched off lets nobody in;
    where somebody opens just for this booking the hours do not matter.
    """
    venue = booking.venue
    if booking.outside_why and venue.is_active:
        return False
    start, end = localtime(booking.starts_at), localtime(booking.ends_at)
    hours = plan_of(venue, at).hours
    return not (venue.is_active and hours.is_open_during(start, end))


def held_in(
    venue_ids: Iterable[int], first: datetime, end: datetime
) -> dict[int, list[Held]]:
    """Return what is held in ``[first, end)`` by venue; one query, rows by time."""
    ids = list(venue_ids)
    held: dict[int, list[Held]] = {pk: [] for pk in ids}
    with connection.cursor() as cursor:
        states = tuple(str(state) for state in OCCUPYING)
        cursor.execute(_HELD, [ids, first, end, states])
        for venue_id, begins, stops, units in cursor.fetchall():
            held[venue_id].append(Held(begins, stops, units))
    return held


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def midnight(day: date) -> datetime:
    return moment(day, time.min)


def _read(venues: Sequence[Venue], at: datetime) -> dict[int, Plan]:
    units: dict[int, list[Unit]] = {venue.pk: [] for venue in venues}
    for unit in Unit.objects.filter(venue__in=venues).order_by("order", "number"):
        units[unit.venue_id].append(unit)
    closures: dict[int, list[Closure]] = {venue.pk: [] for venue in venues}
    for closure in (
        Closure.objects.filter(venue__in=venues).since(at - LOOK_BACK).order_by("pk")
    ):
        closures[closure.venue_id or 0].append(closure)
    return {
        venue.pk: _plan(venue, units[venue.pk], closures[venue.pk]) for venue in venues
    }


def _plan(venue: Venue, units: list[Unit], closures: list[Closure]) -> Plan:
    whole = [one.stretch for one in closures if one.scope == Scope.VENUE]
    parts = [_held(one, units) for one in closures if one.scope == Scope.UNITS]
    return Plan(
        versions_of(venue),
        venue.terms,
        tuple(units),
        hours_of(venue.center).closed_also(whole),
        tuple(parts),
    )


def _held(closure: Closure, units: list[Unit]) -> Held:
    numbers = set(closure.unit_numbers)
    ids = [unit.pk for unit in units if unit.number in numbers]
    until = seconds(closure.until) if closure.until else FOREVER
    return Held(seconds(closure.starts_at), until, ids, closure.reason)
