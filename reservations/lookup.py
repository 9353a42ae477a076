"""What the pages of a venue and the checks of a booking are computed from.

Units and closures are kept in memory under ``Venue.setup_version``, which the database
raises with every change of them; bookings are read fresh, grouped by time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from center.hours import OpeningHours, Stretch
from center.timetable.lookup import hours_of
from reservations.grid import Board, Held, Slot, seconds, slots_on
from reservations.models import Unit, Venue, VenueClosure
from reservations.rules import OCCUPYING, UnitState

# Closures that ended longer ago than this are on no page that anybody looks at.
LOOK_BACK = timedelta(days=62)
KEPT = 256
DAYS_KEPT = 4096

_HELD = """
SELECT venue_id, extract(epoch FROM starts_at)::bigint,
       extract(epoch FROM unit_free_at)::bigint, array_agg(unit_id)
FROM reservations_booking
WHERE venue_id = ANY(%s) AND starts_at >= %s AND starts_at < %s AND state IN %s
GROUP BY venue_id, starts_at, unit_free_at
"""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One unit as plain values."""

    pk: int
    number: int
    name: str
    kind: str
    broken: str


@dataclass(frozen=True, slots=True)
class ClosedUnits:
    """Some units of a venue are closed for a stretch."""

    units: tuple[int, ...]
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Setup:
    """The units of a venue in their order, and its own closures."""

    units: tuple[UnitFacts, ...]
    closures: tuple[Stretch, ...]
    unit_closures: tuple[ClosedUnits, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of units, the first one first."""
        return tuple(dict.fromkeys(unit.kind for unit in self.units))

    def of_kind(self, kind: str) -> list[UnitFacts]:
        """Return the units of a kind; empty or unknown is the venue's first kind."""
        kinds = self.kinds
        wanted = kind if kind in kinds else (kinds[0] if kinds else "")
        return [unit for unit in self.units if unit.kind == wanted]

    def numbered(self, number: int) -> list[UnitFacts]:
        """Return the unit with this number, in a list that may be empty."""
        return [unit for unit in self.units if unit.number == number]


_setups: dict[tuple[int, int], Setup] = {}
_days: dict[tuple[int, int, int, date], tuple[Slot, ...]] = {}


def setups_of(venues: Sequence[Venue], at: datetime) -> dict[int, Setup]:
    """Return the setup of each venue; two queries if any of them changed, else none.

    In a transaction that must see the newest, read the venues again first.
    """
    # Whatever is emptied meanwhile, here or by another thread, stays in ``found``.
    found = {
        venue.pk: setup
        for venue in venues
        if (setup := _setups.get((venue.pk, venue.setup_version)))
    }
    missing = [venue for venue in venues if venue.pk not in found]
    if missing:
        fresh = _read_setups(missing, at)
        if len(_setups) > KEPT:
            _setups.clear()
        _setups.update(fresh)
        found |= {pk: setup for (pk, _), setup in fresh.items()}
    return found


def setup_of(venue: Venue, at: datetime) -> Setup:
    """Return the setup of one venue."""
    return setups_of([venue], at)[venue.pk]


def _read_setups(venues: Sequence[Venue], at: datetime) -> dict[tuple[int, int], Setup]:
    ids = [venue.pk for venue in venues]
    units: dict[int, list[UnitFacts]] = {pk: [] for pk in ids}
    for unit in Unit.objects.filter(venue__in=ids).order_by("order", "number"):
        broken = unit.note if unit.state == UnitState.BROKEN else ""
        facts = UnitFacts(unit.pk, unit.number, unit.name, unit.kind, broken)
        units[unit.venue_id].append(facts)
    closures: dict[int, list[VenueClosure]] = {pk: [] for pk in ids}
    for closure in VenueClosure.objects.filter(
        venue__in=ids, ends_at__gt=at - LOOK_BACK
    ):
        closures[closure.venue_id].append(closure)
    return {
        (venue.pk, venue.setup_version): _setup(units[venue.pk], closures[venue.pk])
        for venue in venues
    }


def _setup(units: list[UnitFacts], closures: list[VenueClosure]) -> Setup:
    ids = {unit.number: unit.pk for unit in units}
    return Setup(
        units=tuple(units),
        closures=tuple(row.stretch for row in closures if not row.unit_numbers),
        unit_closures=tuple(
            ClosedUnits(
                tuple(ids[n] for n in row.unit_numbers if n in ids), row.stretch
            )
            for row in closures
            if row.unit_numbers
        ),
    )


def venue_hours(venue: Venue, at: datetime) -> OpeningHours:
    """Return when a venue is open: its center's hours without its own closures."""
    return hours_of(venue.center).closed_also(setup_of(venue, at).closures)


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


def board_of(
    venue: Venue,
    units: Sequence[UnitFacts],
    days: Iterable[date],
    held: Iterable[Held],
    at: datetime,
) -> Board:
    """Return the grid of some days with everything on it that is not free."""
    slots = [slot for day in days for slot in day_slots(venue, day, at)]
    board = Board(slots, [unit.pk for unit in units], venue.terms)
    board.take(held)
    board.put_out_of_order(_out_of_order(setup_of(venue, at), units, slots))
    return board


def _out_of_order(
    setup: Setup, units: Sequence[UnitFacts], slots: Sequence[Slot]
) -> list[Held]:
    found = [
        Held(
            seconds(c.stretch.start), seconds(c.stretch.end), c.units, c.stretch.reason
        )
        for c in setup.unit_closures
    ]
    if slots:
        always = (slots[0].begins, slots[-1].stops)
        found += [Held(*always, [u.pk], u.broken) for u in units if u.broken]
    return found


def day_slots(venue: Venue, day: date, at: datetime) -> tuple[Slot, ...]:
    """Return the grid of one day, kept for as long as nothing about it changes."""
    key = (venue.pk, venue.setup_version, venue.center.timetable_version, day)
    if (slots := _days.get(key)) is None:
        slots = slots_on(day, venue_hours(venue, at), venue.terms)
        if len(_days) > DAYS_KEPT:
            _days.clear()
        _days[key] = slots
    return slots
