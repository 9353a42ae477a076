"""Which venues a member of staff chooses from, and what names each of them.

Two centers may use the same short name: the own center's venue is meant by it alone.
"""

from dataclasses import dataclass

from center.models import User
from reservations.models import Venue


@dataclass(frozen=True, slots=True)
class Offered:
    """One venue with its name in forms and addresses, and its name for people."""

    venue: Venue
    key: str
    label: str


def offered_to(user: User, *, also_inactive: bool = False) -> list[Offered]:
    """Return the venues of ``user`` with their centers, the own center's first.

    A short name that an earlier venue has is followed by the number of the center; an
    underscore is in no short name, so a key never names two venues.
    """
    rows = Venue.objects.visible_to(user).select_related("center")
    venues = sorted(rows, key=lambda venue: venue.center_id != user.center_id)
    found: dict[str, Offered] = {}
    for venue in venues:
        key = f"{venue.slug}_{venue.center_id}" if venue.slug in found else venue.slug
        found[key] = Offered(venue, key, venue.name_for(user))
    return [one for one in found.values() if also_inactive or one.venue.is_active]
