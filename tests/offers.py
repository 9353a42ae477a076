"""The shape of ``tests/<app>/offers.py``: what a subject gives to the walk over offers.

A subject builds one row for every state and says where its verbs are offered and where
each is posted, with data that would do.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from center.models import Center, User
from center.workflow.forms import VersionForm

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
    # What a page holds that offers it, where the address alone does not say it.
    marks: tuple[str, ...] = ()

    def is_in(self, page: str, addresses: Collection[str]) -> bool:
        """Say whether a page with these addresses offers it."""
        if self.marks:
            return all(mark in page for mark in self.marks)
        return self.address in addresses


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
    # Without those who are here what another role is already.
    roles: tuple[str, ...] = ROLES
    # Of the verbs that are not offered on a row each so many-th is posted: by the first
    # who is offered any there, by others who are offered others, by everybody else.
    one_in: tuple[int, int, int] = (1, 3, 6)


def in_admin(table: str, row: Any, name: str, **data: Any) -> Verb:
    """Return an action of a list of the admin, offered where the row is listed too."""
    box = f'name="{ACTION_CHECKBOX_NAME}" value="{row.pk}"'
    return Verb(
        reverse(f"admin:{table}_changelist"),
        {"action": name, ACTION_CHECKBOX_NAME: row.pk, "apply": "1"} | data,
        (f'<option value="{name}"', box),
    )


def declared(verbs, row: Any, data: Mapping[str, dict[str, Any]]) -> dict[str, Verb]:
    """Return every verb that a subject declares for a row, with ``data`` that would do.

    A verb that asks for something and has no data here is an error: it would not be
    walked. One that asks for nothing needs none.
    """
    here = [action for action in verbs.actions if action.find is None]
    asking = {action.url_name for action in here if action.form is not VersionForm}
    left = sorted(asking - data.keys())
    assert left == [], f"say in the offers.py of {verbs.app} what {left} would get"
    return {
        action.url_name: Verb(
            reverse(f"{verbs.app}:{action.url_name}", args=[getattr(row, verbs.key)]),
            {"version": row.version} | data.get(action.url_name, {}),
        )
        for action in here
    }
