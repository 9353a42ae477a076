"""Take back what was done to a booking by a slip of the hand."""

from datetime import datetime

from django.utils.timezone import localtime

from center.models import User
from reservations.actions.base import (
    lock_person,
    lock_units,
    read_again,
    refuse,
    require,
    retry_on_conflict,
)
from reservations.actions.bookings import check_busy, check_quota, held_by
from reservations.actions.verbs import given_away, held_elsewhere, locked, move
from reservations.models import Booking
from reservations.rules.bookings import Refusal, State, Verb, Why
from reservations.rules.reversals import UNDONE, undo_refusal
from reservations.slots.alternatives import BookingRequest
from reservations.slots.plans import is_shut_out, plan_of

NOT_YOURS = "这是工作人员取消的，不能撤回。还想来，请重新约。"
GONE = "慢了一步，这个位置已经给了别人。请另选一个。"
SHUT = "那段时间现在不开放了，不能撤回。请另选一个时间。"


@retry_on_conflict()
def undo(*, booking: Booking, by: User, at: datetime) -> Booking:
    """Take back the last check-in, leaving, staying away, or one's own cancelling.

    For 15 minutes, and only while nobody else was given the place. Staff take back
    what staff did, a person what they cancelled. Twice is harmless.
    """
    lock_person(booking.person)
    lock_units(booking.venue, booking.unit.number, "")
    booking = locked(booking)
    last = booking.steps.order_by("pk").last()
    if last is None or last.verb == Verb.UNDO or booking.state == State.BOOKED:
        return booking
    if booking.state == State.CANCELLED:
        refuse(_not_theirs(booking, by))
    else:
        require(by, "reservations.change_booking", booking.center_id)
    at, ends_at = localtime(at), localtime(booking.ends_at)
    refuse(undo_refusal(booking.state, booking.channel, last.at, ends_at, at))
    if booking.state != State.ARRIVED:
        _check_still_free(booking, at)
    return _undone(booking, by, at)


def _undone(booking: Booking, by: User, at: datetime) -> Booking:
    state = State(booking.state)
    fields: dict[str, object] = {"left_at": None}
    if state != State.FINISHED:
        fields["arrived_at"] = None
    if state == State.CANCELLED:
        fields |= {"cancelled_at": None, "cancelled_by": None, "cancel_reason": ""}
    text = f"撤回{UNDONE[state][0]}：点错了"
    return move(booking, Verb.UNDO, text=text, by=by, at=at, **fields)


def _not_theirs(booking: Booking, by: User) -> Refusal | None:
    """Refuse what was told to the person already, or taken by a closure."""
    is_own = booking.cancelled_by_id == by.pk == booking.person_id
    return None if is_own and not booking.event_id else Refusal(Why.CLOSED, NOT_YOURS)


def _check_still_free(booking: Booking, at: datetime) -> None:
    """Refuse what was given away, shut or filled up since it was given back."""
    venue = booking.venue = read_again(booking.venue)
    start, end = localtime(booking.starts_at), localtime(booking.ends_at)
    broken = plan_of(venue, at).why_out_of_order(booking.unit, start, end)
    if broken or is_shut_out(booking, at):
        refuse(Refusal(Why.CLOSED, SHUT))
    if given_away(booking):
        refuse(Refusal(Why.TAKEN, GONE))
    if booking.state != State.CANCELLED:
        refuse(held_elsewhere(booking))
        return
    slots = (end - start) // venue.terms.step
    held = held_by(booking.person, min(start, at), at, None)
    wanted = (start, slots, booking.unit.number, "", at)
    request = BookingRequest(venue, *wanted, held=held)
    check_busy(request)
    check_quota(request)
