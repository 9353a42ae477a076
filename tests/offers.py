"""The shape of ``tests/<app>/offers.py``: what a subject gives to the walk over offers.

A subject builds one row for every state and says where its verbs are offered and where
each is posted, with data that would do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from center.models import Center, User

# Who walks; ``above`` works for the superior center, ``elsewhere`` for a third one.
ROLES = (
    "anonymous",
    "owner",
    "neighbor",
    "clerk",
    "secretary",
    "organizer",
    "seal",
    "supervisor",
    "above",
    "above_supervisor",
    "elsewhere",
)


@dataclass(frozen=True)
class Cast:
    """Three centers, the rows' own in the middle, and somebody for every role."""

    street: Center
    home: Center
    third: Center
    people: Mapping[str, User | None]

    def __getattr__(self, role: str) -> User:
        return self.people[role]


@dataclass(frozen=True)
class Verb:
    """Where something is posted, with data that would do."""

    address: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """Rows in every state, the pages that offer something, and everything to offer."""

    name: str
    # The apps whose tables must not change by what was not offered.
    apps: tuple[str, ...]
    at: str
    rows: Callable[[Cast], Mapping[str, Any]]
    pages: Callable[[Any], list[str]]
    verbs: Callable[[Any, Cast], Mapping[str, Verb]]
