"""The shape of the URL × role tables in ``tests/<app>/access.py``.

Each app lists every address it has, with what a GET answers to whom. An address with
parts in it is asked for something that is not there, unless the row names a function
that makes it in the street center: ``make=lambda cast: f"/bookings/{...}/"``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from center.models import Center, User
from center.rules import Role
from tests import make

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
class Cast:
    """Whom the rows of the tables may be about; the resident owns what is personal."""

    house: Center
    elsewhere: Center
    resident: User
    staff: dict[str, User]


def cast_of(house: Center, elsewhere: Center, resident: User) -> Cast:
    """Return these, with somebody for every role of staff."""
    roles = {
        "clerk": Role.CLERK,
        "organizer": Role.ORGANIZER,
        "secretary": Role.SECRETARY,
        "supervisor": Role.SUPERVISOR,
    }
    staff = {name: make.staff(name, role, center=house) for name, role in roles.items()}
    staff["elsewhere"] = make.staff("elsewhere", Role.CLERK, center=elsewhere)
    return Cast(house, elsewhere, resident, staff)


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


def register_rows(register) -> dict[str, Row]:
    """Return the rows of a register's addresses, as its declaration says who may."""
    shown = {"": ("view", 200), "print/": ("view", 200)}
    if register.is_written:
        shown |= {
            "new/": ("add", 200),
            "<int:pk>/": ("view", 404),
            "<int:pk>/change/": ("change", 404),
            "<int:pk>/strike/": ("change", 404),
        }
        shown |= {f"<int:pk>/{one.route}": ("change", 404) for one in register.verbs}
    if register.is_imported:
        shown |= {"import/": ("add", 200), "import/template/": ("add", 200)}
    rows = {
        register.path + route: _allowed(register, verb, status)
        for route, (verb, status) in shown.items()
    }
    # By POST only.
    return rows | {f"{register.path}export/": logged_in(405)}


def _allowed(register, verb: str, status: int) -> Row:
    of = {
        "clerk": Role.CLERK,
        "organizer": Role.ORGANIZER,
        "secretary": Role.SECRETARY,
        "supervisor": Role.SUPERVISOR,
        "elsewhere": Role.CLERK,
    }
    answers = {
        name: status if verb in register.may.get(role, "").split() else 403
        for name, role in of.items()
    }
    return Row(anonymous=302, resident=403, **answers)
