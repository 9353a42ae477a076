"""Venues with numbered units, and who holds which unit when."""

from reservations.models.bookings import Booking, BookingStep
from reservations.models.events import Event
from reservations.models.venues import Unit, UnitStep, Venue, VenueClosure

__all__ = [
    "Booking",
    "BookingStep",
    "Event",
    "Unit",
    "UnitStep",
    "Venue",
    "VenueClosure",
]
