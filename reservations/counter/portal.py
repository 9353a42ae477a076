"""What the counter shows on the staff desk."""

from datetime import datetime

from django.db.models import Count, Q
from django.utils.timezone import localtime

from center.cards import Card, Entry
from center.models import User
from reservations.counter import outside
from reservations.models import Booking
from reservations.rules import GRACE, State

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
    shown = [Card("今天到场", found["coming"], text, "/desk/today/")]
    if found["late"]:
        text = "过了时间还没来，请记为没有来，或签到"
        shown.append(Card("迟到没来", found["late"], text, "/desk/today/", True))
    return shown


def links(user: User) -> list[Entry]:
    """Return the daily work at the counter."""
    if not user.has_perm("reservations.add_booking"):
        return []
    found = [
        Entry("替人预约", "电话里、窗口上替人约", "/desk/bookings/new/", "phone"),
        Entry("整场活动", "把一个场地整个留给活动", "/desk/events/new/", "people"),
    ]
    if user.has_perm("closures.add_shutdown"):
        found.append(
            Entry("停用、闭馆", "先看影响到谁，再停", "/desk/closures/", "cancel")
        )
    return found


cards = (arrivals, outside.cards)
