"""Add units to a venue, take one out of order and put it back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet

from center.models import User
from center.text import visible
from reservations.actions.base import refuse, require, retry_on_conflict
from reservations.actions.verbs import cancel_locked
from reservations.models import Booking, Unit, UnitStep, Venue
from reservations.rules.bookings import State, Why, reason_refusal
from reservations.rules.venues import TEXT_LENGTH, UNIT_NUMBER_MOST, UnitState


def affected(unit: Unit, at: datetime) -> QuerySet[Booking]:
    """Return the bookings that hold ``unit`` now or later, next first."""
    return Booking.objects.upcoming(at).filter(unit=unit).with_places()


@retry_on_conflict()
def add_units(
    *, venue: Venue, kind: str, count: int, first: int, by: User
) -> list[Unit]:
    """Add so many units of one kind, numbered from ``first`` on and named in turn.

    The names go on from the units of that kind; one alone bears the name of its kind.
    Refuses numbers that the venue has: then the same form was sent twice.
    """
    require(by, "reservations.add_unit", venue.center_id)
    kind = visible(kind)
    if not kind:
        raise ValidationError("请写种类，如：座位、电脑。", code=str(Why.REASON))
    last = first + count - 1
    if last > UNIT_NUMBER_MOST:
        raise ValidationError(f"编号最大 {UNIT_NUMBER_MOST}。", code=str(Why.NO_UNIT))
    here = Unit.objects.filter(venue=venue)
    if known := here.filter(number__range=(first, last)).first():
        text = (
            f"编号 {known.number}（{known.name}）已经有了，可能刚刚已经加过。"
            f"请先看名单；还要加，从 {next_number(venue)} 号起。"
        )
        raise ValidationError(text, code=str(Why.NO_UNIT))
    before = here.filter(kind=kind).count()
    is_alone = count == 1 and not before
    return Unit.objects.bulk_create(
        Unit(
            venue=venue,
            number=first + n,
            order=first + n,
            kind=kind,
            name=kind if is_alone else f"{kind} {before + n + 1}",
        )
        for n in range(count)
    )


def next_number(venue: Venue) -> int:
    """Return the number after the highest one of a venue."""
    highest = Unit.objects.filter(venue=venue).aggregate(most=Max("number"))["most"]
    return (highest or 0) + 1


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
