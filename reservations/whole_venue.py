"""Hold a whole venue for something of the center: all units at once, or nothing."""

from datetime import datetime

from center.models import User
from reservations.models import Event, Venue


def book_whole(
    *,
    venue: Venue,
    title: str,
    start: datetime,
    end: datetime,
    host: User | None = None,
    people: int = 1,
    key: str | None = None,
    by: User,
    at: datetime,
) -> Event:
    """Hold every usable unit of the venue, or refuse and say whose time is in the way.

    Staff only; inside one open stretch, on its grid, as long as the doors are open, up
    to half a year ahead. The same ``key`` again returns the first event.
    """
    raise NotImplementedError


def cancel_whole(*, event: Event, reason: str, by: User, at: datetime) -> Event:
    """Give all units of an event back, until its end; twice is harmless."""
    raise NotImplementedError
