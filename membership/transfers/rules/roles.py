"""In which capacity somebody acts on a transfer, and who may."""

from django.db import models

from center.rules import Role, grants


class Actor(models.TextChoices):
    """In which capacity somebody acts; kept with every step."""

    MEMBER = "member", "党员本人"
    CLERK = "clerk", "窗口受理"
    BRANCH = "branch", "党支部"
    COMMITTEE = "committee", "基层党委"
    SEAL = "seal", "用印"
    SYSTEM = "system", "到期自动"


# What somebody must be allowed to act in a capacity. Besides that the clerk needs the
# center, the branch, committee and seal need a post there, the member to be it.
PERMISSION = {
    Actor.CLERK: "transfers.handle_transfer",
    Actor.BRANCH: "transfers.confirm_transfer",
    Actor.COMMITTEE: "transfers.approve_transfer",
    Actor.SEAL: "transfers.seal_transfer",
}
_ALL = "view_transfer export_transfer "
_SEEN = "view_letter view_missingpapers view_receipt view_refusal view_transferstep "
_PRACTICE = "view_practice change_practice add_practice"
MAY = {
    Role.CLERK: grants("transfers", _ALL + "handle_transfer seal_transfer"),
    Role.SECRETARY: grants("transfers", _ALL + "confirm_transfer"),
    Role.ORGANIZER: grants(
        "transfers", _ALL + "handle_transfer approve_transfer seal_transfer"
    ),
    Role.SUPERVISOR: grants("transfers", _ALL + "seal_transfer " + _SEEN + _PRACTICE),
}
