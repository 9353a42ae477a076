"""Close a center, a venue or some units over what is booked there, and reopen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime

from center.models import Center, User
from center.text import visible
from center.timetable.models import Closure
from reservations.actions.base import first_of, refuse, require, retry_on_conflict
from reservations.actions.events import call_off
from reservations.actions.verbs import cancel_locked, finish_locked, shorten_locked
from reservations.closures.models import Call, Shutdown
from reservations.closures.rules import (
    Fate,
    fate,
    shortened_text,
    stretch_refusal,
)
from reservations.models import Booking, Event, Unit, Venue, VenueClosure
from reservations.rules.bookings import Why, reason_refusal


@dataclass(frozen=True)
class Scope:
    """What is to be closed: a whole center, one of its venues, or some units of it."""

    center: Center
    venue: Venue | None
    unit_numbers: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime

    def units(self) -> QuerySet[Unit]:
        """Return the units that it takes in."""
        units = Unit.objects.filter(venue__center=self.center)
        if self.venue:
            units = units.filter(venue=self.venue)
        if self.unit_numbers:
            units = units.filter(number__in=self.unit_numbers)
        return units

    def hit(self, at: datetime) -> QuerySet[Booking]:
        """Return the bookings inside it that have not ended, by time."""
        rows = Booking.objects.upcoming(at).filter(center=self.center)
        if self.venue:
            rows = rows.filter(venue=self.venue)
        if self.unit_numbers:
            rows = rows.filter(unit__number__in=self.unit_numbers)
        return rows.overlapping(self.starts_at, self.ends_at).with_places()


def preview(
    *,
    center: Center,
    venue: Venue | None = None,
    unit_numbers: Sequence[int] = (),
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
) -> QuerySet[Booking]:
    """Return whom a closure would meet, by time; refuses what is no closure."""
    refuse(stretch_refusal(starts_at, ends_at, at))
    scope = Scope(center, venue, tuple(unit_numbers), starts_at, ends_at)
    _check_units(scope)
    return scope.hit(at)


@retry_on_conflict(Shutdown)
def close(
    *,
    center: Center,
    venue: Venue | None = None,
    unit_numbers: Sequence[int] = (),
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    confirmed: bool = False,
    key: str | None = None,
    by: User,
    at: datetime,
) -> Shutdown:
    """Close, cancel what is booked inside with that reason, and list whom to tell.

    Units are locked first, so a booking in flight is either seen here and listed, or
    checked after this and refused. With bookings inside it is refused (code
    ``confirm``) until ``confirmed``. The same ``key`` again returns the first one.
    """
    require(by, "closures.add_shutdown", center.pk)
    reason = visible(reason)
    refuse(reason_refusal(reason) or stretch_refusal(starts_at, ends_at, at))
    scope = Scope(center, venue, tuple(sorted(unit_numbers)), starts_at, ends_at)
    _check_units(scope)
    _lock(scope)
    if (first := first_of(Shutdown, key)) is not None:
        return first
    hit = _hit(scope, at)
    if hit and not confirmed:
        text = f"这段时间里有 {len(hit)} 个预约，请先看名单，确认后一起取消。"
        raise ValidationError(text, code=str(Why.CONFIRM))
    shutdown = _written(scope, reason, key=key, by=by, at=at)
    _meet_all(shutdown, hit, by=by, at=at)
    return shutdown


def reopen(*, shutdown: Shutdown, by: User, at: datetime) -> Shutdown:
    """Open again from now on what a closure still closes; twice is harmless.

    What it cancelled stays cancelled: those people were told.
    """
    require(by, "closures.change_shutdown", shutdown.center_id)
    with transaction.atomic():
        rows = Shutdown.objects.select_for_update(no_key=True, of=("self",))
        shutdown = rows.get(pk=shutdown.pk)
        if shutdown.reopened_at:
            return shutdown
        if shutdown.ends_at <= at:
            raise ValidationError("这次停用已经结束了。", code=str(Why.PAST))
        shutdown.reopened_at, shutdown.reopened_by = at, by
        shutdown.save(update_fields=["reopened_at", "reopened_by"])
        for closure in (shutdown.center_closure, shutdown.venue_closure):
            if closure:
                _take_away(closure, at)
        return shutdown


@transaction.atomic
def cancel_inside(
    *,
    center: Center,
    start: datetime,
    end: datetime,
    reason: str,
    by: User,
    at: datetime,
) -> int:
    """Cancel what lies inside a closure of the center that was just saved.

    For the list of closures of the center itself, which asks first; makes the phone
    list and returns how many bookings were hit. What ended already is left alone.
    """
    scope = Scope(center, None, (), start, end)
    _lock(scope)
    hit = _hit(scope, at)
    if hit:
        rows = Closure.objects.filter(center=center, starts_at=start, ends_at=end)
        known = rows.filter(pk__in=Shutdown.objects.values("center_closure"))
        closure = rows.exclude(pk__in=known).order_by("-pk").first()
        shutdown = Shutdown(center_closure=closure, **_facts(scope, reason, by, at))
        shutdown.save()
        _meet_all(shutdown, hit, by=by, at=at)
    return len(hit)


@transaction.atomic
def mark_told(*, call: Call, by: User, at: datetime) -> Call:
    """Note that somebody on the phone list was told; twice is harmless."""
    require(by, "closures.change_call", call.shutdown.center_id)
    call = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    if call.told_at is None:
        call.told_at, call.told_by = at, by
        call.save(update_fields=["told_at", "told_by"])
    return call


def _check_units(scope: Scope) -> None:
    if scope.venue and scope.venue.center_id != scope.center.pk:
        raise ValidationError("这个场地不是这个中心的。", code=str(Why.NOT_OFFERED))
    if scope.unit_numbers and not scope.venue:
        raise ValidationError("要停几个编号，先选场地。", code=str(Why.NO_UNIT))
    if scope.unit_numbers:
        known = set(scope.units().values_list("number", flat=True))
        if unknown := sorted(set(scope.unit_numbers) - known):
            numbers = "、".join(str(number) for number in unknown)
            text = f"这个场地没有编号 {numbers}，请核对。"
            raise ValidationError(text, code=str(Why.NO_UNIT))


def _lock(scope: Scope) -> None:
    """Lock the units, then the bookings: the order of ``taking.py``."""
    list(scope.units().select_for_update(no_key=True, of=("self",)).order_by("pk"))


def _hit(scope: Scope, at: datetime) -> list[Booking]:
    rows = scope.hit(at).select_for_update(no_key=True, of=("self",))
    return list(rows.order_by("pk"))


def _meet_all(
    shutdown: Shutdown, hit: Sequence[Booking], *, by: User, at: datetime
) -> None:
    for booking in hit:
        _meet(shutdown, booking, by=by, at=at)
    _call_off_events(hit, shutdown.reason, by=by, at=at)


def _facts(scope: Scope, reason: str, by: User, at: datetime) -> dict[str, Any]:
    return {
        "center": scope.center,
        "venue": scope.venue,
        "unit_numbers": list(scope.unit_numbers),
        "starts_at": scope.starts_at,
        "ends_at": scope.ends_at,
        "reason": reason,
        "made_by": by,
        "made_at": at,
    }


def _written(
    scope: Scope, reason: str, *, key: str | None, by: User, at: datetime
) -> Shutdown:
    shutdown = Shutdown(form_key=key, **_facts(scope, reason, by, at))
    stretch: dict[str, Any] = {
        "starts_at": scope.starts_at,
        "ends_at": scope.ends_at,
        "reason": reason,
    }
    if scope.venue:
        numbers = list(scope.unit_numbers)
        shutdown.venue_closure = VenueClosure.objects.create(
            venue=scope.venue, unit_numbers=numbers, **stretch
        )
    else:
        shutdown.center_closure = Closure.objects.create(center=scope.center, **stretch)
    shutdown.save()
    return shutdown


def _meet(shutdown: Shutdown, booking: Booking, *, by: User, at: datetime) -> None:
    """Do to one booking what the closure demands, and put it on the phone list."""
    closes, reason = shutdown.starts_at, shutdown.reason
    found = fate(booking.state, booking.starts_at, closes, at)
    if found is Fate.CANCELLED:
        cancel_locked(booking, reason=reason, by=by, at=at)
    elif found is Fate.SHORTENED:
        text = shortened_text(localtime(closes), reason)
        shorten_locked(booking, until=closes, text=text, by=by, at=at)
    else:
        finish_locked(booking, text=f"请离场：{reason}", by=by, at=at)
    Call.objects.create(shutdown=shutdown, booking=booking, fate=str(found))


def _call_off_events(
    hit: Sequence[Booking], reason: str, *, by: User, at: datetime
) -> None:
    """Call off the events of which nothing is left."""
    ids = sorted({booking.event_id for booking in hit if booking.event_id})
    for event in Event.objects.filter(pk__in=ids).order_by("pk"):
        if not event.bookings.occupying().exists():
            call_off(event, reason=reason, at=at)


def _take_away(closure: Closure | VenueClosure, at: datetime) -> None:
    """End a closure now; one that has not begun never was."""
    if closure.starts_at < at:
        closure.ends_at = at
        closure.save(update_fields=["ends_at"])
    else:
        closure.delete()
