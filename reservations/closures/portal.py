"""What closures show on the staff desk."""

from datetime import datetime

from django.urls import reverse

from center.cards import Entry
from center.models import User
from reservations.actions.closures import call_ended, settle_shut_out
from reservations.models import Booking
from reservations.slots.outside import all_outside

__all__ = ["call_ended", "links", "settle_shut_out", "shut_out"]


def links(user: User) -> list[Entry]:
    if not user.has_perm("reservations.view_closure"):
        return []
    return [Entry("停用、闭馆", "谁受影响、打没打电话", reverse("closures"), "cancel")]


def shut_out(at: datetime) -> dict[int, str]:
    """Return one line for each booking that the hours leave outside, by time."""
    rows = (
        Booking.objects.with_places().select_related("event").in_bulk(all_outside(at))
    )
    return {
        pk: _line(rows[pk]) for pk in sorted(rows, key=lambda pk: rows[pk].starts_at)
    }


def _line(booking: Booking) -> str:
    who = f"{booking.person.name} {booking.person.phone_masked}"
    event = f"活动“{booking.event.title}”，" if booking.event else ""
    where = f"{booking.venue.name}，{booking.unit.name}"
    return f"{booking.when}，{where}，{event}{who}"
