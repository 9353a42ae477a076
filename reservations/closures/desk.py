"""What a closure of the whole center falls on, for the page that asks first."""

from datetime import datetime

from center.models import Center
from reservations.closures.actions import Scope


def hits(center: Center, start: datetime, end: datetime, at: datetime) -> list[str]:
    """Return one line for each booking that such a closure would meet, by time."""
    scope = Scope(center, None, (), start, end)
    return [
        f"{booking.when}，{booking.venue.name}，{booking.unit.name}，"
        f"{booking.person.name} {booking.person.phone_masked}"
        for booking in scope.hit(at)
    ]
