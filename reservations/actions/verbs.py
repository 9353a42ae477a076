"""What becomes of a booking: come, leave, stay away, cancel."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from center.models import User
from center.text import visible
from center.workflow.actions import moving
from reservations.actions.base import (
    lock_person,
    lock_units,
    refuse,
    require,
    retry_on_conflict,
    tell_booker,
)
from reservations.models import Booking
from reservations.rules.bookings import (
    Refusal,
    State,
    Verb,
    Why,
    cancel_refusal,
    check_in_refusal,
    leave_refusal,
    missed_refusal,
    reason_refusal,
    void_reason_refusal,
    void_refusal,
)
from reservations.slots.plans import is_shut_out

SETTLE_BATCH = 500
SHUT_TEXT = "那时没有开门，不算没有来"


def cancel(*, booking: Booking, by: User, at: datetime, reason: str = "") -> Booking:
    """Give the time back: the person until the start, staff with a reason to the end.

    Cancelling twice is harmless. Staff cancelling tells the person.
    """
    by_staff = by.pk != booking.person_id
    if by_staff:
        require(by, "reservations.change_booking", booking.center_id)
    reason = visible(reason)
    with transaction.atomic():
        booking = locked(booking)
        if booking.state == State.CANCELLED:
            return booking
        if booking.event_id:
            raise ValidationError(
                "这是整场活动的一部分，请取消整场活动。", code="event"
            )
        times = localtime(booking.starts_at), localtime(booking.ends_at)
        refuse(cancel_refusal(booking.state, *times, localtime(at), by_staff=by_staff))
        if by_staff:
            refuse(reason_refusal(reason))
        return cancel_locked(booking, reason=reason, by=by, at=at)


def cancel_locked(booking: Booking, *, reason: str, by: User, at: datetime) -> Booking:
    """Cancel a locked booking that may be cancelled; tell whoever did not ask."""
    by_staff = by.pk != booking.person_id
    who = f"{by.name}取消" if by_staff else "自己取消"
    text = f"{who}：{reason}" if reason else who
    fields = {"cancelled_at": at, "cancelled_by": by, "cancel_reason": reason}
    move(booking, Verb.CANCEL, text=text, by=by, at=at, **fields)
    if by_staff and not booking.event_id:
        words = f"您约的{booking.venue.name}（{booking.when}）取消了：{reason}。"
        told = f"{words}给您添麻烦了，请另约时间。"
        once = f"cancelled-{booking.code}"
        tell_booker(booking, told, once=once, at=at)
    return booking


@retry_on_conflict()
def check_in(*, booking: Booking, by: User, at: datetime) -> Booking:
    """Note that the person is here: from 30 minutes before the start to the end.

    Checking in twice is harmless. Somebody marked as missed is let in while the unit
    is still free and they hold nothing else at that time.
    """
    require(by, "reservations.change_booking", booking.center_id)
    # Always, because what the page showed as booked may be missed by now.
    lock_person(booking.person)
    lock_units(booking.venue, booking.unit.number, "")
    booking = locked(booking)
    if booking.state == State.ARRIVED:
        return booking
    times = localtime(booking.starts_at), localtime(booking.ends_at)
    refuse(check_in_refusal(booking.state, *times, localtime(at)))
    if booking.state == State.MISSED:
        refuse(given_away(booking) or held_elsewhere(booking))
    return move(booking, Verb.ARRIVE, text="到场签到", by=by, at=at, arrived_at=at)


def mark_missed(*, booking: Booking, by: User, at: datetime) -> Booking:
    """Note that nobody came, from 15 minutes after the start; frees the unit."""
    require(by, "reservations.change_booking", booking.center_id)
    with transaction.atomic():
        booking = locked(booking)
        if booking.state == State.MISSED:
            return booking
        start, is_shut = localtime(booking.starts_at), is_shut_out(booking, at)
        refuse(missed_refusal(booking.state, start, localtime(at), is_shut=is_shut))
        return move(booking, Verb.MISS, text="没有来", by=by, at=at)


def finish(*, booking: Booking, by: User, at: datetime) -> Booking:
    """Note that the person left; what is left of the time is free again."""
    require(by, "reservations.change_booking", booking.center_id)
    with transaction.atomic():
        booking = locked(booking)
        if booking.state == State.FINISHED:
            return booking
        refuse(leave_refusal(booking.state))
        return finish_locked(booking, text="离开", by=by, at=at)


@transaction.atomic
def void(*, booking: Booking, by: User, at: datetime, reason: str = "") -> Booking:
    """Strike out what should never have been written down; twice is harmless.

    For 15 minutes without a word, later with a reason. Who was told that something was
    booked for them is told that it was not.
    """
    require(by, "reservations.change_booking", booking.center_id)
    reason = visible(reason)
    booking = locked(booking)
    if booking.state == State.VOID:
        return booking
    by_staff, is_event = booking.made_by_id != booking.person_id, bool(booking.event_id)
    refuse(void_refusal(booking.state, by_staff=by_staff, is_event=is_event))
    refuse(void_reason_refusal(reason, booking.made_at, at))
    was_ahead = booking.state == State.BOOKED and booking.ends_at > at
    why = reason or "登记错了"
    off = {"cancelled_at": at, "cancelled_by": by, "cancel_reason": why}
    came = {"arrived_at": None, "left_at": None}
    move(booking, Verb.VOID, text=f"作废：{why}", by=by, at=at, **off, **came)
    if was_ahead:
        words = f"为您约的{booking.venue.name}（{booking.when}）是登记错了，已经作废，"
        told = f"{words}不用来。给您添麻烦了。"
        tell_booker(booking, told, once=f"void-{booking.code}", at=at)
    return booking


def finish_locked(
    booking: Booking, *, text: str, by: User | None, at: datetime
) -> Booking:
    """End a locked booking of somebody who is here; not later than it was booked."""
    left_at = min(at, booking.ends_at)
    return move(booking, Verb.LEAVE, text=text, by=by, at=at, left_at=left_at)


def shorten_locked(
    booking: Booking, *, until: datetime, text: str, by: User, at: datetime
) -> Booking:
    """Let a locked booking of somebody who is here end earlier."""
    fields = {"ends_at": until, "unit_free_at": until}
    return move(booking, Verb.SHORTEN, text=text, by=by, at=at, **fields)


def settle(*, at: datetime) -> int:
    """Close what is over: who arrived has left, who was only booked did not come.

    Nobody checks in for each unit of an event: those count as used. Two workers never
    take the same booking; returns how many were closed.
    """
    closed = 0
    while batch := _settle_some(at):
        closed += batch
    return closed


@transaction.atomic
def _settle_some(at: datetime) -> int:
    over = Booking.objects.select_for_update(
        no_key=True, skip_locked=True, of=("self",)
    ).select_related("venue__center")
    rows = list(over.occupying().filter(ends_at__lte=at).order_by("pk")[:SETTLE_BATCH])
    for booking in rows:
        _settle(booking, at)
    return len(rows)


def _settle(booking: Booking, at: datetime) -> None:
    """Close one that is over; before a closed door nobody stayed away."""
    if booking.state == State.BOOKED and is_shut_out(booking, at):
        why = {"cancelled_at": at, "cancel_reason": SHUT_TEXT}
        move(booking, Verb.CANCEL, text=SHUT_TEXT, by=None, at=at, **why)
        return
    if booking.state == State.BOOKED and booking.event_id:
        came = booking.starts_at
        move(booking, Verb.ARRIVE, text="活动举行", by=None, at=at, arrived_at=came)
    if booking.state == State.BOOKED:
        move(booking, Verb.MISS, text="到结束也没有签到", by=None, at=at)
    else:
        finish_locked(booking, text="时间到", by=None, at=at)


def locked(booking: Booking) -> Booking:
    rows = Booking.objects.select_for_update(no_key=True, of=("self",))
    return rows.with_places().select_related("venue__center").get(pk=booking.pk)


def given_away(booking: Booking) -> Refusal | None:
    others = Booking.objects.occupying().filter(
        unit=booking.unit,
        starts_at__lt=booking.unit_free_at,
        unit_free_at__gt=booking.starts_at,
    )
    if others.exists():
        return Refusal(Why.TAKEN, "位置已经给了别人，请另外登记一个空的。")
    return None


def held_elsewhere(booking: Booking) -> Refusal | None:
    """Refuse a late comer who holds something else at that time by now."""
    held = Booking.objects.occupying().filter(person=booking.person, event=None)
    other = held.overlapping(booking.starts_at, booking.ends_at)
    found = other.exclude(pk=booking.pk).with_places().first()
    if found is None:
        return None
    where = f"{found.venue.name} {found.unit.name}（{found.when}）"
    return Refusal(
        Why.BUSY,
        f"这位这段时间已经在{where}。要回到原来的位置，请先把那一个登记离开或取消。",
    )


def move(
    booking: Booking,
    verb: Verb,
    *,
    text: str,
    by: User | None,
    at: datetime,
    **fields: object,
) -> Booking:
    """Do a verb to a locked booking, with what goes with it."""
    with moving(booking, verb, by=by, at=at) as change:
        change.note = text
        for name, value in fields.items():
            setattr(booking, name, value)
    return booking
