"""Shut a center, a venue or some units over what is booked there, and reopen."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime

from center import portals
from center.calls import actions as calls
from center.calls.models import Call
from center.calls.rules import How
from center.calls.rules import State as CallState
from center.models import Center, User
from center.text import visible
from reservations.actions.base import first_of, refuse, require, retry_on_conflict
from reservations.actions.events import call_off
from reservations.actions.verbs import cancel_locked, finish_locked, shorten_locked
from reservations.models import Booking, CallListEntry, Closure, Event, Unit, Venue
from reservations.rules.bookings import Why, reason_refusal
from reservations.rules.closures import (
    Effect,
    Scope,
    effect,
    shortened_text,
    stretch_refusal,
)


def planned(
    *,
    center: Center,
    venue: Venue | None = None,
    unit_numbers: Sequence[int] = (),
    starts_at: datetime,
    ends_at: datetime | None,
    reason: str = "",
) -> Closure:
    """Return an unsaved closure; refuses units that are not there."""
    numbers = sorted(unit_numbers)
    scope = Scope.UNITS if numbers else Scope.VENUE if venue else Scope.CENTER
    closure = Closure(center=center, scope=scope, venue=venue, unit_numbers=numbers)
    closure.starts_at, closure.ends_at = starts_at, ends_at
    closure.reason = visible(reason)
    if venue and venue.center_id != center.pk:
        raise ValidationError("这个场地不是这个中心的。", code=str(Why.NOT_OFFERED))
    if numbers and not venue:
        raise ValidationError("要停几个编号，先选场地。", code=str(Why.NO_UNIT))
    known = set(_units(closure).values_list("number", flat=True)) if numbers else ()
    if unknown := [number for number in numbers if number not in known]:
        text = f"这个场地没有编号 {'、'.join(map(str, unknown))}，请核对。"
        raise ValidationError(text, code=str(Why.NO_UNIT))
    return closure


def preview(*, at: datetime, **what: Any) -> QuerySet[Booking]:
    """Return whom a closure would meet, by time; refuses what is no closure."""
    closure = planned(**what)
    refuse(stretch_refusal(closure.starts_at, closure.ends_at, at))
    return _hit(closure, at)


@retry_on_conflict(Closure)
def close(
    *,
    confirmed: bool = False,
    keeps: bool = False,
    key: str | None = None,
    by: User,
    at: datetime,
    **what: Any,
) -> Closure:
    """Close, cancel what is booked inside with that reason, and list whom to tell.

    With bookings inside it is refused (code ``confirm``) until ``confirmed``; with
    ``keeps`` they stay and are only called. The same ``key`` returns the first one.
    """
    closure = planned(**what)
    require(by, "reservations.add_closure", closure.center_id)
    starts, ends = closure.starts_at, closure.ends_at
    refuse(reason_refusal(closure.reason) or stretch_refusal(starts, ends, at))
    closure.form_key = key
    return _close(closure, confirmed=confirmed, keeps=keeps, by=by, at=at)


@retry_on_conflict()
def take_out(
    *, unit: Unit, reason: str, confirmed: bool = False, by: User, at: datetime
) -> Closure:
    """Shut one unit until it works again; refused like any closure over bookings.

    Said again with another reason it is the new reason that people read.
    """
    venue = unit.venue
    require(by, "reservations.change_unit", venue.center_id)
    what: dict[str, Any] = {"venue": venue, "unit_numbers": [unit.number]}
    what["reason"] = reason
    closure = planned(center=venue.center, starts_at=at, ends_at=None, **what)
    refuse(reason_refusal(closure.reason))
    for known in _lock_closures_of(unit, at):
        if known.reason == closure.reason:
            return known
        _reopen(known, by, at)
    return _close(closure, confirmed=confirmed, by=by, at=at)


@transaction.atomic
def put_back(*, unit: Unit, by: User, at: datetime) -> None:
    """Let a unit be booked again that was out of order; twice is harmless."""
    require(by, "reservations.change_unit", unit.venue.center_id)
    for closure in _lock_closures_of(unit, at):
        _reopen(closure, by, at)


@transaction.atomic
def reopen(*, closure: Closure, by: User, at: datetime) -> Closure:
    """Open again from now on what a closure still closes; twice is harmless.

    What it cancelled stays cancelled: those people were told.
    """
    require(by, "reservations.change_closure", closure.center_id)
    rows = Closure.objects.select_for_update(no_key=True, of=("self",))
    closure = rows.get(pk=closure.pk)
    if closure.reopened_at:
        return closure
    if closure.ends_at and closure.ends_at <= at:
        raise ValidationError("这次停用已经结束了。", code=str(Why.PAST))
    return _reopen(closure, by, at)


@transaction.atomic
def settle_shut_out(
    keys: Sequence[int], *, reason: str, keeps: bool, by: User, at: datetime
) -> None:
    """Cancel or keep what a change of hours has just left outside, and list it.

    The change itself shuts the doors; the closure written here only says what was done.
    """
    refuse(reason_refusal(reason))
    units = Unit.objects.select_for_update(no_key=True).order_by("pk")
    list(units.filter(pk__in=Booking.objects.filter(pk__in=keys).values("unit")))
    locked = Booking.objects.select_for_update(no_key=True, of=("self",))
    rows = list(locked.filter(pk__in=keys).with_places().order_by("pk"))
    for center in Center.objects.filter(pk__in={row.center_id for row in rows}):
        hit = [row for row in rows if row.center_id == center.pk]
        closure = Closure(center=center, scope=Scope.HOURS, reason=reason)
        closure.starts_at = min(row.starts_at for row in hit)
        closure.ends_at = max(row.ends_at for row in hit)
        closure.made_by, closure.made_at = by, at
        closure.save(force_insert=True)
        _meet(closure, hit, keeps=keeps, by=by, at=at)


@transaction.atomic
def mark_told(*, call: CallListEntry, by: User, at: datetime) -> CallListEntry:
    """Note that somebody on the call list was told; twice is harmless."""
    require(by, "reservations.change_calllistentry", call.closure.center_id)
    call = CallListEntry.objects.select_for_update(no_key=True).get(pk=call.pk)
    if call.call is not None and call.call.state == CallState.OPEN:
        calls.mark_told(call.call, how=How.PHONE, by=by, at=at)
        call.refresh_from_db()
    return call


def call_ended(call: Call, *, by: User | None, at: datetime) -> None:
    """Note with the closure's own entries who ended their line, or that it goes on."""
    is_told = call.state != CallState.OPEN and by is not None
    told = {"told_at": at if is_told else None, "told_by": by if is_told else None}
    CallListEntry.objects.filter(call=call).update(**told)


def _units(closure: Closure) -> QuerySet[Unit]:
    units = Unit.objects.filter(venue__center=closure.center)
    if closure.venue:
        units = units.filter(venue=closure.venue)
    if closure.unit_numbers:
        units = units.filter(number__in=closure.unit_numbers)
    return units.order_by("pk")


def _hit(closure: Closure, at: datetime) -> QuerySet[Booking]:
    """Return the bookings inside it that have not ended, by time."""
    rows = Booking.objects.upcoming(at).filter(center=closure.center)
    if closure.venue:
        rows = rows.filter(venue=closure.venue)
    if closure.unit_numbers:
        rows = rows.filter(unit__number__in=closure.unit_numbers)
    if closure.ends_at:
        rows = rows.filter(starts_at__lt=closure.ends_at)
    return rows.filter(ends_at__gt=closure.starts_at).with_places()


def _close(
    closure: Closure, *, confirmed: bool, keeps: bool = False, by: User, at: datetime
) -> Closure:
    """Write a closure and do to each booking what it demands.

    Units are locked first, so a booking in flight is either seen here and listed, or
    checked after this and refused.
    """
    list(_units(closure).select_for_update(no_key=True, of=("self",)))
    if (first := first_of(Closure, closure.form_key)) is not None:
        return first
    rows = _hit(closure, at).select_for_update(no_key=True, of=("self",))
    hit = list(rows.order_by("pk"))
    if hit and not confirmed:
        text = f"这段时间里有 {len(hit)} 个预约，请先看名单，确认后一起取消。"
        raise ValidationError(text, code=str(Why.CONFIRM))
    closure.made_by, closure.made_at = by, at
    closure.save(force_insert=True)
    _meet(closure, hit, keeps=keeps, by=by, at=at)
    if closure.scope == Scope.CENTER:
        _tell_others(closure, by=by, at=at)
    return closure


def _tell_others(closure: Closure, *, by: User, at: datetime) -> None:
    """Let other subjects follow, in the same transaction: loans move their due days."""
    for follow in portals.gathered("center_closed"):
        follow(
            center=closure.center,
            start=closure.starts_at,
            end=closure.ends_at,
            reason=closure.reason,
            by=by,
            at=at,
        )


def _meet(
    closure: Closure, hit: Iterable[Booking], *, keeps: bool, by: User, at: datetime
) -> None:
    """Do to each booking what the closure demands, and put it on the call list."""
    events: set[int] = set()
    for booking in hit:
        found = Effect.KEPT if keeps else _act(closure, booking, by=by, at=at)
        CallListEntry.objects.create(
            closure=closure,
            booking=booking,
            effect=str(found),
            call=_ask_to_call(closure, booking, found, at),
        )
        events |= {booking.event_id} if booking.event_id else set()
    for event in Event.objects.filter(pk__in=events).order_by("pk"):
        if not event.bookings.occupying().exists():
            call_off(event, reason=closure.reason, at=at)


def _ask_to_call(
    closure: Closure, booking: Booking, found: Effect, at: datetime
) -> Call:
    """Put whom a closure meets on the desk's list, the host of an event once."""
    place = booking.event.title if booking.event else booking.unit.name
    person = booking.event.host if booking.event else booking.person
    number = f"e{booking.event_id}" if booking.event_id else str(booking.pk)
    return calls.ask(
        subject=f"reservations:{number}",
        center_id=booking.center_id,
        person=person,
        name=person.name,
        phone=person.phone or "",
        text=f"{booking.venue.name}，{place}，{booking.when}：{found}（{closure.reason}）",
        why="停用、闭馆碰到的",
        at=at,
    )


def _act(closure: Closure, booking: Booking, *, by: User, at: datetime) -> Effect:
    closes, reason, ends = closure.starts_at, closure.reason, closure.ends_at
    found = effect(booking.state, booking.starts_at, closes, at, ends=ends is not None)
    if found is Effect.CANCELLED:
        why = reason if ends else f"{booking.unit.name}停用：{reason}"
        why = why[: Booking._meta.get_field("cancel_reason").max_length]
        cancel_locked(booking, reason=why, by=by, at=at)
    elif found is Effect.SHORTENED:
        text = shortened_text(localtime(closes), reason)
        shorten_locked(booking, until=closes, text=text, by=by, at=at)
    elif found is Effect.SENT_HOME:
        finish_locked(booking, text=f"请离场：{reason}", by=by, at=at)
    return found


def _lock_closures_of(unit: Unit, at: datetime) -> list[Closure]:
    list(Unit.objects.select_for_update(no_key=True).filter(pk=unit.pk))
    return list(Closure.objects.of_unit(unit, at))


def _reopen(closure: Closure, by: User, at: datetime) -> Closure:
    closure.reopened_at, closure.reopened_by = at, by
    closure.save(update_fields=["reopened_at", "reopened_by"])
    return closure
