"""What somebody owns who leaves, and who has it from then on.

Every subject says in its ``portal.py`` what lies with a person (``estate``). Nobody is
dismissed, barred or moved before all of it has a successor.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from center import portals
from center.models import Center, User


@dataclass(frozen=True)
class Estate:
    """What lies with somebody in one subject: in words, and who could have it."""

    name: str
    label: str
    lines: tuple[str, ...]
    successors: QuerySet[User]
    # to, why, by, at: in the transaction of whoever ends the appointment.
    hand_on: Callable[..., None]

    def __str__(self) -> str:
        return f"{self.label}：{'，'.join(self.lines)}"


def estates_of(person: User, at: datetime) -> list[Estate]:
    found = [estate(person, at) for estate in portals.gathered("estate")]
    return [one for one in found if one is not None and one.lines]


def refusal(
    person: User,
    *,
    center: Center | None,
    is_active: bool,
    roles: Collection[Group] | None,
    at: datetime,
) -> str:
    """Say what lies with somebody who is to be barred, moved or to lose a role."""
    lost = set() if roles is None else set(person.groups.all()) - set(roles)
    if center == person.center and is_active and not lost:
        return ""
    owned = "；".join(str(one) for one in estates_of(person, at))
    if not owned:
        return ""
    return f"{person.name} 手上还有{owned}。请先在名单里选“交接工作”，选好接手的人。"


def hand_on(
    person: User, successors: Mapping[str, User], *, why: str, by: User, at: datetime
) -> list[str]:
    """Give everything that lies with somebody to ``successors``, by estate; say what.

    Refused as a whole where one is missing or cannot be given it.
    """
    estates = estates_of(person, at)
    lacking = [str(one) for one in estates if one.name not in successors]
    if lacking:
        raise ValidationError(
            f"{person.name} 手上还有{'；'.join(lacking)}。请先选接手的人。",
            code="successors",
        )
    for one in estates:
        to = successors[one.name]
        if to.pk == person.pk or not one.successors.filter(pk=to.pk).exists():
            raise ValidationError(f"{one.label}不能交给{to.name}，请另选一位。")
        one.hand_on(to=to, why=why, by=by, at=at)
    return [f"{one} → {successors[one.name].name}" for one in estates]
