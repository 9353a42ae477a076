"""Seat somebody who just came."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localtime

from center.models import User
from center.text import person_name
from reservations.actions.base import (
    first_of,
    refuse,
    require,
    retry_on_conflict,
    take_turn,
)
from reservations.actions.bookings import (
    check_busy,
    held_by,
    new_booking,
    note,
    units_of,
)
from reservations.models import Booking, Unit, Venue
from reservations.rules.bookings import (
    CHECK_IN_EARLY,
    GRACE,
    Channel,
    State,
    Why,
    back_refusal,
    busy_refusal,
    length_refusal,
)
from reservations.slots.alternatives import BookingRequest, Refused, Taken
from reservations.slots.grid import Board, Slot
from reservations.slots.plans import board_between, plan_of

# The slot that runs now began at most so long ago (8 hours, a constraint of venues).
LONGEST_SLOT = timedelta(hours=8)
# Whoever was there, or may still be written down as having been.
_SAT = [State.BOOKED, State.ARRIVED, State.FINISHED]


@retry_on_conflict(Booking)
def walk_in(
    *,
    venue: Venue,
    unit_number: int | None = None,
    kind: str = "",
    slots: int = 1,
    person: User | None = None,
    name: str = "",
    key: str | None = None,
    by: User,
    at: datetime,
    **details: Any,
) -> Booking:
    """Seat somebody who just came, from the running slot on, arrived; staff only.

    As long as they want and at least the venue's least, cut to what is free and open.
    Without a ``person`` one is registered under ``name``, without a phone. Shortly
    before a slot begins, that slot is taken. ``details``: purpose, people.
    """
    require(by, "reservations.add_booking", venue.center_id)
    if (first := first_of(Booking, key)) is not None:
        return first
    at, person = localtime(at), person or _guest(name, by)
    venue = take_turn(person, venue, unit_number, kind)
    held = held_by(person, at - LONGEST_SLOT, at, None)
    wanted = BookingRequest(venue, at, slots, unit_number, kind, at, True, held)
    request, unit = _seat_now(wanted)
    check_busy(request)
    booking = new_booking(request, unit, person, by, key, **details)
    booking.channel, booking.inside_lead = Channel.WALK_IN, True
    booking.state, booking.arrived_at = State.ARRIVED, at
    booking.save(force_insert=True)
    note(booking, "直接来，当场登记", by=by, at=at)
    return booking


@retry_on_conflict(Booking)
def enter_back(
    *,
    venue: Venue,
    start: datetime,
    end: datetime,
    person: User | None = None,
    name: str = "",
    key: str | None = None,
    by: User,
    at: datetime,
    **details: Any,
) -> Booking:
    """Enter who came without a booking and has left, from paper (补录); staff only.

    Held are the slots that were touched; refuses hours that were shut, a unit for
    which there was none left, and a person who sat elsewhere then.
    """
    require(by, "reservations.add_booking", venue.center_id)
    if (first := first_of(Booking, key)) is not None:
        return first
    start, end, at = localtime(start), localtime(end), localtime(at)
    refuse(back_refusal(start, end, at))
    person = person or _guest(name, by)
    venue = take_turn(person, venue, None, "")
    held = _slots_of(venue, start, end, at)
    wish = BookingRequest(venue, held[0].start, len(held), None, "", at, True)
    unit = _unit_then(wish, person, held[-1].end)
    booking = new_booking(wish, unit, person, by, key, **details)
    booking.channel, booking.inside_lead = Channel.WALK_IN, True
    booking.state, booking.arrived_at, booking.left_at = State.FINISHED, start, end
    booking.save(force_insert=True)
    note(booking, "补录：直接来，当时记在纸上", by=by, at=at)
    return booking


def _slots_of(venue: Venue, start: datetime, end: datetime, at: datetime) -> list[Slot]:
    """Return the open slots that a visit touched; refuses where a door was shut."""
    slots = plan_of(venue, at).slots_on(start.date())
    held = [one for one in slots if one.run and one.start < end and start < one.end]
    is_whole = all(this.end == after.start for this, after in pairwise(held))
    if held and is_whole and held[0].start <= start and end <= held[-1].end:
        return held
    why = plan_of(venue, at).hours.why_shut(start, end)
    text = f"那段时间没有一直开着：{why}。请核对时间，隔着午休的分两条补。"
    raise ValidationError(text, code=str(Why.CLOSED))


def _unit_then(wish: BookingRequest, person: User, end: datetime) -> Unit:
    """Return a unit at which nobody sat, of the first kind, else of any."""
    rows = Booking.objects.filter(state__in=_SAT).overlapping(wish.start, end)
    elsewhere = rows.filter(person=person, event=None).with_places().first()
    if elsewhere:
        refuse(busy_refusal(elsewhere.venue.name, *_times(elsewhere)))
    taken = set(rows.filter(venue=wish.venue).values_list("unit", flat=True))
    first = units_of(wish)
    others = [one for one in plan_of(wish.venue, wish.at).units if one not in first]
    for unit in [*first, *others]:
        if unit.pk not in taken:
            return unit
    text = f"{wish.venue.name}那段时间每个位置都登记过人，请再对一遍时间和场地。"
    raise ValidationError(text, code=str(Why.TAKEN))


def _times(booking: Booking) -> tuple[datetime, datetime]:
    return localtime(booking.starts_at), localtime(booking.ends_at)


def _guest(name: str, by: User) -> User:
    """Register somebody who gave no phone; they have no account."""
    return User.objects.create_user(
        None, name=person_name(name)[:40] or "现场来访", registered_by=by
    )


def _seat_now(request: BookingRequest) -> tuple[BookingRequest, Unit]:
    """Return when and where somebody who just came sits down; refuses when full.

    They get what they want or the venue's least, cut to what is free and open. Of a
    slot that ends within the grace nothing is counted. Of two ways the longer is taken.
    """
    units, at = units_of(request), request.at
    terms, day = request.venue.terms, at.date()
    wanted = max(request.slots, terms.min_slots)
    refuse(length_refusal(wanted, terms), request)
    board = board_between(request.venue, units, day, day, at)
    starts = _starts_now(board, request)
    ways = []
    for n in starts:
        is_ending = board.slots[n].end - at < GRACE
        count, free = board.longest(n, wanted + is_ending)
        if free:
            way = replace(request, start=board.slots[n].start, slots=count)
            ways.append((way, free))
    if not ways:
        start = board.slots[starts[0]].start
        raise Taken(replace(request, start=start, slots=wanted))
    seated, free = max(ways, key=lambda way: way[0].end)
    return seated, next(unit for unit in units if unit.pk == free[0])


def _starts_now(board: Board, request: BookingRequest) -> list[int]:
    """Return the slot that runs or begins soon; if it ends soon, also the next one."""
    at = request.at
    found = [
        n
        for n, slot in enumerate(board.slots)
        if slot.run and at < slot.end and slot.start <= at + CHECK_IN_EARLY
    ]
    if not found:
        text = f"{request.venue.name}现在不开放，不能登记到场。"
        raise Refused(text, Why.CLOSED, request)
    is_ending = board.slots[found[0]].end - at < GRACE
    return found[:2] if is_ending else found[:1]
