"""When a request was received: corrected by one person, confirmed by a second.

Until the second has confirmed with their own account the earlier date counts. Both
dates are kept, and a day that has gone by unanswered stays late.
"""

from datetime import datetime

from django.utils import timezone

from center.models import User
from center.wording import date_in_sentence
from center.workdays import ONE_DAY
from center.workflow.actions import because, refuse
from petitions.actions.base import CaseChange, changing
from petitions.actions.clocks import computed, recount, store, unmet
from petitions.actions.intake import check_witness
from petitions.models import ClockRow, Petition, ReceiptCorrection
from petitions.rules.clock import clocks_of
from petitions.rules.receipt import receipt_refusal
from petitions.rules.states import Verb


def correct_receipt(
    petition: Petition,
    *,
    received_at: datetime,
    reason: str,
    witness: User | None,
    by: User,
    at: datetime,
) -> Petition:
    """Correct when a request was received: with a reason, a second person, in round 1.

    Refuses a moment after registration, one not before the day that was promised
    first, and a correction after the first answer.
    """
    with changing(petition, Verb.CORRECT, by=by, at=at) as change:
        case = change.row
        reason = because(reason, "更正原因")
        if problem := receipt_refusal(received_at, case.registered_at):
            raise refuse(problem, "received_at")
        witness = check_witness(case.center, witness, by)
        rows = _running(case, received_at)
        if waiting_correction(case) is not None:
            raise refuse("已经有一次更正在等同事核对，核对完才能再改。", "waiting")
        old = timezone.localtime(case.received_at)
        ReceiptCorrection.objects.create(
            petition=case,
            old_at=case.received_at,
            new_at=received_at,
            reason=reason,
            asked_by=by,
            asked_at=at,
            witness=witness,
        )
        if received_at < case.received_at:
            _apply(change, rows, received_at)
        case.backdate_reason, case.witness = reason, witness
        new, name = _text(received_at), witness.name if witness else ""
        change.internal = f"收到时间更正为 {new}：{reason}。等 {name} 核对。"
        change.details = {"old": old.isoformat(), "witness": case.witness_id}
    return case


def _running(case: Petition, received_at: datetime) -> list[ClockRow]:
    """Return the clocks of the first round, or refuse: something was answered."""
    rows = unmet(case)
    if case.round > 1 or len(rows) < len(clocks_of(case.kind)):
        raise refuse("已经答复过，收到时间不能再改；有话要说明，请记一笔。", "too_late")
    promised = min(row.original_on for row in rows)
    if timezone.localdate(received_at) >= promised:
        latest = date_in_sentence(promised - ONE_DAY)
        text = f"改得比最先答应的日子还晚，不能这样改，最晚能改到{latest}。"
        raise refuse(text, "received_at")
    return rows


def _apply(change: CaseChange, rows: list[ClockRow], received_at: datetime) -> None:
    """Let the clocks count from another day, and tell the person the date."""
    case = change.row
    case.received_at, case.received_on = received_at, timezone.localdate(received_at)
    for row in rows:
        row.day0 = case.received_on
        row.save(update_fields=["day0"])
        store(case, row, computed(case, row))
    recount(case)
    change.public = f"更正了收到日期，答复期限是 {case.due_text}。"
    change.text = change.public


def waiting_correction(case: Petition) -> ReceiptCorrection | None:
    found = ReceiptCorrection.objects.filter(petition=case, decided_at__isnull=True)
    return found.first()


def may_confirm(case: Petition, by: User) -> bool:
    waiting = waiting_correction(case)
    return waiting is not None and by.pk != waiting.asked_by_id


def confirm_receipt(
    correction: ReceiptCorrection,
    *,
    is_right: bool,
    reason: str = "",
    by: User,
    at: datetime,
) -> ReceiptCorrection:
    """Confirm a moment of receipt with one's own account, or say that it is wrong.

    Refuses who asked for it. What was answered meanwhile keeps its dates.
    """
    with changing(correction.petition, Verb.CONFIRM, by=by, at=at) as change:
        correction = ReceiptCorrection.objects.select_for_update().get(pk=correction.pk)
        if correction.decided_at is not None:
            raise refuse("已经有人核对过了。", "decided")
        if by.pk == correction.asked_by_id:
            raise refuse("自己填的时间要请另一位同事核对。", "own")
        why = because(reason, "哪里不对", required=not is_right)
        correction.decided_at, correction.decided_by = at, by
        correction.is_right, correction.note = is_right, why
        correction.save()
        _settle(change, correction)
        verdict = "核对无误" if is_right else "核对不对"
        new = _text(correction.new_at)
        change.internal = f"{verdict}：收到时间 {new}。{why}"
    return correction


def _settle(change: CaseChange, correction: ReceiptCorrection) -> None:
    case = change.row
    right = correction.new_at if correction.is_right else correction.old_at
    is_answered = case.round > 1 or len(unmet(case)) < len(clocks_of(case.kind))
    if right == case.received_at or is_answered or not case.is_open:
        return
    _apply(change, _running(case, right), right)


def _text(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
