"""The shape of the URL × role tables in ``tests/<app>/access.py``.

Each app lists every address it has, with what a GET answers to whom. An address with
parts in it is asked for something that is not there, unless the row names a function
that makes it in the street center: ``make=lambda cast: f"/bookings/{...}/"``.
"""

from collections.abc import Callable
from dataclasses import dataclass

ROLES = (
    "anonymous",
    "resident",
    "clerk",
    "organizer",
    "secretary",
    "supervisor",
    "elsewhere",
)


@dataclass(frozen=True)
class Row:
    """What a GET answers; ``elsewhere`` is a clerk of another center."""

    anonymous: int
    resident: int
    clerk: int
    organizer: int
    secretary: int
    supervisor: int
    elsewhere: int
    make: Callable[[object], str] | None = None


def everybody(status: int, make=None) -> Row:
    """Answer all alike."""
    return Row(*[status] * len(ROLES), make=make)


def logged_in(status: int = 200, make=None) -> Row:
    """Send anonymous people to the log-in, and answer all others alike."""
    return Row(302, *[status] * (len(ROLES) - 1), make=make)


def staff(status: int = 200, *, resident: int = 403, make=None) -> Row:
    """Answer all staff alike and refuse residents."""
    return Row(302, resident, *[status] * (len(ROLES) - 2), make=make)
