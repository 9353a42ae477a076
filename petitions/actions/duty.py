"""Who bears a case: reassigning, first-asked duty, conflict, identity."""

from datetime import datetime

from center.models import User
from center.workflow.actions import because, refuse
from petitions.actions.base import ask_first, changing, check_successor, give
from petitions.actions.casework import check_colleague
from petitions.models import Conflict, Petition, RevealLog
from petitions.models.access import reader_of
from petitions.rules.states import ENDED, Verb


def reassign(
    petition: Petition, *, to: User, reason: str, by: User, at: datetime
) -> Petition:
    """Give a case to somebody else, as a supervisor; also one that nobody has taken."""
    with changing(petition, Verb.REASSIGN, by=by, at=at) as change:
        check_colleague(change.row, to)
        change.internal = because(reason, "改派原因")
        give(change.row, to, at)
        ask_first(change.row, to)
        change.public = "已安排工作人员办理，期限不变。"
        change.details = {"to": to.pk}
    return change.row


def release_first_asked(
    petition: Petition, *, to: User, reason: str, by: User, at: datetime
) -> Petition:
    """Release the first-asked clerk from the duty and give it to another.

    Only a supervisor, with a reason. Who was asked first stays on the case for ever.
    """
    with changing(petition, Verb.RELEASE, by=by, at=at) as change:
        case = change.row
        if to.pk in (case.duty_by_id, case.first_asked_id):
            raise refuse("首问责任要交给另一个人，请另选一位。", "same")
        check_successor(case, to)
        case.duty_by, case.released_reason = to, because(reason, "解除首问责任的原因")
        change.internal = case.released_reason
        change.details = {"to": to.pk}
    return change.row


def remind_owner(petition: Petition, *, text: str, by: User, at: datetime) -> Petition:
    """Write down that a supervisor urged the owner; for staff alone."""
    with changing(petition, Verb.REMIND, by=by, at=at) as change:
        change.internal = because(text, "催办意见")
    return change.row


def mark_conflict(
    petition: Petition,
    *,
    staff: User,
    reason: str,
    successor: User | None = None,
    by: User,
    at: datetime,
) -> Conflict:
    """Hide a case from somebody named in it: they can neither open nor be given it.

    What they bore goes to ``successor``, who is required where it is needed. Who keeps
    away already is marked like anybody: a refusal would say that they do.
    """
    with changing(petition, Verb.CONFLICT, by=by, at=at) as change:
        case = change.row
        if not staff.is_staff:
            raise refuse("只有工作人员要回避，请选一位同事。", "not_staff")
        reason = because(reason, "回避原因")
        seen = {"confirmed_at": at, "confirmed_by": by}
        marked, is_new = Conflict.objects.standing().get_or_create(
            petition=case,
            staff=staff,
            defaults=seen | {"reason": reason, "marked_at": at, "marked_by": by},
        )
        if not is_new and marked.confirmed_at is None:
            marked.confirmed_at, marked.confirmed_by = at, by
            marked.save(update_fields=["confirmed_at", "confirmed_by"])
        _relieve(case, staff, successor, at)
        change.internal = f"{staff.name} 回避：{reason}"
    return marked


def _relieve(case: Petition, staff: User, successor: User | None, at: datetime) -> None:
    bears = staff.pk in (case.owner_id, case.duty_by_id)
    if not bears or case.state in ENDED:
        return
    if successor is None:
        raise refuse("这件诉求现在由他负责，请选接手的人。", "successor")
    check_successor(case, successor)
    if case.owner_id == staff.pk:
        give(case, successor, at)
    if case.duty_by_id == staff.pk:
        case.duty_by, case.released_reason = successor, "回避"


def judge_named(
    conflict: Conflict,
    *,
    is_named: bool,
    reason: str = "",
    successor: User | None = None,
    by: User,
    at: datetime,
) -> Conflict:
    """Decide whether a text speaks of a colleague; until then they keep away.

    By somebody of the center who is not meant; where nobody of them can, from above.
    A yes passes on what the colleague bore to ``successor``; a no wants a reason.
    """
    with changing(conflict.petition, Verb.JUDGE, by=by, at=at) as change:
        case = change.row
        conflict = Conflict.objects.select_for_update().get(pk=conflict.pk)
        if conflict.lifted_at or conflict.confirmed_at:
            raise refuse("已经有人定过了，请刷新页面。", "judged")
        if not Petition.objects.to_judge(by).filter(pk=case.pk).exists():
            raise refuse("这要由本中心的同事来定，请他们看一看。", "not_home")
        name = conflict.staff.name
        if is_named:
            reason = because(reason, "原因", required=False)
            conflict.confirmed_at, conflict.confirmed_by = at, by
            conflict.save(update_fields=["confirmed_at", "confirmed_by"])
            _relieve(case, conflict.staff, successor, at)
            change.internal = f"确认说的是 {name}，回避。{reason}"
        else:
            _lift(conflict, because(reason, "为什么不是说他"), by, at)
            change.internal = f"看过了，说的不是 {name}：{conflict.lifted_reason}"
    return conflict


def _lift(conflict: Conflict, reason: str, by: User, at: datetime) -> None:
    conflict.lifted_at, conflict.lifted_by = at, by
    conflict.lifted_reason = reason
    conflict.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])


def lift_conflict(
    conflict: Conflict, *, reason: str, by: User, at: datetime
) -> Conflict:
    """Let somebody see a case again, as a supervisor with a reason."""
    with changing(conflict.petition, Verb.LIFT, by=by, at=at) as change:
        conflict = Conflict.objects.select_for_update().get(pk=conflict.pk)
        if conflict.lifted_at is not None:
            raise refuse("这个回避已经解除了。", "lifted")
        if conflict.confirmed_at is None:
            raise refuse("还没定是不是说他，请先定下来。", "proposed")
        _lift(conflict, because(reason, "解除回避的原因"), by, at)
        change.internal = f"{conflict.staff.name} 不再回避：{conflict.lifted_reason}"
    return conflict


def reveal_person(
    petition: Petition, *, reason: str, by: User, at: datetime
) -> Petition:
    """Show who asked to somebody outside the owing center, and write down why."""
    with changing(petition, Verb.REVEAL, by=by, at=at) as change:
        case = change.row
        if case.anonymous:
            raise refuse("匿名的诉求，谁也不知道是谁。", "anonymous")
        if reader_of(case, by).knows_person:
            raise refuse("您本来就看得到是谁，不用再说明原因。", "at_home")
        change.internal = because(reason, "查看的原因")
        RevealLog.objects.create(petition=case, by=by, at=at, reason=change.internal)
    return case
