"""What reservations show in 我的, on the home page and in 我的数据."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate, localtime

from center.calls.rules import rows_of
from center.cards import Block, Entry, HomePart, Item, Lead, Section
from center.hours import Stretch
from center.models import Center, User
from center.timetable.lookup import hours_of
from center.wording import clock_text, day_text, short_day, span_text
from reservations.actions.reminders import remind
from reservations.models import Booking, Closure, Event, Venue
from reservations.models.bookings import BookingQuerySet
from reservations.rules.bookings import Why, cancel_refusal, shift_refusal
from reservations.rules.venues import MAY, VenueKind
from reservations.rules.wording import NOON_HOUR
from reservations.slots import availability
from reservations.slots.grid import Cell
from reservations.slots.plans import plans_of

__all__ = [
    "HOME_MARK",
    "MATTER",
    "MAY",
    "becomes",
    "closed_stretches",
    "entries",
    "holds",
    "home",
    "leads",
    "matters",
    "own_data",
    "own_section",
    "reading_places",
    "remind",
]

MATTER = "reservations"
HOME_MARK = """
    SELECT string_agg(id || '.' || version, ' ' ORDER BY id)
    FROM reservations_venue WHERE center_id = %(center)s AND is_active
"""

SHOWN, EVENTS = 6, 3
# Whole rows of three tables are some seventy columns; a line shows these.
LISTED = (
    *("code", "state", "starts_at", "ends_at"),
    *("venue__name", "venue__floor", "unit__name"),
)


def entries() -> list[Entry]:
    text = "阅览室、健身房、会议室，免费约"
    under = (reverse("booking", args=["x"]).removesuffix("x/"),)
    return [
        Entry("约场地", text, reverse("venues"), "calendar", is_door=True, under=under)
    ]


def home(center: Center, user: User | None, at: datetime) -> HomePart:
    today = localdate(at)
    found = availability.day_of_all(center, today, at=at)
    free = sum(bool(row.day.free) for row in found)
    said = _said(found, free)
    return HomePart(
        places=tuple(_place(row, today) for row in found),
        places_today=free > 0,
        places_url=reverse("venues"),
        said={reverse("venues"): said} if said else {},
        blocks=_next_events(center, at),
    )


def _next_events(center: Center, at: datetime) -> tuple[Block, ...]:
    """Return what residents can come to next; without any there is no such part."""
    rows = list(Event.objects.open_to_all(center, at)[:EVENTS])
    context = {"rows": rows}
    return (Block("news", "reservations/_home_events.html", context),) if rows else ()


def _said(found: Iterable[availability.VenueDay], free: int) -> str:
    if free:
        return f"今天还有 {free} 处空着"
    soonest = [row.next_free.start for row in found if row.next_free]
    return f"最近 {day_text(min(soonest).date())} 有空" if soonest else ""


def _place(row: availability.VenueDay, today: date) -> dict[str, object]:
    venue, soonest = row.venue, row.next_free
    day = soonest.start.date() if soonest else today
    free = f"余 {row.day.free} 段" if row.day.free else ""
    return {
        "name": venue.name,
        "text": "，".join(part for part in (venue.floor, free) if part),
        "picture": venue.picture,
        "url": f"{reverse('venue', args=[venue.slug])}?day={day}#day",
        "soonest": _soonest(soonest, today),
        "halves": _halves(row.day.cells),
    }


def _soonest(cell: Cell | None, today: date) -> str:
    if cell is None:
        return "近期约满"
    day = cell.start.date()
    if day == today:
        return f"{clock_text(cell.start)} 起"
    return short_day(day)


MARKS = {Why.FREE: "f", Why.TAKEN: "t"}


def _halves(cells: Iterable[Cell]) -> tuple[str, ...]:
    halves = ["", ""]
    for cell in cells:
        halves[cell.start.hour >= NOON_HOUR] += MARKS.get(cell.why, "p")
    return tuple(halves) if any(halves) else ()


def leads(user: User, at: datetime) -> tuple[Lead, ...]:
    return tuple(_lead(booking, at) for booking in _own(user).upcoming(at)[:1])


def _own(user: User) -> BookingQuerySet:
    rows = Booking.objects.filter(person=user, event__isnull=True)
    return rows.select_related("venue", "unit").only(*LISTED)


def _lead(booking: Booking, at: datetime) -> Lead:
    start, end = localtime(booking.starts_at), localtime(booking.ends_at)
    ahead = (start.date() - localdate(at)).days
    day = ["今天", "明天"][ahead] if ahead < 2 else day_text(start.date())
    return Lead(
        eyebrow="您今天的预约" if ahead == 0 else "您的下一个预约",
        title=f"{day} {span_text(start, end)}",
        text="，".join(filter(None, (booking.place, booking.venue.floor))),
        small=f"预约码 {booking.code_grouped}，到门口报码就行",
        ways=(("出示预约码", booking.get_absolute_url()), *_changes(booking, at)),
    )


def _changes(booking: Booking, at: datetime) -> Iterable[tuple[str, str]]:
    """Yield what the person can still change: nothing once it has begun."""
    args = [booking.code]
    times = localtime(booking.starts_at), localtime(booking.ends_at)
    if not shift_refusal(booking.state, *times, at, by_staff=False):
        yield "改时间", reverse("shift_booking", args=args)
    if not cancel_refusal(booking.state, *times, at, by_staff=False):
        yield "取消", reverse("cancel_booking", args=args)


def becomes(kind: str, venues: Collection[str]) -> dict[str, str]:
    if kind != "booking":
        return {}
    known = Venue.objects.filter(slug__in=venues).values_list("slug", flat=True)
    return {slug: reverse("venue", args=[slug]) for slug in known}


def closed_stretches(center_id: int) -> list[Stretch]:
    return Closure.objects.filter(center=center_id).of_center().stretches()


def own_section(user: User, at: datetime) -> Section:
    """Return what the person has booked: what is to come, then what was last."""
    own = _own(user)
    ahead = list(own.upcoming(at)[:SHOWN])
    known = [booking.pk for booking in ahead]
    past = own.exclude(pk__in=known).order_by("-starts_at", "-pk")
    shown = [*ahead, *past[: SHOWN - len(ahead)]]
    return Section(
        title="我的预约",
        empty="还没有预约，去约一个。",
        invite=("约场地", reverse("venues")),
        items=[item_of(booking) for booking in shown],
    )


def own_data(user: User) -> tuple[str, list[dict[str, Any]]]:
    own = Booking.objects.filter(person=user).with_places().order_by("starts_at", "pk")
    return "场地预约", [_row(booking) for booking in own]


def holds(user: User, at: datetime) -> list[str]:
    """Say which bookings have to be used or cancelled before the account is closed."""
    ahead = Booking.objects.filter(person=user).with_places().upcoming(at)
    return [
        f"还有没结束的预约：{booking.venue.name} {booking.when}，请先取消。"
        for booking in ahead
    ]


def item_of(booking: Booking) -> Item:
    return Item(
        title=booking.place,
        text=booking.when,
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
    rows = Venue.objects.open_to_all(center).filter(kind=VenueKind.READING)
    venues = list(rows.select_related("center").order_by("order", "pk"))
    plans = plans_of(venues, at)
    held = Booking.objects.filter(venue__in=venues).occupying()
    now = held.filter(starts_at__lte=at, ends_at__gt=at)
    taken = Counter(now.values_list("venue_id", flat=True))
    is_open = hours_of(center).is_open_at(localtime(at))
    return [
        _reading_place(one, plans[one.pk].usable(at) - taken[one.pk], is_open)
        for one in venues
    ]


def _reading_place(venue: Any, free: int, is_open: bool) -> Item:
    text = f"现在有 {free} 个空座" if free > 0 else "现在坐满了"
    return Item(
        title=venue.name,
        text=text if is_open else "现在没有开门，可以先约",
        url=reverse("venue", args=[venue.slug]),
        state="",
        tone="ok" if is_open and free > 0 else "off",
    )


def matters(user: User, subjects: set[str]) -> dict[str, tuple[str, str]]:
    if not user.has_perm("reservations.view_booking"):
        return {}
    rows = Booking.objects.of_staff(user).filter(pk__in=rows_of(subjects, MATTER))
    whole = f"{MATTER}:e"
    events = Event.objects.filter(
        center__in=user.center_ids, pk__in=rows_of(subjects, f"{MATTER}:e")
    )
    found = {
        f"{MATTER}:{one.pk}": (f"{one.venue.name}，{one.when}", one.get_absolute_url())
        for one in rows.with_places()
    }
    return found | {
        f"{whole}{one.pk}": (
            f"活动“{one.title}”，{one.when}",
            f"{reverse('today')}?day={localdate(one.starts_at)}",
        )
        for one in events
    }
