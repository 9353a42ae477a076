"""Draft, send and relay the reply; give notice; close; begin another round."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from center.models import User
from center.uploads import CleanFile
from center.workflow.actions import StaleError, because, locked, needed, refuse
from center.workflow.rules import REFUSED
from petitions.actions.base import (
    acts_as_staff,
    changing,
    check_sight,
    give,
    proved,
    running_round,
    sees,
)
from petitions.actions.clocks import dues_of, meet, set_dates, start_round, unmet
from petitions.actions.files import attach
from petitions.actions.leaving import acting, keeper_of
from petitions.actions.outgoing import own_of, stop_at
from petitions.actions.pauses import end_pause
from petitions.models import CoSigner, Petition, Reply, Round
from petitions.rules.clock import Clock, clocks_of, is_overdue
from petitions.rules.drafts import Problem, draft_problems
from petitions.rules.privacy import BLANK
from petitions.rules.replies import REOPEN_DAYS, Reached, is_bad, reach_refusal
from petitions.rules.states import LENGTHS, PERSON, Kind, Verb


def problems_of(
    petition: Petition, text: str, *, by: User | None = None
) -> list[Problem]:
    """Return what is wrong with a reply before it is sent; few queries, no lock."""
    asks = running_round(petition).asks.filter(outcome="")
    own = own_of(petition, by)
    return draft_problems(
        text,
        open_asks=list(asks.values_list("number", flat=True)),
        own_numbers=own.numbers,
        own_words=own.words,
    )


@transaction.atomic
def save_draft(
    petition: Petition, *, text: str, version: int, by: User, at: datetime
) -> Reply:
    """Save the draft that the house shares; ``version`` is the draft's, 0 for none.

    Raises ``StaleError`` when a colleague has saved another since.
    """
    case = locked(petition)
    check_sight(case, by)
    running = running_round(case)
    draft = draft_of(case)
    is_sent = running.replies.standing().exists()
    if is_sent or (draft.version if draft else 0) != version:
        raise StaleError(case)
    if refusal := case.refusal(Verb.SETTLE, by):
        raise refuse(refusal, getattr(refusal, "code", REFUSED))
    text = _written(text)
    draft = draft or Reply(round=running, version=0)
    draft.text, draft.version = text, draft.version + 1
    draft.written_by, draft.written_at = by, at
    draft.save()
    return draft


def reply(
    petition: Petition,
    *,
    text: str,
    version: int,
    basis: str = "",
    files: Sequence[CleanFile] = (),
    by: User,
    at: datetime,
) -> Reply:
    """Answer a case publicly and tell the person.

    ``version`` is the case's version that the text was written from: whoever comes
    second gets ``StaleError``. Refuses a text with an unfilled
    placeholder or a stranger's number, and a case with an open ask.
    """
    return _send(petition, Verb.REPLY, text, version, basis, files, by, at)


def relay(
    petition: Petition,
    *,
    text: str,
    version: int,
    basis: str = "",
    files: Sequence[CleanFile] = (),
    by: User,
    at: datetime,
) -> Reply:
    """Pass the superior's answer on to the person, as the reply; checked like one."""
    return _send(petition, Verb.RELAY, text, version, basis, files, by, at)


def _send(
    petition: Petition,
    verb: Verb,
    text: str,
    version: int,
    basis: str,
    files: Sequence[CleanFile],
    by: User,
    at: datetime,
) -> Reply:
    with changing(petition, verb, by=by, at=at, version=version) as change:
        case = change.row
        change.public = text = _written(text)
        stop_at(problems_of(case, text, by=by))
        sent = _sent(case, text, needed(basis, "依据", required=False), by, at)
        _answered(case, at)
        case.news_at = None
        attach(case, files, by=by, at=at)
        change.also = [sent.basis]
        change.text = f"已答复：{text}"
    return sent


def draft_of(case: Petition) -> Reply | None:
    drafts = Reply.objects.filter(round__petition=case, round__number=case.round)
    return drafts.filter(sent_at__isnull=True).first()


def _written(text: str) -> str:
    """Return a reply as it is kept; what the veil blanked for its writer is refused."""
    if BLANK in text:
        raise refuse("里面有遮住的字（■■），发出去人家看不懂，请改写。", "veiled")
    return needed(text, "答复", most=LENGTHS["text"])


def latest_words(case: Petition) -> str:
    """Return what a colleague wrote last: the reply, the draft, or the last step."""
    rows = running_round(case).replies.filter(retracted_at__isnull=True)
    if latest := rows.order_by("-sent_at", "-pk").first():
        return latest.text
    step = case.steps.order_by("-pk").first()
    return (step.public_text or step.internal_text) if step else ""


def _sent(case: Petition, text: str, basis: str, by: User, at: datetime) -> Reply:
    running = running_round(case)
    draft = running.replies.filter(sent_at__isnull=True).first()
    sent = draft or Reply(round=running, written_by=by, written_at=at)
    sent.text, sent.basis, sent.sent_at, sent.sent_by = text, basis, at, by
    sent.save()
    return sent


def _answered(case: Petition, at: datetime) -> None:
    """Stop every clock of the round and judge whether it was in time."""
    end_pause(case, by=None, at=at)
    meet(case, Clock, at)
    running = running_round(case)
    running.answered_at, running.timeliness = at, _timeliness(case, running)
    running.save(update_fields=["answered_at", "timeliness"])
    case.answered_at, case.paused_until = at, None


def _timeliness(case: Petition, running: Round) -> str:
    """Judge a round by every clock of it: one that was met late makes it late."""
    rows = running.clocks.filter(clock__in=clocks_of(case.kind))
    met = [(row, row.met_at) for row in rows if row.met_at]
    if case.was_late or any(
        row.was_late or is_overdue(row.due_on, at) for row, at in met
    ):
        return Round.Timeliness.LATE
    if any(row.extra and is_overdue(row.original_on, at) for row, at in met):
        return Round.Timeliness.EXTENDED
    return Round.Timeliness.IN_TIME


def give_notice(petition: Petition, *, text: str, by: User, at: datetime) -> Petition:
    """Tell the person of an opinion in writing that it is dealt with, and by whom.

    Meets the promise of a first answer and the notice of 15 days; the date of the
    case is then that of the handling (信访工作条例 22, 23, 34).
    """
    with changing(petition, Verb.NOTICE, by=by, at=at) as change:
        case = change.row
        if case.kind != Kind.OPINION:
            only = "只有意见建议、信访要书面告知，其他诉求请直接答复。"
            raise refuse(only, "kind")
        if unmet(case)[0].clock == Clock.HANDLING:
            raise refuse("已经书面告知过了；还有话，请用“告诉他进展”。", "done")
        change.public = needed(text, "告知内容", most=LENGTHS["text"])
        end_pause(case, by=by, at=at)
        meet(case, (Clock.PROMISE, Clock.NOTICE), at)
        case.paused_until = None
        change.text = f"书面告知：{change.public}"
    return case


def owes_notice(case: Petition, _: User) -> bool:
    running = case.clocks.filter(round__number=case.round, met_at__isnull=True)
    return case.kind == Kind.OPINION and running.filter(clock=Clock.NOTICE).exists()


def close(
    petition: Petition,
    *,
    result: str,
    reached: str = "",
    unreached_reason: str = "",
    version: int | None = None,
    by: User,
    at: datetime,
) -> Petition:
    """Close a case that was answered: with a result, and how the person was reached.

    Where the person could not be reached the reason is recorded instead. Refuses a
    case in which an assisting unit still has a part to finish.
    """
    with changing(petition, Verb.CLOSE, by=by, at=at, version=version) as change:
        case = change.row
        result = needed(result, "落实结果")
        why = because(unreached_reason, "没能告知的原因", required=False)
        is_reached = reached in Reached.values
        if not is_reached and not why:
            raise refuse("请选怎样告知了本人；没能告知的，写明原因。", "reached")
        speaks = CoSigner.objects.speaking().filter(petition=case).exists()
        if refusal := reach_refusal(
            reached, case.phone, has_speakers=speaks, is_anonymous=case.anonymous
        ):
            raise refuse(refusal, "reached")
        if case.assists.filter(finished_at__isnull=True).exists():
            raise refuse("还有协办没有完成，请先写明协办结果。", "assists")
        running = running_round(case)
        running.result, running.frozen_at = result, at
        running.save(update_fields=["result", "frozen_at"])
        case.result, case.closed_at, case.news_at = result, at, None
        case.reached = reached if is_reached else ""
        case.unreached_reason = change.internal = "" if is_reached else why
        change.public = f"已办结。落实结果：{result}"
        change.text = "已办结，请您评价。"
    return case


def reopen(
    petition: Petition, *, reason: str, by: User | None, at: datetime, proof: str = ""
) -> Petition:
    """Begin another round: its own day 0 today, its own promise, its own result.

    Staff may for new facts; the person may within 30 days of the answer after a
    rating of 1 or 2. The old round stays as it was and still counts. Refuses a case
    that nobody can be told about any more.
    """
    role = "" if acts_as_staff(petition, by) else PERSON
    keep = None if petition.anonymous and role else by
    with changing(petition, Verb.REOPEN, by=keep, at=at, role=role) as change:
        case = change.row
        if case.forgotten_at is not None:
            gone = "诉求人信息已经清除，不能重新办理，请另外登记一件。"
            raise refuse(gone, "forgotten")
        if role:
            _check_person_reopens(case, at)
        reason = (needed if role else because)(reason, "重新办理的原因")
        change.internal = reason
        _freeze(case, at)
        _begin_again(case, reason, None if role else by, at)
        change.public = f"重新办理（第 {case.round} 轮），答复期限 {case.due_text}。"
        change.details = proved(proof) if role else {}
        change.said = {"重新办理的原因": reason} if role else {}
        change.text = f"重新办理，答复期限 {case.due_text}。"
    return case


def _check_person_reopens(case: Petition, at: datetime) -> None:
    rating = getattr(running_round(case), "rating", None)
    if rating is None or not is_bad(rating.score):
        raise refuse("对答复不满意的，请先评价“不满意”，再申请重新办理。", "rating")
    answered_at = case.answered_at or at
    if at - answered_at > timedelta(days=REOPEN_DAYS):
        raise refuse(f"答复已超过 {REOPEN_DAYS} 天，请重新提交一件诉求。", "too_late")


def _freeze(case: Petition, at: datetime) -> None:
    running = running_round(case)
    if running.frozen_at is None:
        running.frozen_at = at
        running.save(update_fields=["frozen_at"])


def _begin_again(case: Petition, reason: str, by: User | None, at: datetime) -> None:
    case.round += 1
    today = timezone.localdate(at)
    dues = dues_of(case, today)
    set_dates(case, dues)
    start_round(case, dues, day0=today, by=by, at=at, reason=reason)
    case.answered_at = case.closed_at = None
    case.result = case.reached = case.unreached_reason = ""
    case.returns, case.is_extended, case.was_late = 0, False, False
    owner = acting(case.owner)
    if owner is None or not sees(case, owner):
        owner = keeper_of(case, by)
    if case.duty_by is not None and acting(case.duty_by) != case.duty_by:
        case.duty_by, case.released_reason = keeper_of(case, by), "交接"
    if owner != case.owner:
        give(case, owner, at)
