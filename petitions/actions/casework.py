"""Work on a case: take it, pass it on, send it up, split it, ask others for help."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from center.models import Center, User
from center.uploads import CleanFile
from petitions.actions.case import (
    ask_first,
    check_move,
    check_staff,
    check_successor,
    give,
    locked,
    refuse,
    relocked,
    running_round,
    tell_person,
    words,
    write,
)
from petitions.actions.files import attach
from petitions.actions.named import look_again
from petitions.models import Ask, Assist, Link, Petition, Step
from petitions.rules import (
    LENGTHS,
    WORK,
    Outcome,
    State,
    Verb,
    needs_supervisor,
)

MOST_ASKS = 20


@transaction.atomic
def take(petition: Petition, *, by: User, at: datetime) -> Petition:
    """Take a case that nobody has, or one that came back from above.

    The first clerk of the center to take it is the first-asked clerk for ever. A case
    that was sent up is taken by the superior center and stays there. Refuses a case
    that somebody else works on.
    """
    case = locked(petition, Verb.TAKE)
    check_staff(case, by)
    if case.state == State.ESCALATED:
        check_above(case, by)
    if case.owner_id not in (None, by.pk) and case.state != State.HANDED_BACK:
        raise refuse("已经有人接手了，请刷新页面。", "taken")
    fields = give(case, by, at)
    if case.state != State.ESCALATED:
        fields |= ask_first(case, by)
    write(case, Verb.TAKE, by=by, at=at, public="工作人员已接手办理。", fields=fields)
    return case


@transaction.atomic
def hand_over(
    petition: Petition, *, to: User, reason: str, by: User, at: datetime
) -> Petition:
    """Hand a case to a colleague of the center; the first-asked duty stays."""
    case = locked(petition, Verb.HAND_OVER)
    check_staff(case, by)
    check_colleague(case, to)
    reason = words(reason, "移交原因")
    write(
        case,
        Verb.HAND_OVER,
        by=by,
        at=at,
        public="已转给另一位同事办理，期限不变。",
        internal=reason,
        fields=give(case, to, at),
        details={"to": to.pk},
    )
    return case


def check_colleague(case: Petition, to: User) -> None:
    """Refuse a successor who has it already, is elsewhere or may not have it."""
    check_successor(case, to)
    if to.pk == case.owner_id:
        raise refuse("这件诉求已经在这个人手上。", "same")


@transaction.atomic
def escalate(
    petition: Petition, *, reason: str, superior: str = "", by: User, at: datetime
) -> Petition:
    """Send a case up; the clock runs on and the first-asked clerk keeps the duty.

    A center without one above it in the portal names the ``superior`` it asks. After
    two returns only a supervisor may.
    """
    case = locked(petition, Verb.ESCALATE)
    check_staff(case, by, supervises=needs_supervisor(case.returns))
    reason = words(reason, "上报原因")
    above = case.center.parent
    name = above.name if above else words(superior, "报给哪里", most=60)
    case.owner_center = above
    # Without a superior here the clerk keeps the case while waiting.
    fields = give(case, None, at) if above else set()
    step = write(
        case,
        Verb.ESCALATE,
        by=by,
        at=at,
        public=f"已报{name}，期限不变，答复后由我们转告您。",
        internal=reason,
        fields={"owner_center", *fields},
        details={"superior": name},
    )
    tell_person(case, step, f"已报{name}，期限不变。")
    return case


@transaction.atomic
def hand_back(
    petition: Petition, *, text: str, is_answer: bool, by: User, at: datetime
) -> Petition:
    """Give a case back to the first-asked clerk's relay inbox; this closes nothing.

    ``text`` is the superior's answer or the grounds for the return, for staff. After
    two returns only a supervisor may.
    """
    case = locked(petition, Verb.HAND_BACK)
    check_staff(case, by, supervises=needs_supervisor(case.returns))
    check_above(case, by)
    text = words(text, "答复或退回的理由", most=LENGTHS["text"])
    case.owner_center = None
    case.returns += 1
    keeper = case.duty_by or case.registered_by or by
    public = "上级中心已有答复，正在整理后转告您。" if is_answer else "上级中心已退回。"
    write(
        case,
        Verb.HAND_BACK,
        by=by,
        at=at,
        public=public,
        internal=text,
        fields={"owner_center", "returns", *give(case, keeper, at)},
        details={"is_answer": is_answer},
    )
    return case


def check_above(case: Petition, by: User) -> None:
    """Refuse staff who are not of the center a case was sent up to."""
    if case.owner_center_id and case.owner_center_id not in by.center_ids:
        raise refuse("这件诉求在上级中心，请等上级答复。", "not_above")


@transaction.atomic
def add_note(
    petition: Petition,
    *,
    text: str,
    by: User,
    at: datetime,
    files: Sequence[CleanFile] = (),
) -> Step:
    """Write an internal note; it can never become public."""
    case = locked(petition, Verb.NOTE)
    check_staff_or_assisting(case, by)
    text = words(text, "内部记录", most=LENGTHS["text"])
    attach(case, files, by=by, at=at, is_internal=True)
    return write(case, Verb.NOTE, by=by, at=at, internal=text)


@transaction.atomic
def tell_progress(petition: Petition, *, text: str, by: User, at: datetime) -> Step:
    """Tell the person how it stands: 事事有反馈. It does not answer the case."""
    case = locked(petition, Verb.TELL)
    check_staff(case, by)
    text = words(text, "要告诉居民的话", most=LENGTHS["text"])
    step = write(case, Verb.TELL, by=by, at=at, public=text)
    tell_person(case, step, f"有新进展：{text}")
    return step


@transaction.atomic
def split_asks(
    petition: Petition, *, asks: Sequence[str], by: User, at: datetime
) -> list[Ask]:
    """Split a request into numbered asks; more can be added, none taken away."""
    case = locked(petition, Verb.SPLIT)
    check_staff(case, by)
    texts = [words(text, "事项") for text in asks if text.strip()]
    running = running_round(case)
    known = running.asks.count()
    if not texts or known + len(texts) > MOST_ASKS:
        raise refuse(f"请写 1 到 {MOST_ASKS} 项。", "asks")
    made = Ask.objects.bulk_create(
        Ask(round=running, number=number, text=text)
        for number, text in enumerate(texts, start=known + 1)
    )
    public = "您的诉求分成了这些事项，逐项答复：" + "；".join(
        f"{ask.number}. {ask.text}" for ask in made
    )
    write(case, Verb.SPLIT, by=by, at=at, public=public[: LENGTHS["text"]])
    return made


@transaction.atomic
def answer_ask(ask: Ask, *, outcome: str, answer: str, by: User, at: datetime) -> Ask:
    """Answer one ask: 支持, 解释说明 or 不支持, with words; until the reply is sent."""
    case = locked(ask.round.petition, Verb.SETTLE)
    check_staff(case, by)
    ask = Ask.objects.select_for_update().get(pk=ask.pk)
    if outcome not in Outcome.values:
        raise refuse("请选结论：支持、解释说明或不支持。", "outcome")
    ask.outcome, ask.answer = outcome, words(answer, "答复", most=1000)
    ask.answered_at, ask.answered_by = at, by
    ask.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
    internal = f"第 {ask.number} 项：{ask.get_outcome_display()}。{ask.answer}"
    write(case, Verb.SETTLE, by=by, at=at, internal=internal, also=[ask.answer])
    return ask


@transaction.atomic
def ask_assist(
    petition: Petition,
    *,
    unit: str,
    part: str,
    center: Center | None = None,
    by: User,
    at: datetime,
) -> Assist:
    """Ask a unit for help with a part; it sees the matter, not the person."""
    case = locked(petition, Verb.ASSIST)
    check_staff(case, by)
    assist = Assist.objects.create(
        petition=case,
        unit=words(unit or (center.name if center else ""), "协办单位", most=60),
        center=center,
        part=words(part, "要做什么"),
        asked_at=at,
        asked_by=by,
    )
    write(case, Verb.ASSIST, by=by, at=at, internal=str(assist))
    look_again(case, at=at)
    return assist


@transaction.atomic
def finish_assist(assist: Assist, *, finding: str, by: User, at: datetime) -> Assist:
    """Finish a part: by the assisting center itself, or written down by the owner."""
    case = locked(assist.petition, Verb.ASSISTED)
    check_staff_or_assisting(case, by)
    assist = Assist.objects.select_for_update().get(pk=assist.pk)
    if assist.finished_at is not None:
        raise refuse("这一部分已经完成了。", "finished")
    assist.finding = words(finding, "协办结果", most=1000)
    assist.finished_at, assist.finished_by = at, by
    assist.save(update_fields=["finding", "finished_at", "finished_by"])
    internal = f"{assist.unit}：{assist.finding}"
    write(case, Verb.ASSISTED, by=by, at=at, internal=internal)
    return assist


def check_staff_or_assisting(case: Petition, by: User) -> None:
    """Refuse staff who neither see the case nor have a part of it to finish."""
    helps = Petition.objects.assisted_by(by).filter(pk=case.pk)
    if not (by.has_perm(WORK) and helps.exists()):
        check_staff(case, by)


@transaction.atomic
def merge(
    petition: Petition, other: Petition, *, reason: str, by: User, at: datetime
) -> Link:
    """Link two requests about the same matter, for staff alone.

    Each keeps its person, its clock and its answer; neither person learns of the
    other. Both rows are locked in the order of their numbers.
    """
    pair = sorted((petition, other), key=lambda one: one.pk)
    first, second = (relocked(one) for one in pair)
    for case in (first, second):
        check_move(case, Verb.LINK)
        check_staff(case, by)
    if first.pk == second.pk:
        raise refuse("一件诉求不能和自己关联。", "same")
    if Link.objects.filter(first=first, second=second).exists():
        raise refuse("这两件已经关联了。", "linked")
    reason = words(reason, "关联原因", required=False)
    link = Link.objects.create(first=first, second=second, reason=reason, by=by, at=at)
    for case, twin in ((first, second), (second, first)):
        # The other's code is not in the words: who is named in it must not read it.
        write(
            case,
            Verb.LINK,
            by=by,
            at=at,
            internal=f"和另一件诉求是同一件事。{reason}",
            details={"twin": twin.pk},
        )
    return link
