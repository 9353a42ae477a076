"""A unit says that its part is not theirs; a supervisor decides."""

from datetime import date, datetime

from django.utils import timezone

from center.models import User
from center.timetable.lookup import calendar_of
from center.wording import date_in_sentence
from center.workflow.actions import because, refuse
from petitions.actions.base import changing
from petitions.models import Assist, Petition
from petitions.models.sides import side_of
from petitions.models.story import AssistQuerySet
from petitions.rules.flow import ASSIST
from petitions.rules.followup import OBJECTION_DAYS, objection_by
from petitions.rules.states import Verb


def last_day(assist: Assist) -> date:
    """Return until when the unit may object (信访工作条例 article 23)."""
    calendar = calendar_of(assist.petition.center)
    return objection_by(calendar, timezone.localdate(assist.asked_at))


def open_parts(case: Petition, user: User | None) -> AssistQuerySet:
    """Return the unfinished parts: one's own, or all of the center's."""
    parts = Assist.objects.unfinished().filter(petition=case)
    if user is not None and side_of(case, user) == ASSIST:
        return parts.filter(center__in=user.center_ids)
    return parts


def has_open_part(case: Petition, user: User) -> bool:
    return open_parts(case, user).exists()


def may_object(case: Petition, user: User) -> bool:
    return open_parts(case, user).filter(objected_at__isnull=True).exists()


def object_to(assist: Assist, *, reason: str, by: User, at: datetime) -> Assist:
    """Object to a part, by the unit itself or written down for one outside.

    Once, within five working days after it was asked.
    """
    with changing(assist.petition, Verb.OBJECT, by=by, at=at) as change:
        assist = Assist.objects.select_for_update().get(pk=assist.pk)
        _check_objection(assist, at)
        assist.objection = because(reason, "不归本单位办的理由")
        assist.objected_at, assist.objected_by = at, by
        assist.save(update_fields=["objection", "objected_at", "objected_by"])
        change.internal = f"{assist.unit} 提出异议：{assist.objection}"
    return assist


def _check_objection(assist: Assist, at: datetime) -> None:
    if assist.finished_at is not None:
        raise refuse("这一部分已经完成了。", "finished")
    if assist.objected_at is not None:
        is_open = assist.decided_at is None
        end = "正等主管裁定。" if is_open else "主管已经裁定，请照办。"
        raise refuse(f"这一部分已经提过异议，{end}", "objected")
    if timezone.localdate(at) > (day := last_day(assist)):
        until = f"{date_in_sentence(day)}已经过了"
        text = f"异议要在收到后 {OBJECTION_DAYS} 个工作日内提，{until}。"
        raise refuse(f"{text}请先办，有难处请记一笔。", "too_late")


def rule_objection(
    assist: Assist, *, is_theirs: bool, reason: str, by: User, at: datetime
) -> Assist:
    """Decide whether the part is the unit's after all; if not it is done with."""
    with changing(assist.petition, Verb.RULE, by=by, at=at) as change:
        assist = Assist.objects.select_for_update().get(pk=assist.pk)
        if assist.objected_at is None or assist.decided_at is not None:
            raise refuse("没有等着裁定的异议，可能已经裁定过了。", "decided")
        if assist.finished_at is not None:
            raise refuse("这一部分已经完成了。", "finished")
        assist.decision = because(reason, "裁定的理由")
        assist.decided_at, assist.decided_by = at, by
        if not is_theirs:
            assist.finding = f"异议成立，不归{assist.unit}办。"
            assist.finished_at, assist.finished_by = at, by
        assist.save()
        ruled = "仍由" if is_theirs else "不归"
        change.internal = f"裁定：{ruled}{assist.unit}办。{assist.decision}"
    return assist
