"""What all ways of taking a unit share: locks, checks after the lock, writing.

Locks are taken in one order everywhere: persons by id, units by id, bookings by id;
the venue's row comes last, when a trigger raises its version. Nobody who takes a unit
waits for somebody who waits for them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.timezone import localtime

from center.models import User
from center.outbox.actions import tell
from center.rules import new_code
from center.timetable.lookup import hours_of
from reservations.alternatives import Wish, board_between, taken
from reservations.grid import Board
from reservations.lookup import UnitFacts, venue_hours
from reservations.models import Booking, BookingStep, Venue
from reservations.rules import (
    CHECK_IN_EARLY,
    CODE_LENGTH,
    GRACE,
    OCCUPYING,
    Channel,
    Refusal,
    State,
    Why,
    busy_refusal,
    day_refusal,
    hours_refusal,
    lead_refusal,
    length_refusal,
    quota_refusal,
)

TRIES = 3
UNIQUE, EXCLUDED, DEADLOCK, SERIALIZATION, LOCKED = (
    "23505",
    "23P01",
    "40P01",
    "40001",
    "55P03",
)
BUSY_TEXT = "现在约的人多，这一次没有约成。请再按一次。"

T = TypeVar("T")

# Every booking asks these, so they are written by hand: building them took longer
# than running them.
_LOCK_PERSON = "SELECT erased_at FROM center_user WHERE id = %s FOR NO KEY UPDATE"
_LOCK_UNITS = """
SELECT id FROM reservations_unit
WHERE venue_id = %s AND (%s IS NULL OR number = %s) AND (%s = '' OR kind = %s)
ORDER BY id FOR NO KEY UPDATE
"""
# A booking never passes midnight, so the index on the start serves.
_OTHERS = """
SELECT b.id, b.form_key, b.venue_id, v.name, b.starts_at, b.ends_at
FROM reservations_booking b JOIN reservations_venue v ON v.id = b.venue_id
WHERE (b.person_id = %s AND b.state IN %s AND b.starts_at > %s AND b.ends_at > %s
       AND b.event_id IS NULL) OR b.form_key = %s
"""


@dataclass(frozen=True)
class Party:
    """Who comes, what for, who wrote it down and how; the same for all bookings."""

    person: User
    people: int
    purpose: str
    key: str | None
    by: User
    channel: Channel


def require(by: User, permission: str, center_id: int) -> None:
    """Let only staff of this center with this permission go on."""
    if not by.has_perm(permission) or center_id not in by.center_ids:
        raise PermissionDenied(permission)


def refuse(refusal: Refusal | None) -> None:
    """Raise what a rule refuses."""
    if refusal:
        raise ValidationError(refusal.text, code=str(refusal.why))


class _Lost(Exception):  # noqa: N818
    """The unit is gone; what is free instead is looked for when the locks are off."""

    def __init__(self, wish: Wish) -> None:
        super().__init__()
        self.wish = wish


def insisting(attempt: Callable[[], T], first_of_key: Callable[[], T | None]) -> T:
    """Run one attempt in a transaction, again after a race the database had to end.

    The locks make such races next to impossible; what gets past them (an import, a
    shell) still ends in a sentence and never in an error page. The same key twice
    returns the first result.
    """
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return attempt()
        except _Lost as lost:
            raise taken(lost.wish) from None
        except (IntegrityError, OperationalError) as error:
            if _sqlstate(error) not in (UNIQUE, EXCLUDED, DEADLOCK, SERIALIZATION):
                if _sqlstate(error) == LOCKED:
                    break
                raise
        if (found := first_of_key()) is not None:
            return found
    raise ValidationError(BUSY_TEXT, code=str(Why.TAKEN))


def _sqlstate(error: Exception) -> str:
    return getattr(error.__cause__, "pgcode", None) or ""


@dataclass(frozen=True, slots=True)
class Other:
    """What the person holds already, or what the same key made before."""

    pk: int
    key: str | None
    venue_id: int
    venue: str
    start: datetime
    end: datetime


def lock_person(person: User) -> None:
    """Lock a person's row, so that two of their bookings cannot be checked at once."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_PERSON, [person.pk])
        row = cursor.fetchone()
    if row is None or row[0] is not None:
        raise ValidationError("这个账号已经注销。", code=str(Why.NOT_OFFERED))


def lock_units(venue: Venue, number: int | None, kind: str) -> None:
    """Lock the units that a booking may take, by id; a number alone decides."""
    kind = "" if number is not None else kind
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_UNITS, [venue.pk, number, number, kind, kind])


def read_again(venue: Venue) -> Venue:
    """Return a venue and its center as they are now, after the locks.

    Their versions say whether anything that counts has changed; mostly nothing has.
    """
    now = Venue.objects.filter(pk=venue.pk).values_list(
        "setup_version", "center__timetable_version"
    )
    fresh = venue
    if now.get() != (venue.setup_version, venue.center.timetable_version):
        fresh = Venue.objects.select_related("center").get(pk=venue.pk)
    if not fresh.is_active:
        text = f"{fresh.name}现在不接受预约，请问前台。"
        raise ValidationError(text, code=str(Why.NOT_OFFERED))
    return fresh


def check_time(wish: Wish) -> bool:
    """Refuse what the rules forbid; return whether it is inside the lead time."""
    terms, hours = wish.venue.terms, hours_of(wish.venue.center)
    refuse(length_refusal(wish.slots, terms))
    refuse(day_refusal(wish.start, wish.at, terms.horizon_days))
    own_hours = venue_hours(wish.venue, wish.at)
    refuse(hours_refusal(wish.start, wish.end, terms, own_hours))
    late = lead_refusal(wish.start, terms.lead, hours, wish.at)
    if not wish.inside_lead:
        refuse(late)
    return late is not None


def free_unit(wish: Wish) -> UnitFacts:
    """Return the free unit that fits best; refuses with alternatives."""
    units = wish.units
    if not units:
        raise ValidationError("没有这个座位或设备，请重新选。", code=str(Why.NO_UNIT))
    day = wish.start.date()
    board = board_between(wish.venue, units, day, day, wish.at)
    free = board.best_fit(board.index(wish.start), wish.slots)
    if free is None:
        raise _Lost(wish)
    return next(unit for unit in units if unit.pk == free)


def note(
    booking: Booking, *, state: State, text: str, by: User | None, at: datetime
) -> None:
    """Write what happened to a booking into its history."""
    BookingStep.objects.create(booking=booking, at=at, by=by, state=state, text=text)


def seat_now(wish: Wish) -> tuple[Wish, UnitFacts]:
    """Return when and where somebody who just came sits down; refuses when full.

    They get what they want or the venue's least, cut to what is free and open. Of a
    slot that ends within the grace nothing is counted. Of two ways the longer is taken.
    """
    units = wish.units
    if not units:
        raise ValidationError("没有这个座位或设备，请重新选。", code=str(Why.NO_UNIT))
    terms, day = wish.venue.terms, wish.at.date()
    wanted = max(wish.slots, terms.min_slots)
    refuse(length_refusal(wanted, terms))
    board = board_between(wish.venue, units, day, day, wish.at)
    starts = _starts_now(board, wish)
    ways = []
    for n in starts:
        is_ending = board.slots[n].end - wish.at < GRACE
        count, free = board.longest(n, wanted + is_ending)
        if free:
            ways.append((replace(wish, start=board.slots[n].start, slots=count), free))
    if not ways:
        raise _Lost(replace(wish, start=board.slots[starts[0]].start, slots=wanted))
    seated, free = max(ways, key=lambda way: way[0].end)
    return seated, next(unit for unit in units if unit.pk == free[0])


def _starts_now(board: Board, wish: Wish) -> list[int]:
    """Return the slot that runs or begins soon; if it ends soon, also the next one."""
    at = wish.at
    found = [
        n
        for n, slot in enumerate(board.slots)
        if slot.run and at < slot.end and slot.start <= at + CHECK_IN_EARLY
    ]
    if not found:
        text = f"{wish.venue.name}现在不开放，不能登记到场。"
        raise ValidationError(text, code=str(Why.CLOSED))
    is_ending = board.slots[found[0]].end - at < GRACE
    return found[:2] if is_ending else found[:1]


def others_of(wish: Wish, party: Party) -> list[Other]:
    """Return what the person holds from now on, and what the key made before."""
    states = tuple(str(state) for state in OCCUPYING)
    since = wish.at - timedelta(days=1)
    # A walk-in holds its slot from before it came.
    after = min(wish.at, wish.start)
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, [party.person.pk, states, since, after, party.key])
        return [Other(*row) for row in cursor.fetchall()]


def check_person(wish: Wish, others: Sequence[Other]) -> None:
    """Refuse a second booking at the same time, and one more than the quota."""
    check_busy(wish, others)
    held = sum(other.venue_id == wish.venue.pk for other in others)
    refuse(quota_refusal(held, wish.venue.quota))


def check_busy(wish: Wish, others: Sequence[Other]) -> None:
    """Refuse a second booking of the same person at the same time."""
    for other in others:
        if other.start < wish.end and wish.start < other.end:
            times = localtime(other.start), localtime(other.end)
            refuse(busy_refusal(other.venue, *times))


def written(
    wish: Wish, party: Party, unit: UnitFacts, *, is_inside_lead: bool
) -> Booking:
    """Write the booking and the first step of its history."""
    is_here = party.channel == Channel.WALK_IN
    booking = Booking.objects.create(
        code=new_code(CODE_LENGTH),
        center=wish.venue.center,
        venue=wish.venue,
        unit_id=unit.pk,
        starts_at=wish.start,
        ends_at=wish.end,
        unit_free_at=wish.end + wish.venue.terms.buffer,
        person=party.person,
        made_by=party.by,
        made_at=wish.at,
        channel=party.channel,
        purpose=party.purpose,
        people=party.people,
        state=State.ARRIVED if is_here else State.BOOKED,
        arrived_at=wish.at if is_here else None,
        inside_lead=is_inside_lead,
        rules=wish.venue.terms.snapshot(),
        form_key=party.key,
    )
    text = f"{party.channel.label}预约" if not is_here else "直接来，当场登记"
    note(booking, state=State(booking.state), text=text, by=party.by, at=wish.at)
    return booking


def tell_booked(booking: Booking) -> None:
    """Tell somebody for whom staff booked; who booked alone sees the ticket."""
    if booking.made_by_id == booking.person_id:
        return
    what = f"{booking.venue.name}，{booking.when}"
    text = f"为您约好了{what}，预约码 {booking.code_grouped}。"
    once = f"booked-{booking.code}"
    tell_booker(booking, text, once=once, at=booking.made_at)


def tell_booker(booking: Booking, text: str, *, once: str, at: datetime) -> None:
    """Write whoever booked a message of the center of the venue."""
    tell(
        person=booking.person,
        text=text,
        once=once,
        at=at,
        center_id=booking.venue.center_id,
        subject=f"reservations:{booking.pk}",
    )
