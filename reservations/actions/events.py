"""Hold a whole venue for something of the center: all units at once, or nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from center.models import User
from center.outbox.actions import tell
from center.rules import new_code
from center.text import visible
from center.wording import when_text
from reservations.actions.base import (
    first_of,
    lock_units,
    read_again,
    refuse,
    require,
    retry_on_conflict,
)
from reservations.actions.verbs import cancel_locked
from reservations.models import Booking, BookingStep, Event, Unit, Venue
from reservations.rules.bookings import (
    CODE_LENGTH,
    EVENT_HORIZON_DAYS,
    Channel,
    Refusal,
    State,
    Verb,
    Why,
    cancel_refusal,
    day_refusal,
    hours_refusal,
    people_refusal,
    reason_refusal,
    text_refusal,
)
from reservations.rules.venues import last_day
from reservations.rules.wording import in_the_way_text, next_text
from reservations.slots.alternatives import (
    NEAR_DAYS,
    NEAR_TIMES,
    Alternative,
    Refused,
    Taken,
)
from reservations.slots.grid import Board
from reservations.slots.plans import board_between, plan_of


@retry_on_conflict(Event)
def book_whole(
    *,
    venue: Venue,
    title: str,
    start: datetime,
    end: datetime,
    host: User | None = None,
    people: int = 1,
    is_public: bool = False,
    key: str | None = None,
    by: User,
    at: datetime,
) -> Event:
    """Hold every usable unit of the venue, or refuse and say what is in the way.

    Staff only; as long as the doors are open, up to half a year ahead. The same ``key``
    again returns the first event.
    """
    require(by, "reservations.add_event", venue.center_id)
    title = visible(title)
    if not title:
        raise ValidationError("请写活动名称。", code=str(Why.REASON))
    refuse(text_refusal(title) or people_refusal(people))
    start, end, at = localtime(start), localtime(end), localtime(at)
    lock_units(venue, None, "")
    if (first := first_of(Event, key)) is not None:
        return first
    venue = read_again(venue)
    slots = _slots(venue, start, end, at)
    units = _free_units(venue, start, slots, at)
    times = {"starts_at": start, "ends_at": end}
    event = Event(title=title, is_public=is_public, form_key=key, **times)
    event.center, event.venue = venue.center, venue
    event.host, event.made_by, event.made_at = host or by, by, at
    event.save()
    _hold(event, units, people)
    return event


@transaction.atomic
def announce(*, event: Event, is_public: bool, by: User, at: datetime) -> Event:
    """Invite residents on the home page, or no more; twice is harmless.

    Refuses what is over or called off.
    """
    require(by, "reservations.add_event", event.center_id)
    held = Booking.objects.filter(event=event).order_by("pk")
    rows = list(held.select_for_update(no_key=True, of=("self",)))
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    if event.cancelled_at or event.ends_at <= at:
        raise ValidationError("这场活动已经结束或取消，首页上没有它了。", code="over")
    if event.is_public != is_public:
        event.is_public = is_public
        event.save(update_fields=["is_public"])
        text = "写到首页：居民都可以来" if is_public else "从首页撤下"
        _note(rows, Verb.NOTE, text, by=by, at=at)
    return event


def cancel_whole(*, event: Event, reason: str, by: User, at: datetime) -> Event:
    """Give all units of an event back, until its end; twice is harmless."""
    require(by, "reservations.add_event", event.center_id)
    reason = visible(reason)
    refuse(reason_refusal(reason))
    with transaction.atomic():
        # Bookings before the event, as a closure takes them.
        locked = Booking.objects.select_for_update(no_key=True, of=("self",))
        rows = locked.filter(event=event, state=State.BOOKED)
        held = list(rows.with_places().order_by("pk"))
        event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
        if event.cancelled_at is not None:
            return event
        times = localtime(event.starts_at), localtime(event.ends_at)
        refuse(cancel_refusal(State.BOOKED, *times, localtime(at), by_staff=True))
        for booking in held:
            cancel_locked(booking, reason=reason, by=by, at=at)
        return call_off(event, reason=reason, at=at)


def call_off(event: Event, *, reason: str, at: datetime) -> Event:
    """Note that an event whose units were given back does not take place."""
    event.cancelled_at, event.cancel_reason = at, reason
    event.save(update_fields=["cancelled_at", "cancel_reason"])
    text = f"活动“{event.title}”（{event.venue.name}，{event.when}）取消了：{reason}。"
    once = f"event-cancelled-{event.pk}"
    tell(
        person=event.host,
        text=text,
        once=once,
        at=at,
        center_id=event.venue.center_id,
        subject=f"reservations:e{event.pk}",
    )
    return event


def _slots(venue: Venue, start: datetime, end: datetime, at: datetime) -> int:
    """Return how many slots that takes; refuses what is off the grid or closed."""
    terms = venue.terms
    hours = plan_of(venue, at).hours
    refusal = day_refusal(start, at, EVENT_HORIZON_DAYS, hours)
    if refusal is None and (end <= start or (end - start) % terms.step):
        text = f"结束要晚于开始，而且是 {terms.slot_minutes} 分钟的整数倍。"
        refusal = Refusal(Why.GRID, text)
    if refusal := refusal or hours_refusal(start, end, terms, hours):
        slots = max(1, -((start - end) // terms.step))
        offers = _whole_times(venue, start, slots, at)
        said = next_text([offer.text for offer in offers])
        raise Refused(refusal.text + said, refusal.why, alternatives=offers)
    return (end - start) // terms.step


def _free_units(venue: Venue, start: datetime, slots: int, at: datetime) -> list[Unit]:
    """Return all units that are in order, by id, or refuse if one of them is held."""
    units, day = plan_of(venue, at).units, start.date()
    board = board_between(venue, units, day, day, at)
    wanted = _usable(board, board.index(start), slots)
    free = board.free_units(board.index(start), slots)
    if not wanted or set(free) != set(wanted):
        busy = [unit.name for unit in units if unit.pk not in free]
        raise _in_the_way(venue, start, slots, busy, at)
    return sorted((one for one in units if one.pk in free), key=lambda one: one.pk)


def _usable(board: Board, first: int, slots: int) -> list[int]:
    broken = 0
    for n in range(first, first + slots):
        broken |= board.broken[n]
    return [unit for n, unit in enumerate(board.units) if not broken >> n & 1]


def _in_the_way(
    venue: Venue, start: datetime, slots: int, busy: list[str], at: datetime
) -> Taken:
    """Return the refusal with the nearest times at which the venue can be held."""
    offers = _whole_times(venue, start, slots, at)
    said = [offer.text for offer in offers]
    text = in_the_way_text(busy, start, start + slots * venue.terms.step, said)
    return Taken(text=text, alternatives=offers)


def _whole_times(
    venue: Venue, start: datetime, slots: int, at: datetime
) -> list[Alternative]:
    """Return the nearest times at which every unit that is in order is free."""
    length = slots * venue.terms.step
    last = last_day(at.date(), EVENT_HORIZON_DAYS)
    day = min(max(start.date(), at.date()), last)
    near = min(day + timedelta(days=NEAR_DAYS), last)
    board = board_between(venue, plan_of(venue, at).units, day, near, at)
    starts = [
        slot.start
        for n, slot in enumerate(board.slots)
        if slot.start >= at and slot.run >= slots and _is_whole(board, n, slots)
    ]
    starts.sort(key=lambda one: abs(one - start))
    return [
        Alternative(one, slots, None, "", when_text(one, one + length))
        for one in starts[:NEAR_TIMES]
    ]


def _is_whole(board: Board, n: int, slots: int) -> bool:
    usable = _usable(board, n, slots)
    return bool(usable) and board.free_units(n, slots) == usable


def _hold(event: Event, units: list[Unit], people: int) -> None:
    terms = event.venue.terms
    bookings = Booking.objects.bulk_create(
        Booking(
            code=new_code(CODE_LENGTH),
            center=event.center,
            venue=event.venue,
            unit=unit,
            event=event,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            unit_free_at=event.ends_at + terms.buffer,
            person=event.host,
            made_by=event.made_by,
            made_at=event.made_at,
            channel=Channel.EVENT,
            purpose=event.title,
            people=people,
            rules=terms.snapshot(),
        )
        for unit in units
    )
    text = f"整场活动：{event.title}"
    _note(bookings, Verb.BOOK, text, by=event.made_by, at=event.made_at)


def _note(
    bookings: Iterable[Booking], verb: Verb, text: str, *, by: User, at: datetime
) -> None:
    steps = (
        BookingStep(
            booking=one,
            at=at,
            by=by,
            verb=verb,
            state=one.state,
            version=one.version,
            text=text,
        )
        for one in bookings
    )
    BookingStep.objects.bulk_create(steps)
