"""Book and seat people who are at the counter or on the telephone.

A person who is not known yet is written down in the same transaction: a refused
booking leaves nobody behind.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from center.actions import register_person
from center.models import User
from reservations.actions import bookings, walk_ins
from reservations.models import Booking, Venue


@transaction.atomic
def book_for(
    *, venue: Venue, phone: str, name: str, by: User, at: datetime, **wish: Any
) -> Booking:
    """Book for somebody known by phone, or written down now; also inside the lead."""
    person = register_person(name=name, phone=phone, by=by, at=at)
    return bookings.book(venue=venue, person=person, by=by, at=at, **wish)


@transaction.atomic
def seat(
    *, venue: Venue, phone: str, name: str, by: User, at: datetime, **wish: Any
) -> Booking:
    """Seat somebody who just came; without a phone a name is enough."""
    person = None
    if phone:
        person = register_person(name=name, phone=phone, by=by, at=at)
    return walk_ins.walk_in(venue=venue, person=person, name=name, by=by, at=at, **wish)
