"""What moves a date: extension and pause. Nothing else does."""

from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from center.models import User
from center.timetable.lookup import calendar_of
from center.wording import date_in_sentence
from center.workflow.actions import because, needed, refuse
from petitions.actions.base import CaseChange, changing
from petitions.actions.clocks import computed, excluded_of, recount, store, unmet
from petitions.models import ClockRow, Extension, Petition
from petitions.rules.clock import (
    MOST_REFUSED,
    Clock,
    Due,
    decision_refusal,
    due_text,
    longer_refusal,
    nth_working,
)
from petitions.rules.states import Verb
from petitions.rules.times import ExtensionReason


class ExtensionPreview(NamedTuple):
    """What an extension would do, and what the person would be told."""

    old_due_on: date
    new_due_on: date
    original_due_on: date
    is_provisional: bool
    text: str


def preview_extension(
    petition: Petition, *, days: int, reason: str = ""
) -> ExtensionPreview:
    """Return the new date and the text for the person; nothing is written."""
    row = running_clock(petition)
    if problem := longer_refusal(Clock(row.clock), days):
        raise refuse(problem, "days")
    new = _extended(petition, row, days)
    return ExtensionPreview(
        old_due_on=row.due_on,
        new_due_on=new.on,
        original_due_on=row.original_on,
        is_provisional=new.is_provisional,
        text=_told(row.due_on, new, reason),
    )


def running_clock(case: Petition) -> ClockRow:
    """Return the clock that the date of the case comes from."""
    rows = unmet(case)
    if not rows:
        raise refuse(
            "这件诉求已经答复，没有在走的期限；有新情况，请用“重新办理”。", "answered"
        )
    return rows[0]


def _extended(case: Petition, row: ClockRow, days: int) -> Due:
    """Compute a clock with more time; working days count from the current due date."""
    before, row.extra = row.extra, row.extra + days
    new = computed(case, row)
    row.extra = before
    if row.clock != Clock.PROMISE:
        return new
    on = nth_working(calendar_of(case.center), row.due_on, days, excluded_of(case))
    return Due(new.clock, new.day0, on, new.earliest, new.is_provisional, new.skipped)


def _told(old: date, new: Due, reason: str) -> str:
    label = ExtensionReason(reason).label if reason in ExtensionReason.values else ""
    because = f"因{label}，" if label else ""
    return (
        f"{because}答复期限从 {date_in_sentence(old)} 延到 "
        f"{due_text(new.on, is_provisional=new.is_provisional)}。"
    )


def ask_extension(
    petition: Petition, *, days: int, reason: str, text: str, by: User, at: datetime
) -> Extension:
    """Ask a supervisor for more time: 1 to 7 working days (30 days for a handling).

    Refuses a second extension of the same clock, and one after the due day's end.
    """
    with changing(petition, Verb.ASK_EXTENSION, by=by, at=at) as change:
        case = change.row
        if reason not in ExtensionReason.values:
            raise refuse("请选延期的原因。", "reason")
        row = running_clock(case)
        problem = longer_refusal(Clock(row.clock), days)
        if problem := problem or decision_refusal(row.due_on, at):
            raise refuse(problem, "days")
        if refusal := _asks_refusal(row):
            raise refusal
        asked = Extension.objects.create(
            petition=case,
            clock=row,
            days=days,
            reason=reason,
            text=because(text, "延期的说明"),
            asked_at=at,
            asked_by=by,
            old_due_on=row.due_on,
            new_due_on=_extended(case, row, days).on,
        )
        why = f"{asked.get_reason_display()}。{asked.text}"
        change.internal = f"申请延期 {days} 天：{why}"
    return asked


def extension_refusal(case: Petition) -> str:
    """Say why no more time can be asked for now; empty when it can."""
    rows = unmet(case)
    refusal = _asks_refusal(rows[0]) if rows else None
    return refusal.messages[0] if refusal else ""


def _asks_refusal(row: ClockRow) -> ValidationError | None:
    states = Counter(row.extensions.values_list("state", flat=True))
    if states[Extension.State.APPROVED]:
        return refuse(
            "这个期限已经延过一次，不能再延。请在期限前答复；办不完的先告诉他进展，或者请主管改派。",
            "extended",
        )
    if states[Extension.State.ASKED]:
        return refuse("已经有一份延期申请在等审批。", "waiting")
    if states[Extension.State.REFUSED] >= MOST_REFUSED:
        return refuse(
            f"这个期限的延期已经 {MOST_REFUSED} 次没批，不能再申请。"
            "请在期限前答复，办不完的先告诉他进展，或者请主管改派。",
            "refused_before",
        )
    return None


def withdraw_extension(
    extension: Extension, *, reason: str = "", by: User, at: datetime
) -> Extension:
    """Take back what was asked for: by who asked, or who has the case now."""
    with changing(extension.petition, Verb.UNASK_EXTENSION, by=by, at=at) as change:
        extension = Extension.objects.select_for_update().get(pk=extension.pk)
        if extension.state != Extension.State.ASKED:
            label = extension.get_state_display()
            raise refuse(f"这份申请已经处理过：{label}。", "decided")
        if not may_unask(change.row, by):
            raise refuse("延期申请由申请的人或者现在经办的人撤回。", "not_asker")
        extension.state = Extension.State.WITHDRAWN
        extension.save(update_fields=["state"])
        why = needed(reason, "说明", required=False)
        change.internal = f"撤回延期申请（{extension.days} 天）。{why}"
    return extension


def may_unask(case: Petition, by: User) -> bool:
    waiting = waiting_extension(case)
    return waiting is not None and by.pk in (waiting.asked_by_id, case.owner_id)


def decide_extension(
    extension: Extension, *, approve: bool, text: str = "", by: User, at: datetime
) -> Extension:
    """Approve or refuse an extension: a supervisor, not the asker, before the day ends.

    Approved, the person is told in the same transaction and the original date is
    kept. Refuses what is decided already.
    """
    verb = Verb.EXTEND if approve else Verb.REFUSE_EXTENSION
    with changing(extension.petition, verb, by=by, at=at) as change:
        extension = Extension.objects.select_for_update().get(pk=extension.pk)
        if extension.state != Extension.State.ASKED:
            label = extension.get_state_display()
            raise refuse(f"这份申请已经处理过：{label}。", "decided")
        if by.pk == extension.asked_by_id:
            raise refuse("不能审批自己的延期申请，请另一位主管审批。", "own")
        extension.decision = because(text, "审批意见", required=not approve)
        extension.decided_at, extension.decided_by = at, by
        if approve:
            _approve(change, extension, at)
        else:
            extension.state = Extension.State.REFUSED
            change.internal = f"不批准延期：{extension.decision}"
        extension.save()
    return extension


def _approve(change: CaseChange, extension: Extension, at: datetime) -> None:
    case, row = change.row, ClockRow.objects.get(pk=extension.clock_id)
    if problem := decision_refusal(row.due_on, at):
        raise refuse(problem, "too_late")
    old, new = row.due_on, _extended(case, row, extension.days)
    extension.old_due_on, extension.new_due_on = old, new.on
    extension.state = Extension.State.APPROVED
    row.extra += extension.days
    store(case, row, new)
    recount(case)
    case.is_extended = True
    change.public = change.text = _told(old, new, extension.reason)
    change.internal = extension.decision
    change.details = {"old": f"{old}", "new": f"{new.on}"}


def waiting_extension(case: Petition) -> Extension | None:
    return Extension.objects.filter(petition=case, state=Extension.State.ASKED).first()


def lapse_extensions(*, at: datetime) -> int:
    """Mark as lapsed what nobody decided before the due day ended; say how many.

    One transaction for each case; one that somebody works on right now is left to the
    next run.
    """
    late = Extension.objects.filter(
        state=Extension.State.ASKED, clock__due_on__lt=timezone.localdate(at)
    )
    return sum(_lapse(asked, at) for asked in late.order_by("petition_id"))


@transaction.atomic
def _lapse(asked: Extension, at: datetime) -> bool:
    free = Petition.objects.select_for_update(of=("self",), skip_locked=True)
    case = free.open().filter(pk=asked.petition_id).first()
    still = Extension.objects.filter(pk=asked.pk, state=Extension.State.ASKED)
    if case is None or not still.update(state=Extension.State.LAPSED):
        return False
    with changing(case, Verb.REFUSE_EXTENSION, by=None, at=at) as change:
        days = asked.days
        change.internal = f"延期申请（{days} 天）到期限当天还没有批，作废了。"
    return True
