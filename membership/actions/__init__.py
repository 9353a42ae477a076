"""The verbs of party organizations and members; the only code that writes them."""

from membership.actions.base import StaleError
from membership.actions.members import (
    change_member,
    change_state,
    confirm,
    extend_probation,
    link_person,
    move_member,
    record_consent,
    register_member,
    reveal_id,
    withdraw_consent,
)
from membership.actions.organizations import (
    appoint,
    change_organization,
    dissolve,
    end_post,
    found_organization,
    own_center,
)

__all__ = [
    "StaleError",
    "appoint",
    "change_member",
    "change_organization",
    "change_state",
    "confirm",
    "dissolve",
    "end_post",
    "extend_probation",
    "found_organization",
    "link_person",
    "move_member",
    "own_center",
    "record_consent",
    "register_member",
    "reveal_id",
    "withdraw_consent",
]
