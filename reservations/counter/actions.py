"""Book and seat people who are at the counter or on the telephone.

A person who is not known yet is written down in the same transaction: a refused
booking leaves nobody behind.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from center.actions import register_person
from center.models import User
from center.text import clean_phone, person_name
from reservations.actions import bookings, walk_ins
from reservations.actions.base import first_of
from reservations.models import Booking, Venue

# Whom the counter means where two people could be meant.
OWNER, OTHER = "owner", "other"


class WhoIsIt(ValidationError):  # noqa: N818 - a question, no error
    """Two people could be meant: a number of somebody else, or a name that is here."""

    def __init__(self, text: str, known: User) -> None:
        super().__init__(text, code="who")
        self.known = known


@transaction.atomic
def book_for(*, venue: Venue, by: User, at: datetime, **wish: Any) -> Booking:
    """Book for somebody known by phone, or written down now; also inside the lead.

    Refuses with ``WhoIsIt`` until ``same`` says whether it is who is known.
    """
    if (first := first_of(Booking, wish.get("key"))) is not None:
        return first  # or its own person would be asked about
    who = {name: wish.pop(name, "") for name in ("phone", "name", "same")}
    person = _known(venue, **who, at=at) or _new(**who, by=by, at=at)
    return bookings.book(venue=venue, person=person, by=by, at=at, **wish)


@transaction.atomic
def seat(*, venue: Venue, by: User, at: datetime, **wish: Any) -> Booking:
    """Seat somebody who just came; without a phone a name is enough."""
    if (first := first_of(Booking, wish.get("key"))) is not None:
        return first
    named = _came(venue, wish, by=by, at=at)
    return walk_ins.walk_in(venue=venue, by=by, at=at, **named, **wish)


@transaction.atomic
def enter_back(*, venue: Venue, by: User, at: datetime, **wish: Any) -> Booking:
    """Enter somebody who came and left, from paper, by phone or by name."""
    if (first := first_of(Booking, wish.get("key"))) is not None:
        return first
    named = _came(venue, wish, by=by, at=at)
    return walk_ins.enter_back(venue=venue, by=by, at=at, **named, **wish)


def _came(
    venue: Venue, wish: dict[str, Any], *, by: User, at: datetime
) -> dict[str, Any]:
    """Take out of a wish who it is about; return the person, or a name for nobody."""
    who = {name: wish.pop(name, "") for name in ("phone", "name", "same")}
    person = _known(venue, **who, at=at)
    if person is None and who["phone"]:
        person = _new(**who, by=by, at=at)
    return {"person": person, "name": who["name"]}


def _known(
    venue: Venue, *, phone: str, name: str, same: str, at: datetime
) -> User | None:
    """Return who is meant and known already; asks where it could be somebody else."""
    name, phone = person_name(name), clean_phone(phone)
    if same == OTHER or not (phone or name):
        return None
    if phone:
        known = User.objects.filter(phone=phone).first()
        if known is None or not name or name == known.name or same == OWNER:
            return known
        text = f"{phone} 登记的是{known.name}，您写的是{name}。请选一下是谁。"
        raise WhoIsIt(text, known)
    rows = Booking.objects.upcoming(at).filter(center=venue.center_id, event=None)
    here = rows.filter(person__phone=None, person__name=name).with_places().first()
    if here is None or same == OWNER:
        return here.person if here else None
    where = f"{here.venue.name} {here.unit.name}，{here.when}"
    text = f"已经有一位没留手机号的{name}（{where}）。请选一下是不是同一位。"
    raise WhoIsIt(text, here.person)


def _new(*, phone: str, name: str, same: str, by: User, at: datetime) -> User:
    """Write somebody down; who shares a number with somebody else has none here."""
    own = "" if same == OTHER else phone
    return register_person(name=name, phone=own, by=by, at=at)
