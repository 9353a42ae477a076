"""Everything that can be done to one booking.

Whole venues: ``whole_venue.py``; units out of order: ``unit_states.py``; closures:
``closures/actions.py``; what locks and checks all of them share: ``taking.py``.
"""

from datetime import datetime

from center.models import User
from reservations.models import Booking, Venue
from reservations.rules import Channel


def book(
    *,
    venue: Venue,
    start: datetime,
    slots: int = 1,
    unit_number: int | None = None,
    kind: str = "",
    person: User,
    purpose: str = "",
    people: int = 1,
    key: str | None = None,
    by: User,
    at: datetime,
    channel: Channel | None = None,
) -> Booking:
    """Book one unit for so many slots of the venue's grid from ``start`` on.

    Without a number the lowest free unit of ``kind`` is taken, without a kind the
    venue's first kind. The same ``key`` again returns the first booking. Staff who
    book for somebody else may do so inside the lead time; it is marked. Refuses with
    ``ValidationError``, and with ``Taken`` (alternatives along) when there is no unit.
    """
    raise NotImplementedError


def walk_in(
    *,
    venue: Venue,
    unit_number: int | None = None,
    kind: str = "",
    slots: int = 1,
    person: User | None = None,
    name: str = "",
    people: int = 1,
    purpose: str = "",
    key: str | None = None,
    by: User,
    at: datetime,
) -> Booking:
    """Seat somebody who just came: the running slot, arrived at once; staff only.

    Without a ``person`` one is registered under ``name``, without a phone.
    """
    raise NotImplementedError


def cancel(*, booking: Booking, by: User, at: datetime, reason: str = "") -> Booking:
    """Give the time back: the person until the start, staff with a reason to the end.

    Cancelling twice is harmless. Staff cancelling tells the person.
    """
    raise NotImplementedError


def check_in(*, booking: Booking, by: User, at: datetime) -> Booking:
    """Note that the person is here: from 30 minutes before the start to the end."""
    raise NotImplementedError


def mark_missed(*, booking: Booking, by: User, at: datetime) -> Booking:
    """Note that nobody came, from 15 minutes after the start; frees the unit."""
    raise NotImplementedError


def finish(*, booking: Booking, by: User, at: datetime) -> Booking:
    """Note that the person left; what is left of the time is free again."""
    raise NotImplementedError


def settle(*, at: datetime) -> int:
    """Close what is over: arrived becomes finished, booked becomes missed."""
    raise NotImplementedError
