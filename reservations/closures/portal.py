"""Who may close; ``hits`` is what settings.CLOSURE_HITS asks."""

from datetime import datetime

from center.models import Center
from reservations.closures.actions import Scope
from reservations.closures.rules import MAY

__all__ = ["MAY"]


def hits(center: Center, start: datetime, end: datetime, at: datetime) -> list[str]:
    """Return one line for each booking that such a closure would meet, by time."""
    scope = Scope(center, None, (), start, end)
    return [
        f"{booking.when}，{booking.venue.name}，{booking.unit.name}，"
        f"{booking.person.name} {booking.person.phone_masked}"
        for booking in scope.hit(at)
    ]
