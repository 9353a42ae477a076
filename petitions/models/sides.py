"""Who may do what to a case as it stands: the page and the actions ask here alone."""

from typing import TYPE_CHECKING

from center.models import User
from center.workflow.rules import Refusal
from petitions.rules.flow import ABOVE, ASSIST, FLOW, HOME, PERSONAL, Move
from petitions.rules.followup import needs_supervisor
from petitions.rules.roles import PUBLISH, REVEAL, SUPERVISE, WORK
from petitions.rules.states import State, Verb

if TYPE_CHECKING:
    from petitions.models.petition import Petition

_NEEDED = {
    WORK: "这一步要由窗口人员来做。",
    SUPERVISE: "这一步要由主管来做。",
    PUBLISH: "公开诉求要由主管来做。",
    REVEAL: "您不能查看诉求人。",
}


def side_of(case: "Petition", user: User) -> str:
    """Return on which side of the case somebody stands."""
    is_up = case.state == State.ESCALATED and case.owner_center_id is not None
    if is_up and user.center_id == case.owner_center_id:
        return ABOVE
    if user.center_id in (case.center_id, None) or case.center_id in user.center_ids:
        return HOME
    return ASSIST


def refusal_of(case: "Petition", verb: str, by: User | None) -> str:
    """Say why ``by`` cannot do ``verb`` to the case now; empty when they can."""
    if by is None or _speaks_for_person(case, verb, by):
        return FLOW.refusal(verb, case.state)
    row = FLOW.find(verb, case.state) or FLOW.first(verb)
    return (
        _barred(case, row, by)
        or FLOW.refusal(verb, case.state)
        or _elsewhere(case, row, by)
        or _not_now(case, verb, by)
    )


def _speaks_for_person(case: "Petition", verb: str, by: User) -> bool:
    return verb in PERSONAL and (not by.is_staff or by.pk == case.person_id)


def _barred(case: "Petition", row: Move, by: User) -> str:
    """Refuse what is never theirs, however the case stands."""
    is_away = ASSIST not in row.sides and side_of(case, by) == ASSIST
    if is_away or not by.is_staff:
        return Refusal("没有找到这件诉求。", "not_found", is_barred=True)
    if row.permission and not by.has_perm(row.permission):
        return Refusal(_NEEDED[row.permission], "no_permission", is_barred=True)
    if row.is_at_home and by.center_id != case.center_id:
        text = "诉求人登记的内容，只能由收这件诉求的中心来改。"
        return Refusal(text, "not_home", is_barred=True)
    return ""


def _elsewhere(case: "Petition", row: Move, by: User) -> str:
    if side_of(case, by) in row.sides:
        return ""
    label = Verb(row.verb).label
    text = f"现在不能“{label}”，这一步由收这件诉求的中心来做；有话可以记一笔。"
    return Refusal(text, "not_home")


def _not_now(case: "Petition", verb: str, by: User) -> str:
    """Refuse what the columns of the case say besides its state."""
    is_up = verb == Verb.ESCALATE and needs_supervisor(case.returns)
    if is_up and not by.has_perm(SUPERVISE):
        return Refusal("退回过两次，这一步要由主管来做。", "no_permission")
    if case.state == State.ESCALATED and verb in (Verb.TAKE, Verb.HAND_BACK):
        above = case.owner_center_id
        if above and above not in by.center_ids:
            return Refusal("这件诉求在上级中心，请等上级答复。", "not_above")
    has_owner = case.owner_id is not None and case.state != State.HANDED_BACK
    if verb == Verb.TAKE and has_owner:
        return Refusal("已经有人接手了，请刷新页面。", "taken")
    if verb == Verb.RELEASE and case.first_asked_id is None:
        return Refusal("这件诉求还没有首问责任人，请先接手或者改派。", "nobody")
    return ""
