"""What the counter shows on the staff desk."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate, localtime

from center.cards import Card, Entry, Item, Section, Verb
from center.models import User
from center.wording import clock_text
from reservations.counter.presenters import (
    SHOWN,
    Row,
    bookings_of,
    coming,
    events_of,
    rows_of,
    verbs_of,
)
from reservations.models import Booking
from reservations.models.bookings import BookingQuerySet
from reservations.portal import item_of
from reservations.rules.bookings import (
    CHECK_IN_EARLY,
    GRACE,
    LATE_CANCEL,
    REMEMBERED,
    State,
    check_in_refusal,
)
from reservations.slots.outside import left_outside

MOST_SHOWN, MOST_COMING = 20, 5

__all__ = [
    "address_of",
    "begins",
    "cards",
    "day_ahead",
    "desk_section",
    "links",
    "people_of",
    "person_section",
    "takes_line",
]


def arrivals(user: User, at: datetime) -> list[Card]:
    """Count who is still to come today, and who is late beyond the grace; one query."""
    if not user.has_perm("reservations.view_booking"):
        return []
    today = Booking.objects.of_staff(user).on(localtime(at).date())
    single = Q(event__isnull=True)
    found = today.order_by().aggregate(
        **{
            name: Count("pk", filter=single & which(at))
            for name, which in SHOWN.items()
        },
        here=Count("pk", filter=Q(state=State.ARRIVED)),
    )
    text = f"还没到的；已经到场 {found['here']} 位"
    url = f"{reverse('today')}?show="
    shown = [Card("今天到场", found["coming"], text, f"{url}coming")]
    if found["late"]:
        text = "过了时间还没来，请记为没有来，或签到"
        shown.append(Card("迟到没来", found["late"], text, f"{url}late", True))
    return shown


def desk_section(user: User, at: datetime) -> Section | None:
    """Return who is to come next, with a button for who may check in now."""
    if not user.has_perm("reservations.change_booking"):
        return None
    rows = bookings_of(user, localtime(at).date(), None).filter(SHOWN["coming"](at))
    return Section(
        title="现在要到的人",
        empty="今天没有人要到了。",
        items=[_coming(one, user, localtime(at)) for one in rows[:MOST_COMING]],
        more_url=f"{reverse('today')}?show=coming",
        more_text="全天",
    )


def _coming(booking: Booking, user: User, at: datetime) -> Item:
    start, end = localtime(booking.starts_at), localtime(booking.ends_at)
    phone = booking.person.phone or ""
    who = f"{booking.person.name}，尾号 {phone[-4:]}" if phone else booking.person.name
    where = f"{booking.venue.name_for(user)} {booking.unit.name}"
    may = check_in_refusal(booking.state, start, end, at) is None
    is_late = start + GRACE <= at
    return Item(
        title=f"{clock_text(start)} {who}",
        text=f"{where}{'，过了时间还没来' if is_late else ''}",
        url=booking.get_absolute_url(),
        state="" if may else f"{clock_text(start - CHECK_IN_EARLY)} 起签到",
        tone="warn" if is_late else "off",
        verbs=(Verb("签到", reverse("booking_verb", args=[booking.code, "check-in"])),)
        if may
        else (),
    )


def links(user: User) -> list[Entry]:
    if not user.has_perm("reservations.add_booking"):
        return []
    return [
        Entry("签到", "今天到场的人，扫码或报后四位", reverse("today"), "qr", key="2"),
        Entry("替人预约", "电话里也能约", reverse("booking_new"), "calendar", key="3"),
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


def people_of(user: User) -> QuerySet[Booking, Any]:
    if not user.has_perm("reservations.view_booking"):
        return Booking.objects.none().values("person")
    return Booking.objects.of_staff(user).values("person")


def person_section(user: User, person: User, at: datetime) -> Section | None:
    """Return what somebody booked: what is to come first, then the last."""
    if not user.has_perm("reservations.view_booking"):
        return None
    rows = Booking.objects.of_staff(user).filter(person=person, event__isnull=True)
    rows = rows.with_places().select_related("venue__center").with_last_step()
    may = user.has_perm("reservations.change_booking")
    ahead = list(rows.upcoming(at)[:MOST_SHOWN])
    past = rows.exclude(pk__in=[one.pk for one in ahead]).order_by("-starts_at", "-pk")
    shown = [*ahead, *past[: MOST_SHOWN - len(ahead)]]
    items = [*_let_down(rows, at), *(_theirs(one, at, may=may) for one in shown)]
    return Section("预约", "没有约过。", items)


def _theirs(booking: Booking, at: datetime, *, may: bool) -> Item:
    """Return a booking with what can be done to it in place, as on its day's list."""
    is_past = localdate(booking.starts_at) < localdate(at)
    verbs = tuple(verbs_of(booking, at)) if may and not is_past else ()
    return replace(item_of(booking), verbs=verbs)


def _let_down(rows: BookingQuerySet, at: datetime) -> list[Item]:
    """Return how often somebody stayed away of late; nothing for who never did."""
    counts = zip(rows.let_down(at), ("没有来 {} 次", "开始前才取消 {} 次"), strict=True)
    said = "，".join(text.format(count) for count, text in counts if count)
    days, hours = REMEMBERED.days, LATE_CANCEL // timedelta(hours=1)
    about = f"近 {days} 天；开始前 {hours} 小时以内取消的才算，闭馆和窗口取消的不算"
    return [Item(said, about, "", "提醒一声", "warn")] if said else []


def address_of(user: User, code: str) -> str:
    found = Booking.objects.of_staff(user).filter(code=code).first()
    may = user.has_perm("reservations.view_booking")
    return found.get_absolute_url() if found and may else ""


def begins() -> list[Entry]:
    return [Entry("替人预约", "", reverse("booking_new"), "calendar")]


def day_ahead(user: User, day: date, at: datetime) -> Section | None:
    if not user.has_perm("reservations.view_booking"):
        return None
    found = bookings_of(user, day, None), events_of(user, day, None)
    rows = coming(rows_of(*found, at, user))
    return Section("到场", "还没有预约。", [_arrival(row) for row in rows])


def _arrival(row: Row) -> Item:
    who = "，".join(filter(None, (row.name, row.phone_masked)))
    where = " ".join(filter(None, (row.venue, row.unit)))
    many = f"，{row.people} 人" if row.people > 1 else ""
    return Item(row.time, f"{where}：{who}{many}", "", row.code_grouped, row.tone)


def takes_line(user: User, line: Any) -> Entry | None:
    if not user.has_perm("reservations.add_booking"):
        return None
    url = f"{reverse('booking_new')}?{urlencode({'line': line.key})}"
    return Entry("预约", "", url, "calendar")
