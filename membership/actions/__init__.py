"""The verbs of party organizations and members; the only code that writes them."""

from membership.actions.base import StaleError
from membership.actions.exports import export_members, export_organizations
from membership.actions.imports import (
    discard_import,
    discard_old_imports,
    judge,
    run_import,
    upload,
)
from membership.actions.keys import rotate_keys
from membership.actions.members import (
    change_member,
    change_state,
    confirm,
    extend_probation,
    forget_person,
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
from membership.actions.returning import (
    former_members,
    known_by_number,
    rejoin_member,
)

__all__ = [
    "StaleError",
    "appoint",
    "change_member",
    "change_organization",
    "change_state",
    "confirm",
    "discard_import",
    "discard_old_imports",
    "dissolve",
    "end_post",
    "export_members",
    "export_organizations",
    "extend_probation",
    "forget_person",
    "former_members",
    "found_organization",
    "judge",
    "known_by_number",
    "link_person",
    "move_member",
    "own_center",
    "record_consent",
    "register_member",
    "rejoin_member",
    "reveal_id",
    "rotate_keys",
    "run_import",
    "upload",
    "withdraw_consent",
]
