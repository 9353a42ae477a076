"""A superior that does not answer: urge it, and call the case back."""

from datetime import datetime

from django.utils import timezone

from center.accounts.backends import staff_with
from center.models import User
from center.outbox.actions import tell
from center.rules import in_fours
from center.timetable.lookup import calendar_of
from center.wording import date_in_sentence
from center.workflow.actions import because, refuse
from petitions.actions.base import changing, give
from petitions.actions.casework import superior_of
from petitions.actions.leaving import keeper_of
from petitions.models import Conflict, Petition
from petitions.rules.followup import recall_from
from petitions.rules.roles import SUPERVISE
from petitions.rules.states import Verb

URGE_FIRST = "请先催一次上级；过一个工作日还没有答复，就能调回来。"


def urge(petition: Petition, *, text: str, by: User, at: datetime) -> Petition:
    """Give the superior notice that an answer is missing; the person reads that too."""
    with changing(petition, Verb.URGE, by=by, at=at) as change:
        case = change.row
        change.internal = because(text, "催办的话")
        case.urged_at = at
        change.public = f"已催{superior_of(case)}尽快答复，期限不变。"
        for user in _who_hears(case):
            _tell(user, case, at)
    return change.row


def _who_hears(case: Petition) -> list[User]:
    """Return who has the case above, or the supervisors of the center above."""
    if case.owner_center_id is None:
        return []
    away = Conflict.objects.standing().filter(petition=case).values("staff")
    staff = User.objects.filter(is_staff=True, is_active=True).exclude(pk__in=away)
    above = staff.filter(center=case.owner_center_id)
    supervisors = above.filter(pk__in=staff_with(SUPERVISE))
    return list(above.filter(pk=case.owner_id or 0) or supervisors)


def _tell(user: User, case: Petition, at: datetime) -> None:
    due = date_in_sentence(case.due_on)
    tell(
        person=user,
        text=f"下级中心催办：诉求 {in_fours(case.code)} 等您答复，期限 {due}。",
        once=f"petition-urge:{case.pk}:{case.version}:{user.pk}",
        at=at,
        center_id=case.owner_center_id,
        subject=f"petitions:{case.pk}",
    )


def recall_refusal(case: Petition, at: datetime) -> str:
    """Say why a case cannot be called back yet; empty when it can."""
    if case.urged_at is None:
        return URGE_FIRST
    urged_on = timezone.localdate(case.urged_at)
    day = recall_from(calendar_of(case.center), urged_on, case.due_on)
    if timezone.localdate(at) < day:
        return f"刚催过上级，{date_in_sentence(day)}起还没有答复，就能调回来。"
    return ""


def recall(petition: Petition, *, reason: str, by: User, at: datetime) -> Petition:
    """Call a case back from a superior that was urged and does not answer.

    It goes to who bears the first-asked duty; the clock runs on. It is no return.
    """
    with changing(petition, Verb.RECALL, by=by, at=at) as change:
        case = change.row
        if refusal := recall_refusal(case, at):
            raise refuse(refusal, "too_early")
        change.internal = because(reason, "调回的原因")
        change.public = f"{superior_of(case)}还没有答复，改由我们接着办，期限不变。"
        change.text = change.public
        case.owner_center = case.urged_at = None
        give(case, keeper_of(case, by), at)
    return change.row
