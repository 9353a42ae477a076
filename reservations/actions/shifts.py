"""Move a booking to another time."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.timezone import localtime

from center.models import User
from center.workflow.actions import moving
from reservations.actions.base import (
    refuse,
    require,
    retry_on_conflict,
    take_turn,
    tell_booker,
)
from reservations.actions.bookings import check_busy, check_time, free_unit, held_by
from reservations.actions.verbs import locked
from reservations.models import Booking
from reservations.rules.bookings import Verb, shift_refusal
from reservations.slots.alternatives import BookingRequest

WHOLE = "这是整场活动的一部分，请改整场活动。"
STALE = "这个预约刚刚改过，请看过现在的时间再改。"


@retry_on_conflict()
def shift(
    *, booking: Booking, start: datetime, version: int, by: User, at: datetime
) -> Booking:
    """Move a booking to another time of its venue, as long as it was; the code stays.

    The person until it begins, staff until it ends; the new time obeys what a new
    booking does. In one transaction: nobody has neither time. Doing it twice is
    harmless. Raises ``Taken`` when nothing is free then.
    """
    by_staff = by.pk != booking.person_id
    if by_staff:
        require(by, "reservations.change_booking", booking.center_id)
    start, at = localtime(start), localtime(at)
    venue = take_turn(booking.person, booking.venue, None, booking.unit.kind)
    row = locked(booking)
    if row.starts_at == start:
        return row
    _check(row, version, at, by_staff=by_staff)
    slots = (row.ends_at - row.starts_at) // venue.terms.step
    held = held_by(row.person, min(start, at), at, None)
    others = [one for one in held if one.pk != row.pk]
    wanted = (start, slots, None, row.unit.kind, at, by_staff)
    request = BookingRequest(venue, *wanted, held=others)
    is_inside_lead = check_time(request)
    check_busy(request)
    before, told = row.when, "，没到提前量，窗口照改" if is_inside_lead else ""
    with moving(row, Verb.SHIFT, by=by, at=at) as change:
        row.unit = free_unit(request, without=row)
        row.starts_at, row.ends_at = request.start, request.end
        row.unit_free_at = request.end + venue.terms.buffer
        row.outside_why = ""  # it has a time of everybody's now
        change.note = f"改时间：{before} 改到 {row.when}{told}"
    if by_staff:
        text = f"您约的{row.venue.name}从{before}改到了{row.when}，预约码不变："
        once = f"shifted-{row.code}-{row.version}"
        tell_booker(row, f"{text}{row.code_grouped}。", once=once, at=at)
    return row


def _check(row: Booking, version: int, at: datetime, *, by_staff: bool) -> None:
    if row.event_id:
        raise ValidationError(WHOLE, code="event")
    if row.version != version:
        raise ValidationError(STALE, code="stale")
    times = localtime(row.starts_at), localtime(row.ends_at)
    refuse(shift_refusal(row.state, *times, at, by_staff=by_staff))
