"""What reservations show in 我的, on the home page and in 我的数据."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from center.cards import Entry, Item, Section
from center.models import User
from reservations.models import Booking
from reservations.reminders import remind
from reservations.rules import MAY

__all__ = ["MATTER", "MAY", "entries", "holds", "own_data", "own_section", "remind"]

MATTER = "reservations"

SHOWN = 6


def entries() -> list[Entry]:
    """Return the way to the venues."""
    text = "阅览室、健身房、会议室，免费约"
    return [Entry(title="场地预约", text=text, url="/rooms/", icon="calendar")]


def own_section(user: User, at: datetime) -> Section:
    """Return what the person has booked: what is to come, then what was last."""
    own = Booking.objects.filter(person=user, event__isnull=True).with_places()
    ahead = list(own.upcoming(at)[:SHOWN])
    known = [booking.pk for booking in ahead]
    past = own.exclude(pk__in=known).order_by("-starts_at", "-pk")
    shown = [*ahead, *past[: SHOWN - len(ahead)]]
    return Section(
        title="我的预约",
        empty="还没有预约。点上面的“场地预约”，挑一个时间。",
        items=[_item(booking) for booking in shown],
    )


def own_data(user: User) -> tuple[str, list[dict[str, Any]]]:
    """Return every booking of the person, for 我的数据."""
    own = Booking.objects.filter(person=user).with_places().order_by("starts_at", "pk")
    return "场地预约", [_row(booking) for booking in own]


def holds(user: User, at: datetime) -> list[str]:
    """Say which bookings have to be used or cancelled before the account is closed."""
    ahead = Booking.objects.filter(person=user).with_places().upcoming(at)
    return [
        f"还有没结束的预约：{booking.venue.name} {booking.when}，请先取消。"
        for booking in ahead
    ]


def _item(booking: Booking) -> Item:
    return Item(
        title=booking.venue.name,
        text=f"{booking.when}，{booking.unit.name}",
        url=booking.get_absolute_url(),
        state=booking.get_state_display(),
        tone=booking.tone,
    )


def _row(booking: Booking) -> dict[str, Any]:
    return {
        "预约码": booking.code_grouped,
        "场地": booking.venue.name,
        "位置": booking.unit.name,
        "时间": booking.when,
        "用途": booking.purpose,
        "人数": booking.people,
        "状态": booking.get_state_display(),
        "预约时间": localtime(booking.made_at).isoformat(timespec="minutes"),
    }
