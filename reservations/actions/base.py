"""What all actions share: turns, locks, refusing, telling.

Locks are taken in one order everywhere: persons by id, units by id, bookings by id;
the venue's row comes last, when a trigger raises its version. Nobody who takes a unit
waits for somebody who waits for them.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, models, transaction

from center.models import User
from center.outbox.actions import tell
from reservations.models import Booking, Unit, Venue
from reservations.rules.bookings import Refusal, Why
from reservations.slots.alternatives import BookingRequest, Refused

TRIES = 3
LOCKED = "55P03"
# A unique key, an exclusion, a deadlock, a serialization failure.
LOST_RACES = {"23505", "23P01", "40P01", "40001"}
BUSY_TEXT = "现在约的人多，这一次没有约成。请再按一次。"

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M", bound=models.Model)


def retry_on_conflict(
    model: type[models.Model] | None = None,
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Run an action in a transaction, again after a race the database had to end.

    The locks make such races next to impossible; what gets past them (an import, a
    shell) still ends in a sentence and never in an error page. Where the row of
    ``model`` with the same ``key`` is there by then, that is the result.
    """

    def decorate(action: Callable[P, T]) -> Callable[P, T]:
        @wraps(action)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            for _ in range(TRIES):
                try:
                    with transaction.atomic():
                        return action(*args, **kwargs)
                except Refused as refusal:
                    refusal.look_around()  # now that the locks are off
                    raise
                except (IntegrityError, OperationalError) as error:
                    if not _is_lost_race(error):
                        raise
                if model and (done := first_of(model, kwargs.get("key"))):
                    return cast("T", done)
            raise ValidationError(BUSY_TEXT, code=str(Why.TAKEN))

        return run

    return decorate


def _is_lost_race(error: Exception) -> bool:
    """Say whether another try may help; a lock that is not given is refused at once."""
    state = getattr(error.__cause__, "pgcode", None)
    if state == LOCKED:
        raise ValidationError(BUSY_TEXT, code=str(Why.TAKEN)) from error
    return state in LOST_RACES


def first_of(model: type[M], key: object) -> M | None:
    return model._default_manager.filter(form_key=key).first() if key else None


def require(by: User, permission: str, center_id: int) -> None:
    """Let only staff of this center with this permission go on."""
    if not by.has_perm(permission) or center_id not in by.center_ids:
        raise PermissionDenied(permission)


def refuse(refusal: Refusal | None, request: BookingRequest | None = None) -> None:
    """Raise what a rule refuses; with a request it also says what works next."""
    if refusal:
        raise Refused(refusal.text, refusal.why, request)


def take_turn(person: User, venue: Venue, number: int | None, kind: str) -> Venue:
    """Lock who books, then the units that may be taken; return the venue as it is."""
    lock_person(person)
    lock_units(venue, number, kind)
    return read_again(venue)


def lock_person(person: User) -> None:
    """Lock a person's row, so that two of their bookings cannot be checked at once."""
    rows = User.objects.select_for_update(no_key=True).filter(pk=person.pk)
    erased_at = rows.values_list("erased_at", flat=True)
    if list(erased_at) != [None]:
        raise ValidationError("这个账号已经注销。", code=str(Why.NOT_OFFERED))


def lock_units(venue: Venue, number: int | None, kind: str) -> None:
    """Lock the units that a booking may take, by id; a number alone decides."""
    units = Unit.objects.select_for_update(no_key=True).filter(venue=venue)
    if number is not None:
        units = units.filter(number=number)
    elif kind:
        units = units.filter(kind=kind)
    list(units.order_by("pk").values_list("pk"))


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
        raise ValidationError(switched_off_text(fresh), code=str(Why.NOT_OFFERED))
    return fresh


def switched_off_text(venue: Venue) -> str:
    """Say that a venue takes no bookings now, and what of its kind does."""
    alike = Venue.objects.open_to_all(venue.center).filter(kind=venue.kind)
    names = "、".join(alike.values_list("name", flat=True)[:2])
    instead = f"同样可以约的有：{names}。" if names else "请问前台。"
    return f"{venue.name}现在不接受预约。{instead}"


def tell_booker(
    booking: Booking, text: str, *, once: str, at: datetime, in_hand: bool = False
) -> None:
    """Write whoever booked a message of the center of the venue."""
    tell(
        person=booking.person,
        text=text,
        once=once,
        at=at,
        center_id=booking.venue.center_id,
        subject=f"reservations:{booking.pk}",
        in_hand=in_hand,
    )
