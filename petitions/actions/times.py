"""What moves a date: extension and pause. Nothing else does."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from center.hours import moment
from center.models import User
from center.outbox.actions import tell
from center.rules import in_fours
from center.timetable.lookup import calendar_of
from center.wording import date_in_sentence
from center.workdays import ONE_DAY
from petitions.actions.base import (
    CaseChange,
    because,
    changing,
    refuse,
    running_round,
    sees,
    words,
)
from petitions.actions.clocks import computed, excluded_of, recount, store, unmet
from petitions.actions.leaving import acting, keeper_of
from petitions.models import CenterPolicy, ClockRow, Extension, Pause, Petition
from petitions.rules import ExtensionReason, PauseReason, Verb
from petitions.rules.clock import (
    Clock,
    Due,
    decision_problem,
    due_text,
    extension_problem,
    nth_working,
    pause_problem,
)


@dataclass(frozen=True)
class ExtensionPreview:
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
    if problem := extension_problem(Clock(row.clock), days):
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
        raise refuse("这件诉求已经答复，没有在走的期限。", "answered")
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
        problem = extension_problem(Clock(row.clock), days)
        if problem := problem or decision_problem(row.due_on, at):
            raise refuse(problem, "days")
        _check_first_extension(row)
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


def _check_first_extension(row: ClockRow) -> None:
    states = set(row.extensions.values_list("state", flat=True))
    if Extension.State.APPROVED in states:
        raise refuse("这个期限已经延过一次，不能再延。", "extended")
    if Extension.State.ASKED in states:
        raise refuse("已经有一份延期申请在等审批。", "waiting")


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
        why = words(reason, "说明", required=False)
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
    if problem := decision_problem(row.due_on, at):
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


def pause(
    petition: Petition,
    *,
    reason: str,
    text: str,
    last_on: date,
    by: User,
    at: datetime,
) -> Pause:
    """Let the promise stand still until and with ``last_on``; where it is allowed.

    Off unless the center has switched it on. Refuses an overdue case, one that is
    paused, and a statutory clock. The person sees why and until when.
    """
    with changing(petition, Verb.PAUSE, by=by, at=at) as change:
        case = change.row
        _check_policy(case, reason)
        _check_pause(case, last_on, at)
        paused = Pause.objects.create(
            petition=case,
            round=running_round(case),
            reason=reason,
            text=because(text, "暂停的说明"),
            started_at=at,
            started_by=by,
            last_on=last_on,
        )
        case.paused_until = last_on
        _recompute_promise(case)
        until = f"计时暂停，最晚到{date_in_sentence(last_on)}"
        said = f"{paused.get_reason_display()}，{until}。{paused.text}"
        change.public = change.text = said
    return paused


def _check_pause(case: Petition, last_on: date, at: datetime) -> None:
    row = running_clock(case)
    if row.clock != Clock.PROMISE:
        raise refuse("法定期限不能暂停。", "clock")
    if problem := pause_problem(row.due_on, last_on, timezone.localdate(at)):
        raise refuse(problem, "last_on")
    _end_lapsed(case, at)
    if Pause.objects.filter(petition=case, ended_at__isnull=True).exists():
        raise refuse("这件诉求已经在暂停。", "paused")


def _check_policy(case: Petition, reason: str) -> None:
    policy = CenterPolicy.objects.filter(center=case.center).first()
    if policy is None or not policy.may_pause:
        raise refuse("本中心没有开放暂停计时。", "off")
    if reason not in PauseReason.values:
        raise refuse("请选暂停的原因。", "reason")
    if reason == PauseReason.SUPERIOR and not policy.may_pause_for_superior:
        raise refuse("等上级答复时计时不停。", "superior")


def _end_lapsed(case: Petition, at: datetime) -> None:
    """End a pause that ran out by itself, at the midnight after its last day."""
    today = timezone.localdate(at)
    lapsed = Pause.objects.filter(
        petition=case, ended_at__isnull=True, last_on__lt=today
    ).first()
    if lapsed:
        lapsed.ended_at = moment(lapsed.last_on + ONE_DAY, time.min)
        lapsed.save(update_fields=["ended_at"])


def _recompute_promise(case: Petition) -> None:
    for row in unmet(case):
        if row.clock == Clock.PROMISE:
            store(case, row, computed(case, row))
    recount(case)


def resume(petition: Petition, *, text: str = "", by: User, at: datetime) -> Petition:
    """Let the promise run again; the day of resuming counts."""
    with changing(petition, Verb.RESUME, by=by, at=at) as change:
        case = change.row
        if not end_pause(case, by=by, at=at):
            raise refuse("这件诉求没有在暂停。", "running")
        case.paused_until = None
        _recompute_promise(case)
        text = words(text, "说明", required=False)
        change.public = f"恢复计时，答复期限是 {case.due_text}。{text}"
        change.text = change.public
    return case


def end_pause(case: Petition, *, by: User | None, at: datetime) -> bool:
    """End the running pause of a locked case, if there is one."""
    _end_lapsed(case, at)
    running = Pause.objects.filter(petition=case, ended_at__isnull=True).first()
    if running is None:
        return False
    running.ended_at, running.ended_by = at, by
    running.save(update_fields=["ended_at", "ended_by"])
    return True


def end_wait(case: Petition, *, at: datetime) -> None:
    """End a pause that waits for the person, who has just written."""
    waiting = Pause.objects.filter(
        petition=case, ended_at__isnull=True, reason=PauseReason.MATERIALS
    )
    if case.paused_until is None or not waiting.exists():
        return
    with changing(case, Verb.RESUME, by=None, at=at) as change:
        _go_on(change, at)
        due = change.row.due_text
        change.public = f"收到您补充的内容，恢复计时，答复期限是 {due}。"


def _go_on(change: CaseChange, at: datetime) -> None:
    end_pause(change.row, by=None, at=at)
    change.row.paused_until = None
    _recompute_promise(change.row)


def lapse_pauses(*, at: datetime) -> int:
    """End what has run out, say so to the person and to who has it; say how many.

    One transaction for each case; one that somebody works on right now is left to the
    next run.
    """
    late = Pause.objects.filter(
        ended_at__isnull=True, last_on__lt=timezone.localdate(at)
    )
    return sum(_lapse_pause(pause, at) for pause in late.order_by("petition_id"))


@transaction.atomic
def _lapse_pause(pause: Pause, at: datetime) -> bool:
    free = Petition.objects.select_for_update(of=("self",), skip_locked=True)
    case = free.open().filter(pk=pause.petition_id).first()
    still = Pause.objects.filter(pk=pause.pk, ended_at__isnull=True)
    if case is None or not still.exists():
        return False
    with changing(case, Verb.RESUME, by=None, at=at) as change:
        _go_on(change, at)
        change.row.news_at = change.row.news_at or at
        due = change.row.due_text
        change.public = change.text = f"暂停到期了，恢复计时，答复期限是 {due}。"
    _tell_keeper(change.row, pause, at)
    return True


def _tell_keeper(case: Petition, pause: Pause, at: datetime) -> None:
    keeper = acting(case.owner) or keeper_of(case)
    if keeper is None or not sees(case, keeper):
        return
    text = f"诉求 {in_fours(case.code)} 的暂停到期了，期限 {case.due_text}。"
    tell(
        person=keeper,
        text=text,
        once=f"petition-pause-lapsed:{pause.pk}",
        at=at,
        center_id=case.center_id,
        subject=f"petitions:{case.pk}",
    )


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


def may_pause(case: Petition, _: User) -> bool:
    """Say whether the center lets clocks stand still, and this one runs."""
    policy = CenterPolicy.objects.filter(center=case.center_id, may_pause=True)
    return case.paused_until is None and policy.exists()
