"""What reservations show in 我的, on the home page and in 我的数据."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localtime

from center.cards import Entry, Item, Section
from center.models import Center, User
from center.timetable.lookup import hours_of
from reservations.actions.reminders import remind
from reservations.models import Booking, Venue
from reservations.rules.venues import MAY, UnitState, VenueKind

__all__ = [
    "MATTER",
    "MAY",
    "entries",
    "holds",
    "own_data",
    "own_section",
    "reading_places",
    "remind",
]

MATTER = "reservations"

SHOWN = 6


def entries() -> list[Entry]:
    """Return the way to the venues."""
    text = "阅览室、健身房、会议室，免费约"
    under = ("/bookings/",)
    return [
        Entry("约场地", text, reverse("venues"), "calendar", is_door=True, under=under)
    ]


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


def reading_places(center: Center, at: datetime) -> list[Item]:
    """Return each place to read at: how many seats are free now, and where to book."""
    venues = Venue.objects.open_to_all(center).filter(kind=VenueKind.READING)
    usable = Count("units", filter=Q(units__state=UnitState.USABLE), distinct=True)
    rows = venues.annotate(usable=usable).order_by("order", "pk")
    taken = Counter(
        Booking.objects.filter(venue__in=rows.values("pk"))
        .occupying()
        .filter(starts_at__lte=at, ends_at__gt=at)
        .values_list("venue_id", flat=True)
    )
    is_open = hours_of(center).is_open_at(localtime(at))
    return [_reading_place(row, row.usable - taken[row.pk], is_open) for row in rows]


def _reading_place(venue: Any, free: int, is_open: bool) -> Item:
    text = f"现在有 {free} 个空座" if free > 0 else "现在坐满了"
    return Item(
        title=venue.name,
        text=text if is_open else "现在没有开门，可以先约",
        url=reverse("venue", args=[venue.slug]),
        state="",
        tone="ok" if is_open and free > 0 else "off",
    )
