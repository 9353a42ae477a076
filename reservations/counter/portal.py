"""What the counter shows on the staff desk."""

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localtime

from center.cards import Card, Entry
from center.models import User
from reservations.models import Booking
from reservations.rules.bookings import GRACE, State
from reservations.slots.outside import left_outside

__all__ = ["cards", "links"]


def arrivals(user: User, at: datetime) -> list[Card]:
    """Count who is still to come today, and who is late beyond the grace; one query."""
    if not user.has_perm("reservations.view_booking"):
        return []
    today = Booking.objects.of_staff(user).on(localtime(at).date())
    waiting = Q(state=State.BOOKED, event__isnull=True)
    found = today.order_by().aggregate(
        coming=Count("pk", filter=waiting & Q(ends_at__gt=at)),
        late=Count("pk", filter=waiting & Q(starts_at__lte=at - GRACE)),
        here=Count("pk", filter=Q(state=State.ARRIVED)),
    )
    text = f"还没到的；已经到场 {found['here']} 位"
    shown = [Card("今天到场", found["coming"], text, reverse("today"))]
    if found["late"]:
        text = "过了时间还没来，请记为没有来，或签到"
        shown.append(Card("迟到没来", found["late"], text, reverse("today"), True))
    return shown


def links(user: User) -> list[Entry]:
    """Return the daily work at the counter."""
    if not user.has_perm("reservations.add_booking"):
        return []
    return [
        Entry("替人预约", "电话里、窗口上替人约", reverse("booking_new"), "phone"),
        Entry("整场活动", "把一个场地整个留给活动", reverse("event_new"), "people"),
    ]


def outside(user: User, at: datetime) -> list[Card]:
    """Warn on the desk of bookings outside the hours; nothing to show is no card."""
    if not user.has_perm("reservations.change_booking"):
        return []
    count = len(left_outside(user, at))
    text = "开放时间改过，这些预约那时不开门，请打电话改约"
    url = reverse("bookings_outside")
    return [Card("约在不开门时", count, text, url, True)] if count else []


cards = (arrivals, outside)
