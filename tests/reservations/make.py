"""Builders of venues and bookings; bookings go through the actions."""

from itertools import count

from django.contrib.auth.models import Group

from reservations.actions import bookings
from reservations.actions.closures import close
from reservations.models import Unit, Venue
from tests.make import moment

_number = count(1)


def venue(center, units=1, **fields):
    """Make a venue with so many units, open to be booked at once (no lead time)."""
    n = next(_number)
    fields = {
        "slug": f"venue-{n}",
        "name": f"场地{n}",
        "kind": "reading",
        "lead_value": 0,
    } | fields
    made = Venue.objects.create(center=center, **fields)
    for number in range(1, units + 1):
        unit(made, number)
    made.refresh_from_db()
    return made


def unit(venue, number, kind="座位", **fields):
    """Make one numbered unit."""
    fields = {"name": f"{kind} {number}", "order": number} | fields
    return Unit.objects.create(venue=venue, number=number, kind=kind, **fields)


def booking(venue, person, start, *, at="2026-11-23 08:00", by=None, **fields):
    """Book for ``person`` through the action; ``start`` and ``at`` as text."""
    return bookings.book(
        venue=venue,
        person=person,
        start=moment(start),
        by=by or person,
        at=moment(at),
        **fields,
    )


def closure(venue, by, *, at="2026-11-24 09:00", **fields):
    """Close a venue from ten to twelve that day through the action."""
    fields = {
        "starts_at": moment("2026-11-24 10:00"),
        "ends_at": moment("2026-11-24 12:00"),
        "reason": "停电",
    } | fields
    return close(
        center=venue.center, venue=venue, confirmed=True, by=by, at=moment(at), **fields
    )


def groups(*names):
    """Return the groups of some roles."""
    return Group.objects.filter(name__in=names)
