"""Who may do what with requests."""

from center.rules import Role

# -- Who may do what

VIEW = "petitions.view_petition"
WORK = "petitions.work_petition"
SUPERVISE = "petitions.supervise_petition"
PUBLISH = "petitions.publish_petition"
REVEAL = "petitions.reveal_person"
_CLERK = [VIEW, WORK, REVEAL]
MAY = {
    Role.CLERK: _CLERK,
    Role.SUPERVISOR: [
        *_CLERK,
        SUPERVISE,
        PUBLISH,
        "petitions.view_centerpolicy",
        "petitions.add_centerpolicy",
        "petitions.change_centerpolicy",
    ],
}
