"""Bookings that changed hours have left outside: nobody would let these people in.

Closures cancel what they fall on; a change of the weekly hours or of the calendar does
not, because often a telephone call is kinder.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from django.utils.timezone import localtime

from center.hours import Span
from center.models import User
from reservations.models import Booking, Venue
from reservations.rules.bookings import State
from reservations.slots.plans import Plan, plans_of

Outside = tuple[datetime, int]


def left_outside(user: User, at: datetime) -> list[int]:
    """Return what is booked and yet to come while the doors are shut, by time.

    One query while nothing changes, two after a change; the desk asks this on each
    visit, so a full house must cost no more than an empty one.
    """
    venues = list(Venue.objects.visible_to(user).select_related("center"))
    plans = plans_of(venues, at)
    unknown = [one for one in venues if not plans[one.pk].knows_outside(one, at)]
    if unknown:
        found: dict[int, list[Outside]] = {venue.pk: [] for venue in unknown}
        for venue_id, row in _shut_out(unknown, plans, at):
            found[venue_id].append(row)
        for venue in unknown:
            plans[venue.pk].outside = (venue.version, at, tuple(found[venue.pk]))
    known = [plans[venue.pk].outside for venue in venues]
    rows = [row for one in known if one for row in one[2]]
    return [pk for start, pk in sorted(rows) if start > at]


def all_outside(at: datetime) -> list[int]:
    """Return what the hours of any center leave outside, read afresh, by time."""
    venues = list(Venue.objects.select_related("center"))
    found = _shut_out(venues, plans_of(venues, at), at)
    return [pk for _, (_, pk) in sorted(found, key=lambda row: row[1])]


def _shut_out(
    venues: Sequence[Venue], plans: dict[int, Plan], at: datetime
) -> Iterator[tuple[int, Outside]]:
    """Yield what is outside the hours, which are asked once a venue and day."""
    spans: dict[tuple[int, object], list[Span]] = {}
    off = {venue.pk for venue in venues if not venue.is_active}
    for venue, start, end, keys in _stretches(venues, at):
        day = localtime(start).date()
        if (venue, day) not in spans:
            shut = venue in off
            spans[venue, day] = [] if shut else plans[venue].hours.spans_on(day)
        if not any(one.start <= start and end <= one.end for one in spans[venue, day]):
            yield from ((venue, (start, pk)) for pk in keys)


def _stretches(
    venues: Sequence[Venue], at: datetime
) -> Iterable[tuple[int, datetime, datetime, list[int]]]:
    """Return who is booked in each stretch of each venue; one query."""
    ahead = Booking.objects.filter(
        Q(outside_why="") | Q(venue__is_active=False),
        venue__in=venues,
        state=State.BOOKED,
        starts_at__gt=at,
    )
    alike = ahead.order_by().values("venue_id", "starts_at", "ends_at")
    return alike.annotate(keys=ArrayAgg("pk")).values_list(
        "venue_id", "starts_at", "ends_at", "keys"
    )
