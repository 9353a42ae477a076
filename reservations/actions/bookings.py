"""Book one unit for a person, from the wish to the row."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.timezone import localtime

from center.hours import OpeningHours
from center.models import User
from center.rules import new_code
from center.text import visible
from center.timetable.lookup import hours_of
from center.workflow.actions import write_step
from reservations.actions.base import (
    refuse,
    require,
    retry_on_conflict,
    take_turn,
    tell_booker,
)
from reservations.models import Booking, Unit, Venue
from reservations.rules.bookings import (
    CODE_LENGTH,
    OCCUPYING,
    Channel,
    Refusal,
    Verb,
    Why,
    busy_refusal,
    day_refusal,
    hours_refusal,
    lead_refusal,
    length_refusal,
    people_refusal,
    quota_refusal,
    text_refusal,
)
from reservations.slots.alternatives import BookingRequest, Refused, Taken
from reservations.slots.plans import board_between, plan_of

# So many of the bookings that fill a quota are named.
QUOTA_NAMED = 3


@retry_on_conflict(Booking)
def book(
    *,
    venue: Venue,
    start: datetime,
    slots: int = 1,
    unit_number: int | None = None,
    kind: str = "",
    person: User,
    outside: str = "",
    key: str | None = None,
    by: User,
    at: datetime,
    **details: Any,
) -> Booking:
    """Book one unit for so many slots of the venue's grid from ``start`` on.

    Without a number the free unit of ``kind`` that fits best is taken. The same ``key``
    again returns the first booking. Staff may book for others inside the lead time;
    it is marked. ``outside`` is why they open the doors for it while these are shut;
    a closure stays one. ``details``: purpose, people, channel. Refuses with ``Taken``
    when there is no unit.
    """
    if is_staff := by.pk != person.pk:
        require(by, "reservations.add_booking", venue.center_id)
    start, at = localtime(start), localtime(at)
    venue = take_turn(person, venue, unit_number, kind)
    held = held_by(person, min(start, at), at, key)
    if done := [one for one in held if key and one.form_key == key]:
        return done[0]
    wanted = (start, slots, unit_number, kind, at, is_staff)
    request = BookingRequest(venue, *wanted, held=held)
    why = _why_outside(request, outside)
    is_inside_lead = check_time(request, is_opened=bool(why))
    check_busy(request)
    check_quota(request)
    unit = _unit_outside(request) if why else free_unit(request)
    booking = new_booking(request, unit, person, by, key, **details)
    booking.inside_lead, booking.outside_why = is_inside_lead, why
    return _booked(booking, by)


def held_by(
    person: User, after: datetime, at: datetime, key: str | None
) -> list[Booking]:
    """Return what the person holds from now on, and what the key made before."""
    # A booking never passes midnight, so the index on the start serves.
    since = at - timedelta(days=1)
    found = Q(person=person, starts_at__gt=since, ends_at__gt=after, event=None)
    found &= Q(state__in=OCCUPYING)
    if key:
        found |= Q(form_key=key)
    # Places are named only where something is refused: mostly nobody asks for them.
    return list(Booking.objects.filter(found).order_by())


def check_time(request: BookingRequest, *, is_opened: bool = False) -> bool:
    """Refuse what the rules forbid; return whether it is inside the lead time.

    ``is_opened``: the doors are opened for it, so the hours do not matter.
    """
    venue, terms, at = request.venue, request.venue.terms, request.at
    own_hours = plan_of(venue, at).hours
    refuse(length_refusal(request.slots, terms), request)
    refuse(_late_for(request, own_hours), request)
    if not is_opened:
        refuse(hours_refusal(request.start, request.end, terms, own_hours), request)
    late = lead_refusal(request.start, terms.lead, hours_of(venue.center), at)
    if not request.inside_lead:
        refuse(late, request)
    return late is not None


def _late_for(request: BookingRequest, hours: OpeningHours) -> Refusal | None:
    """Refuse what has begun or lies too far ahead; who is here already is seated."""
    horizon = request.venue.terms.horizon_days
    refusal = day_refusal(request.start, request.at, horizon, hours)
    is_running = request.start < request.at < request.end
    if refusal and is_running and request.inside_lead:
        here = "人已经到了的，请在“今天到场”里登记入座。"
        return Refusal(refusal.why, refusal.text + here)
    return refusal


def _why_outside(request: BookingRequest, why: str) -> str:
    """Return why staff open the doors, where these are shut at all."""
    why = visible(why) if request.inside_lead and _is_shut(request) else ""
    refuse(text_refusal(why))
    return why


def _is_shut(request: BookingRequest) -> bool:
    """Say whether a time is outside the hours, and no closure lies over it."""
    hours = plan_of(request.venue, request.at).hours
    start, end = request.start, request.end
    if any(one.start < end and start < one.end for one in hours.closures):
        return False
    return start.date() == end.date() and not hours.is_open_during(start, end)


def _unit_outside(request: BookingRequest) -> Unit:
    """Return a unit that nobody holds at a time which is on no grid."""
    venue, end = request.venue, request.end + request.venue.terms.buffer
    held = Booking.objects.occupying().filter(
        venue=venue, starts_at__lt=end, unit_free_at__gt=request.start
    )
    taken = set(held.values_list("unit", flat=True))
    plan = plan_of(venue, request.at)
    for unit in units_of(request):
        broken = plan.why_out_of_order(unit, request.start, request.end)
        if unit.pk not in taken and not broken:
            return unit
    raise Taken(request)


def check_busy(request: BookingRequest) -> None:
    """Refuse a second booking of the same person at the same time."""
    for one in request.held:
        if one.starts_at < request.end and request.start < one.ends_at:
            times = localtime(one.starts_at), localtime(one.ends_at)
            refuse(busy_refusal(one.venue.name, *times), request)


def check_quota(request: BookingRequest) -> None:
    refuse(_full(request.venue, request.held))


def _full(venue: Venue, held: Sequence[Booking]) -> Refusal | None:
    """Refuse one more than the quota; says which ones there are to give back."""
    here = [one.when for one in held if one.venue_id == venue.pk]
    refusal = quota_refusal(len(here), venue.quota)
    if refusal is None:
        return None
    named = f"您约着：{'、'.join(sorted(here)[:QUOTA_NAMED])}。"
    return Refusal(refusal.why, refusal.text + named)


def full_text(user: User | AnonymousUser, venue: Venue, at: datetime) -> str:
    """Say before somebody chooses a time that they hold as many as they may."""
    if not isinstance(user, User) or not venue.quota:
        return ""
    refusal = _full(venue, held_by(user, at, at, None))
    return refusal.text if refusal else ""


def free_unit(request: BookingRequest, without: Booking | None = None) -> Unit:
    """Return the free unit that fits best; refuses with alternatives."""
    units, day = units_of(request), request.start.date()
    board = board_between(request.venue, units, day, day, request.at, without)
    free = board.best_fit(board.index(request.start), request.slots)
    if free is None:
        raise Taken(request)
    return next(unit for unit in units if unit.pk == free)


def units_of(request: BookingRequest) -> list[Unit]:
    """Return the units that would do; refuses where there are none, or none at all."""
    if units := request.units:
        return units
    text = "没有这个座位或设备，请重新选。"
    if not plan_of(request.venue, request.at).units:
        text = f"{request.venue.name}还没有可约的座位，请问前台。"
    raise Refused(text, Why.NO_UNIT, request)


def new_booking(
    request: BookingRequest,
    unit: Unit,
    person: User,
    by: User,
    key: str | None,
    *,
    channel: Channel | None = None,
    purpose: str = "",
    people: int = 1,
) -> Booking:
    """Return an unsaved booking; refuses a purpose or a head count that cannot be."""
    venue, purpose = request.venue, visible(purpose)
    refuse(people_refusal(people) or text_refusal(purpose))
    usual = Channel.WEB if by.pk == person.pk else Channel.COUNTER
    return Booking(
        code=new_code(CODE_LENGTH),
        center=venue.center,
        venue=venue,
        unit=unit,
        starts_at=request.start,
        ends_at=request.end,
        unit_free_at=request.end + venue.terms.buffer,
        person=person,
        made_by=by,
        made_at=request.at,
        channel=channel or usual,
        purpose=purpose,
        people=people,
        rules=venue.terms.snapshot(),
        form_key=key,
    )


def _booked(booking: Booking, by: User) -> Booking:
    """Save with the first step, and tell somebody for whom staff booked.

    Who booked alone sees the ticket.
    """
    booking.save(force_insert=True)
    why = booking.outside_why
    text = (
        f"{Channel(booking.channel).label}预约{f'，不开门时约：{why}' if why else ''}"
    )
    note(booking, text, by=by, at=booking.made_at)
    if by.pk != booking.person_id:
        _tell_booked(booking)
    return booking


def _tell_booked(booking: Booking) -> None:
    what = f"{booking.venue.name}，{booking.when}"
    text = f"为您约好了{what}，预约码 {booking.code_grouped}。"
    once = f"booked-{booking.code}"
    # Whoever books for them speaks with them, face to face or on the telephone.
    tell_booker(booking, text, once=once, at=booking.made_at, in_hand=True)


def note(booking: Booking, text: str, *, by: User, at: datetime) -> None:
    write_step(booking, Verb.BOOK, before="", by=by, at=at, note=text)
