"""Bookings that changed hours have left outside: nobody would let these people in.

Closures cancel what they fall on; a change of the weekly hours or of the calendar does
not, because often a telephone call is kinder.
"""

from datetime import datetime

from django.utils.timezone import localtime

from center.cards import Card
from center.models import User
from reservations.lookup import venue_hours
from reservations.models import Booking, Venue
from reservations.rules import State

URL = "/desk/bookings/outside/"


def left_outside(user: User, at: datetime) -> list[int]:
    """Return what is booked and yet to come while the doors are shut, by time."""
    found = Booking.objects.of_staff(user).upcoming(at)
    rows = found.filter(state=State.BOOKED, starts_at__gt=at).values_list(
        "pk", "venue_id", "starts_at", "ends_at"
    )
    venues = Venue.objects.visible_to(user).select_related("center")
    hours = {venue.pk: venue_hours(venue, at) for venue in venues}
    return [
        pk
        for pk, venue, start, end in rows
        if not hours[venue].is_open_during(localtime(start), localtime(end))
    ]


def cards(user: User, at: datetime) -> list[Card]:
    """Warn on the desk; nothing to show is no card."""
    if not user.has_perm("reservations.change_booking"):
        return []
    count = len(left_outside(user, at))
    text = "开放时间改过，这些预约那时不开门，请打电话改约"
    return [Card("约在不开门时", count, text, URL, True)] if count else []
