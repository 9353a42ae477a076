"""Hold a whole venue for something of the center: all units at once, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from center.models import User
from center.outbox.actions import tell
from center.rules import new_code
from center.text import visible
from reservations.actions import cancel_locked
from reservations.alternatives import (
    NEAR_DAYS,
    NEAR_TIMES,
    Alternative,
    Taken,
    board_between,
)
from reservations.grid import Board
from reservations.lookup import UnitFacts, setup_of, venue_hours
from reservations.models import Booking, BookingStep, Event, Venue
from reservations.rules import (
    CODE_LENGTH,
    EVENT_HORIZON_DAYS,
    Channel,
    State,
    Why,
    cancel_refusal,
    day_refusal,
    hours_refusal,
    people_refusal,
    reason_refusal,
    text_refusal,
)
from reservations.taking import insisting, lock_units, read_again, refuse, require
from reservations.wording import in_the_way_text, when_text


@dataclass(frozen=True)
class _Plan:
    """What is to be held: the whole venue in ``[start, end)``."""

    venue: Venue
    title: str
    start: datetime
    end: datetime
    host: User
    people: int
    key: str | None
    by: User
    at: datetime


def book_whole(
    *,
    venue: Venue,
    title: str,
    start: datetime,
    end: datetime,
    host: User | None = None,
    people: int = 1,
    key: str | None = None,
    by: User,
    at: datetime,
) -> Event:
    """Hold every usable unit of the venue, or refuse and say what is in the way.

    Staff only; inside one open stretch, on its grid, as long as the doors are open, up
    to half a year ahead. The same ``key`` again returns the first event.
    """
    require(by, "reservations.add_event", venue.center_id)
    title = visible(title)
    if not title:
        raise ValidationError("请写活动名称。", code=str(Why.REASON))
    refuse(text_refusal(title) or people_refusal(people))
    times = localtime(start), localtime(end)
    plan = _Plan(venue, title, *times, host or by, people, key, by, localtime(at))
    return insisting(lambda: _hold(plan), lambda: _first_of(key))


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
        subject="reservations",
    )
    return event


def _first_of(key: str | None) -> Event | None:
    return Event.objects.filter(form_key=key).first() if key else None


def _hold(plan: _Plan) -> Event:
    lock_units(plan.venue, None, "")
    if (first := _first_of(plan.key)) is not None:
        return first
    venue = read_again(plan.venue)
    refuse(day_refusal(plan.start, plan.at, EVENT_HORIZON_DAYS))
    slots = _slots(plan, venue)
    units = setup_of(venue, plan.at).units
    day = plan.start.date()
    board = board_between(venue, units, day, day, plan.at)
    wanted = _usable(board, plan, slots)
    free = board.free_units(board.index(plan.start), slots)
    if not wanted or set(free) != set(wanted):
        raise _in_the_way(plan, venue, slots, [u for u in units if u.pk not in free])
    return _written(plan, venue, wanted)


def _slots(plan: _Plan, venue: Venue) -> int:
    """Return how many slots the plan takes; refuses what is off the grid or closed."""
    terms = venue.terms
    if plan.end <= plan.start or (plan.end - plan.start) % terms.step:
        text = f"结束要晚于开始，而且是 {terms.slot_minutes} 分钟的整数倍。"
        raise ValidationError(text, code=str(Why.GRID))
    refuse(hours_refusal(plan.start, plan.end, terms, venue_hours(venue, plan.at)))
    return (plan.end - plan.start) // terms.step


def _usable(board: Board, plan: _Plan, slots: int) -> list[int]:
    """Return the units that are in order all that time, by id: what must be free."""
    first = board.index(plan.start)
    broken = 0
    for n in range(first, first + slots):
        broken |= board.broken[n]
    return [unit for n, unit in enumerate(board.units) if not broken >> n & 1]


def _in_the_way(
    plan: _Plan, venue: Venue, slots: int, busy: Sequence[UnitFacts]
) -> Taken:
    day = plan.start.date()
    last = day + timedelta(days=NEAR_DAYS)
    units = setup_of(venue, plan.at).units
    board = board_between(venue, units, day, last, plan.at)
    starts = [
        slot.start
        for n, slot in enumerate(board.slots)
        if slot.start >= plan.at and board.free(n, slots) == board.all_units
    ]
    starts.sort(key=lambda start: abs(start - plan.start))
    offers = [_offer(start, plan, slots) for start in starts[:NEAR_TIMES]]
    names = [unit.name for unit in busy]
    text = in_the_way_text(names, plan.start, plan.end, [o.text for o in offers])
    return Taken(text, offers)


def _offer(start: datetime, plan: _Plan, slots: int) -> Alternative:
    when = when_text(start, start + (plan.end - plan.start))
    return Alternative(start, slots, None, "", when)


def _written(plan: _Plan, venue: Venue, unit_ids: Sequence[int]) -> Event:
    event = Event.objects.create(
        center=venue.center,
        venue=venue,
        title=plan.title,
        starts_at=plan.start,
        ends_at=plan.end,
        host=plan.host,
        made_by=plan.by,
        made_at=plan.at,
        form_key=plan.key,
    )
    bookings = Booking.objects.bulk_create(
        _booking(plan, event, venue, unit_id) for unit_id in sorted(unit_ids)
    )
    BookingStep.objects.bulk_create(
        BookingStep(
            booking=booking,
            at=plan.at,
            by=plan.by,
            state=State.BOOKED,
            text=f"整场活动：{plan.title}",
        )
        for booking in bookings
    )
    return event


def _booking(plan: _Plan, event: Event, venue: Venue, unit_id: int) -> Booking:
    return Booking(
        code=new_code(CODE_LENGTH),
        center=venue.center,
        venue=venue,
        unit_id=unit_id,
        event=event,
        starts_at=plan.start,
        ends_at=plan.end,
        unit_free_at=plan.end + venue.terms.buffer,
        person=plan.host,
        made_by=plan.by,
        made_at=plan.at,
        channel=Channel.EVENT,
        purpose=plan.title,
        people=plan.people,
        rules=venue.terms.snapshot(),
    )
