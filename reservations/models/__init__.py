"""Venues with numbered units, and who holds which unit when."""

from reservations.models.bookings import Booking, BookingStep
from reservations.models.closures import CallListEntry, Closure
from reservations.models.events import Event
from reservations.models.venues import Unit, Venue

__all__ = [
    "Booking",
    "BookingStep",
    "CallListEntry",
    "Closure",
    "Event",
    "Unit",
    "Venue",
]
