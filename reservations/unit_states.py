"""Take a unit out of order and put it back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from center.models import User
from center.rules import visible
from reservations.actions import cancel_locked
from reservations.models import Booking, Unit, UnitStep
from reservations.rules import TEXT_LENGTH, State, UnitState, Why, reason_refusal
from reservations.taking import refuse, require


def affected(unit: Unit, at: datetime) -> QuerySet[Booking]:
    """Return the bookings that hold ``unit`` now or later, next first."""
    return Booking.objects.upcoming(at).filter(unit=unit).with_places()


def set_unit_state(
    *,
    unit: Unit,
    state: UnitState,
    note: str = "",
    confirmed: bool = False,
    by: User,
    at: datetime,
) -> list[Booking]:
    """Set whether a unit can be used; return the bookings that were cancelled.

    Out of order needs a reason. With bookings ahead it is refused (code ``confirm``)
    until ``confirmed``; then they are cancelled with that reason and the people told.
    Who is there already stays and is asked to move in person.
    """
    require(by, "reservations.change_unit", unit.venue.center_id)
    note = visible(note) if state == UnitState.BROKEN else ""
    if state == UnitState.BROKEN:
        refuse(reason_refusal(note))
    with transaction.atomic():
        unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        if (unit.state, unit.note) == (state, note):
            return []
        hit = _cancelled(unit, note, confirmed=confirmed, by=by, at=at)
        unit.state, unit.note = state, note
        unit.save(update_fields=["state", "note"])
        UnitStep.objects.create(unit=unit, at=at, by=by, state=state, note=note)
        return hit


def _cancelled(
    unit: Unit, note: str, *, confirmed: bool, by: User, at: datetime
) -> list[Booking]:
    if not note:
        return []
    rows = affected(unit, at).filter(state=State.BOOKED).order_by("pk")
    hit = list(rows.select_for_update(no_key=True, of=("self",)))
    if hit and not confirmed:
        text = f"{unit.name}还有 {len(hit)} 个预约，请先看名单，确认后一起取消。"
        raise ValidationError(text, code=str(Why.CONFIRM))
    return [
        cancel_locked(
            booking, reason=f"{unit.name}停用：{note}"[:TEXT_LENGTH], by=by, at=at
        )
        for booking in hit
    ]
