"""What may happen to a line of a register, and how much at once. Pure."""

from django.db.models import TextChoices

from center.rules import Role
from center.workflow.rules import Transition, Workflow

# Rows of one file that comes in; each goes through the form and the database twice.
MOST_IMPORTED = 2_000
# Signs of one file between its preview and the import; the page carries them.
MOST_CARRIED = 1_000_000
CARRIED_SECONDS = 24 * 3600
MOST_PRINTED = 2_000


class State(TextChoices):
    """Whether a line counts."""

    VALID = "valid", "有效"
    STRUCK = "struck", "作废"


class Verb(TextChoices):
    """What is done to a line."""

    ADD = "add", "登记"
    CHANGE = "change", "更正"
    STRIKE = "strike", "作废"


FLOW = Workflow(
    State,
    Transition(Verb.CHANGE, [State.VALID], refusal="这一条已经作废，不能再更正。"),
    Transition(
        Verb.STRIKE, [State.VALID], State.STRUCK, "这一条已经作废，不用再作废一次。"
    ),
)
# Verb -> what its permission is called, before the name of the model.
NEEDED = {Verb.ADD: "add", Verb.CHANGE: "change", Verb.STRIKE: "change"}
MAY = {Role.SUPERVISOR: ["registers.view_export", "registers.export_export"]}
