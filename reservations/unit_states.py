"""Take a unit out of order and put it back."""

from datetime import datetime

from django.db.models import QuerySet

from center.models import User
from reservations.models import Booking, Unit
from reservations.rules import UnitState


def affected(unit: Unit, at: datetime) -> QuerySet[Booking]:
    """Return the bookings that hold ``unit`` now or later, next first."""
    raise NotImplementedError


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

    Out of order needs a reason. With bookings ahead it is refused until
    ``confirmed``; then they are cancelled with that reason and the people told.
    """
    raise NotImplementedError
