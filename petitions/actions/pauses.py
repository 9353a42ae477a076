"""Let the promise stand still where the center allows it, and run again."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from center.hours import moment
from center.models import User
from center.outbox.actions import tell
from center.rules import in_fours
from center.wording import date_in_sentence
from center.workdays import ONE_DAY
from center.workflow.actions import because, needed, refuse
from petitions.actions.base import CaseChange, changing, running_round, sees
from petitions.actions.clocks import computed, recount, store, unmet
from petitions.actions.leaving import acting, keeper_of
from petitions.actions.times import running_clock
from petitions.models import CenterPolicy, Pause, Petition
from petitions.rules.clock import Clock, pause_refusal
from petitions.rules.states import Verb
from petitions.rules.times import PauseReason


def pause(
    petition: Petition, *, reason: str, text: str, last_on: date, by: User, at: datetime
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
        raise refuse("法定期限不能暂停；办不完的请申请延期，先告诉他进展。", "clock")
    if problem := pause_refusal(row.due_on, last_on, timezone.localdate(at)):
        raise refuse(problem, "last_on")
    _end_lapsed(case, at)
    if Pause.objects.filter(petition=case, ended_at__isnull=True).exists():
        raise refuse("这件诉求已经在暂停，要改日子请先恢复计时。", "paused")


def _check_policy(case: Petition, reason: str) -> None:
    policy = CenterPolicy.objects.filter(center=case.center).first()
    if policy is None or not policy.may_pause:
        raise refuse(
            "本中心没有开放暂停计时；办不完的请申请延期，要开放请找主管。", "off"
        )
    if reason not in PauseReason.values:
        raise refuse("请选暂停的原因。", "reason")
    if reason == PauseReason.SUPERIOR and not policy.may_pause_for_superior:
        raise refuse(
            "等上级答复时计时不停；上级不答，请催一次，再调回来办。", "superior"
        )


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
        text = needed(text, "说明", required=False)
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


def may_pause(case: Petition, _: User) -> bool:
    policy = CenterPolicy.objects.filter(center=case.center_id, may_pause=True)
    return case.paused_until is None and policy.exists()
