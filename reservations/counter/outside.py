"""Bookings that changed hours have left outside: nobody would let these people in.

Closures cancel what they fall on; a change of the weekly hours or of the calendar does
not, because often a telephone call is kinder.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.utils.timezone import localtime

from center.cards import Card
from center.hours import Span
from center.models import User
from reservations.lookup import venue_hours
from reservations.models import Booking, Venue
from reservations.rules import State

URL = "/desk/bookings/outside/"

Outside = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is outside at a venue as of its versions, from ``since`` on."""

    versions: tuple[int, int]
    since: datetime
    rows: tuple[Outside, ...]


# One entry a venue. Every change of a booking, a unit or the hours raises a version.
_known: dict[int, _Known] = {}


def left_outside(user: User, at: datetime) -> list[int]:
    """Return what is booked and yet to come while the doors are shut, by time.

    One query while nothing changes, two after a change; the desk asks this on each
    visit, so a full house must cost no more than an empty one.
    """
    venues = list(Venue.objects.visible_to(user).select_related("center"))
    found = {venue.pk: known for venue in venues if (known := _kept(venue, at))}
    fresh = _looked_up([venue for venue in venues if venue.pk not in found], at)
    _known.update(fresh)
    rows = [row for known in (found | fresh).values() for row in known.rows]
    return [pk for start, pk in sorted(rows) if start > at]


def _kept(venue: Venue, at: datetime) -> _Known | None:
    known = _known.get(venue.pk)
    if known and known.versions == _versions(venue) and known.since <= at:
        return known
    return None


def _versions(venue: Venue) -> tuple[int, int]:
    return venue.version, venue.center.timetable_version


def _looked_up(venues: Sequence[Venue], at: datetime) -> dict[int, _Known]:
    if not venues:
        return {}
    rows: dict[int, list[Outside]] = {venue.pk: [] for venue in venues}
    for venue_id, row in _shut_out(venues, at):
        rows[venue_id].append(row)
    return {
        venue.pk: _Known(_versions(venue), at, tuple(rows[venue.pk]))
        for venue in venues
    }


def _shut_out(venues: Sequence[Venue], at: datetime) -> Iterator[tuple[int, Outside]]:
    """Yield what is outside the hours, which are asked once a venue and day."""
    hours = {venue.pk: venue_hours(venue, at) for venue in venues}
    spans: dict[tuple[int, object], list[Span]] = {}
    for venue, start, end, keys in _stretches(venues, at):
        day = localtime(start).date()
        if (venue, day) not in spans:
            spans[venue, day] = hours[venue].spans_on(day)
        if not any(one.start <= start and end <= one.end for one in spans[venue, day]):
            yield from ((venue, (start, pk)) for pk in keys)


def _stretches(
    venues: Sequence[Venue], at: datetime
) -> Iterable[tuple[int, datetime, datetime, list[int]]]:
    """Return who is booked in each stretch of each venue; one query."""
    ahead = Booking.objects.filter(
        venue__in=venues, state=State.BOOKED, starts_at__gt=at
    )
    alike = ahead.order_by().values("venue_id", "starts_at", "ends_at")
    return alike.annotate(keys=ArrayAgg("pk")).values_list(
        "venue_id", "starts_at", "ends_at", "keys"
    )


def cards(user: User, at: datetime) -> list[Card]:
    """Warn on the desk; nothing to show is no card."""
    if not user.has_perm("reservations.change_booking"):
        return []
    count = len(left_outside(user, at))
    text = "开放时间改过，这些预约那时不开门，请打电话改约"
    return [Card("约在不开门时", count, text, URL, True)] if count else []
