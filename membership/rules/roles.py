"""What each role may do here; what they see is decided by visible_to()."""

from center.rules import Role, grants

# -- What each role may do here; what they see is decided by visible_to().

_VIEW = "view_organization view_member "
_LISTS = "import_members export_members "
_KEEP = "add_member change_member reveal_id "
_ORGANIZE = "add_organization change_organization decide_member "
MAY = {
    Role.CLERK: grants(
        "membership", _VIEW + _LISTS + _KEEP + "view_center_organizations"
    ),
    Role.ORGANIZER: grants(
        "membership", _VIEW + _LISTS + _KEEP + _ORGANIZE + "export_full_ids"
    ),
    Role.SECRETARY: grants(
        "membership", _VIEW + "change_member export_members decide_member"
    ),
    Role.SUPERVISOR: grants(
        "membership",
        _VIEW
        + _LISTS
        + _KEEP
        + _ORGANIZE
        + "view_center_organizations appoint view_idreveal view_organizationstep "
        + "view_post",
    ),
}
