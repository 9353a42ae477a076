"""Prepare the list of one day for the counter and for paper."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from center.cards import Verb
from center.hours import moment
from center.models import User
from center.wording import span_text
from reservations.models import Booking, Event, Venue
from reservations.rules.bookings import (
    GRACE,
    UNDO_WITHIN,
    State,
    cancel_refusal,
    check_in_refusal,
    may_move,
    missed_refusal,
    shift_refusal,
    void_refusal,
)
from reservations.rules.bookings import Verb as Deed
from reservations.rules.reversals import undo_refusal
from reservations.slots.plans import is_shut_out

WHOLE = "整场"
# What staff take back at once, by what the row is now; who cancelled was told.
UNDO_LABELS = {
    State.ARRIVED: "签错了，撤回",
    State.FINISHED: "没走，撤回",
    State.MISSED: "点错了，撤回",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One arrival: a booking, or an event with all units of a venue."""

    starts_at: datetime
    time: str
    code: str
    code_grouped: str
    name: str
    phone_masked: str
    venue: str
    unit: str
    people: int
    state: str
    tone: str
    verbs: tuple[Verb, ...] = ()
    note: str = ""


def bookings_of(user: User, day: date, venue: Venue | None) -> QuerySet[Booking]:
    """Return the single bookings of a day that the user may see, by time."""
    found = Booking.objects.of_staff(user).on(day).with_places()
    found = found.select_related("venue__center")
    found = found.filter(event__isnull=True).with_last_step()
    return found.filter(venue=venue) if venue else found


# What the desk counts of the arrivals of today: still to come, and late.
SHOWN: dict[str, Callable[[datetime], Q]] = {
    "coming": lambda at: Q(state=State.BOOKED, ends_at__gt=at),
    "late": lambda at: Q(state=State.BOOKED, starts_at__lte=at - GRACE),
}


def rows_of(
    bookings: Iterable[Booking], events: Iterable[Event], at: datetime, user: User
) -> list[Row]:
    """Return bookings and events as rows, in the order of arrival."""
    rows = [_booking_row(one, at, user) for one in bookings]
    rows += [_event_row(one, at, user) for one in events]
    return sorted(rows, key=lambda row: (row.starts_at, row.venue))


def coming(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.tone != "off" or row.state == "已结束"]


def events_of(user: User, day: date, venue: Venue | None) -> QuerySet[Event]:
    """Return the events of a day that the user may see."""
    first = moment(day, time.min)
    found = Event.objects.filter(
        center__in=user.center_ids,
        starts_at__gte=first,
        starts_at__lt=first + timedelta(days=1),
    ).select_related("venue__center")
    return found.filter(venue=venue) if venue else found


def _booking_row(booking: Booking, at: datetime, user: User) -> Row:
    start, end = localtime(booking.starts_at), localtime(booking.ends_at)
    person = booking.person
    return Row(
        starts_at=start,
        time=span_text(start, end),
        code=booking.code,
        code_grouped=booking.code_grouped,
        name=person.name,
        phone_masked=person.phone_masked if person.phone else "",
        venue=booking.venue.name_for(user),
        unit="" if booking.unit.name == booking.venue.name else booking.unit.name,
        people=booking.people,
        state=booking.get_state_display(),
        tone=booking.tone,
        verbs=tuple(verbs_of(booking, at)),
        note=_note(booking),
    )


def _note(booking: Booking) -> str:
    if booking.outside_why:
        return f"不开门时约：{booking.outside_why}"
    return "没到提前量，窗口照约" if booking.inside_lead else ""


def verbs_of(booking: Booking, at: datetime) -> Iterable[Verb]:
    """Yield what can be done now, the likeliest first."""
    state = booking.state
    start, end = localtime(booking.starts_at), localtime(booking.ends_at)

    def address(name: str) -> str:
        return reverse("booking_verb", args=[booking.code, name])

    if check_in_refusal(state, start, end, at) is None:
        yield Verb("签到", address("check-in"))
    is_shut = is_shut_out(booking, at)
    if missed_refusal(state, start, at, is_shut=is_shut) is None:
        yield Verb("没有来", address("missed"))
    if _may_undo(booking, end, at):
        yield Verb(UNDO_LABELS[State(state)], address("undo"))
    if may_move(state, State.FINISHED):
        yield Verb("走了", address("finish"))
    yield from _pages(booking, start, end, at)
    by_staff = booking.made_by_id != booking.person_id
    if void_refusal(state, by_staff=by_staff, is_event=False) is None:
        is_fresh = at <= booking.made_at + UNDO_WITHIN
        label = "登记错了，作废" if is_fresh else "作废"
        url = reverse("booking_void", args=[booking.code])
        yield Verb(label, url, is_link=not is_fresh)


def _pages(
    booking: Booking, start: datetime, end: datetime, at: datetime
) -> Iterable[Verb]:
    """Yield what has a page of its own, as the ticket offers it."""
    when, args = (booking.state, start, end, at), [booking.code]
    if shift_refusal(*when, by_staff=True) is None:
        yield Verb("改时间", reverse("shift_booking", args=args), is_link=True)
    if cancel_refusal(*when, by_staff=True) is None:
        yield Verb("取消", reverse("cancel_booking", args=args), is_link=True)


def _may_undo(booking: Any, end: datetime, at: datetime) -> bool:
    """Say whether the last thing done to a row was just now, and not its undoing."""
    if booking.last_verb == Deed.UNDO or booking.state not in UNDO_LABELS:
        return False
    when = booking.last_at, end, at
    return undo_refusal(booking.state, booking.channel, *when) is None


def _event_row(event: Event, at: datetime, user: User) -> Row:
    start, end = localtime(event.starts_at), localtime(event.ends_at)
    is_off = event.cancelled_at is not None
    is_over = is_off or end <= at
    return Row(
        starts_at=start,
        time=span_text(start, end),
        code="",
        code_grouped="",
        name=event.title,
        phone_masked="",
        venue=event.venue.name_for(user),
        unit=WHOLE,
        people=0,
        state="已取消" if is_off else "整场活动",
        tone="off" if is_off else "now",
        verbs=() if is_over else tuple(_event_verbs(event)),
        note="写在首页" if event.is_public and not is_over else "",
    )


def _event_verbs(event: Event) -> Iterable[Verb]:
    url = reverse("event_announce", args=[event.pk])
    if event.is_public:
        yield Verb("从首页撤下", url)
    else:
        yield Verb("写到首页", url, on="1")
    yield Verb("取消", reverse("event_cancel", args=[event.pk]), is_link=True)
