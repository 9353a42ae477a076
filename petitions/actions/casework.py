"""Work on a case: take it, pass it on, send it up, split it, ask others for help."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from center.models import Center, User
from center.uploads import CleanFile
from center.workflow.actions import because, needed, refuse
from petitions.actions.base import (
    ask_first,
    changing,
    check_successor,
    give,
    running_round,
)
from petitions.actions.files import attach
from petitions.actions.leaving import keeper_of
from petitions.actions.named import look_again
from petitions.models import Ask, Assist, Link, Petition, Step
from petitions.models.people import links_of
from petitions.rules.followup import needs_supervisor
from petitions.rules.replies import Outcome
from petitions.rules.roles import SUPERVISE
from petitions.rules.states import LENGTHS, State, Verb

MOST_ASKS = 20
RETURNED_TWICE = "已经退回过两次，再退回要由主管来做；有了答复，可以直接交回。"


def take(petition: Petition, *, by: User, at: datetime) -> Petition:
    """Take a case that nobody has, or one that came back from above.

    The first clerk of the center to take it is the first-asked clerk for ever. A case
    that was sent up is taken by the superior center and stays there.
    """
    with changing(petition, Verb.TAKE, by=by, at=at) as change:
        give(change.row, by, at)
        if change.before != State.ESCALATED:
            ask_first(change.row, by)
        change.public = "工作人员已接手办理。"
    return change.row


def hand_over(
    petition: Petition, *, to: User, reason: str, by: User, at: datetime
) -> Petition:
    """Hand a case to a colleague of the center; the first-asked duty stays."""
    with changing(petition, Verb.HAND_OVER, by=by, at=at) as change:
        check_colleague(change.row, to)
        change.internal = because(reason, "移交原因")
        give(change.row, to, at)
        change.public = "已转给另一位同事办理，期限不变。"
        change.details = {"to": to.pk}
    return change.row


def check_colleague(case: Petition, to: User) -> None:
    """Refuse a successor who has it already, is elsewhere or may not have it."""
    check_successor(case, to)
    if to.pk == case.owner_id:
        raise refuse("这件诉求已经在这个人手上，请另选一位。", "same")


def escalate(
    petition: Petition, *, reason: str, superior: str = "", by: User, at: datetime
) -> Petition:
    """Send a case up; the clock runs on and the first-asked clerk keeps the duty.

    A center without one above it in the portal names the ``superior`` it asks.
    """
    with changing(petition, Verb.ESCALATE, by=by, at=at) as change:
        case = change.row
        change.internal = because(reason, "上报原因")
        above = case.center.parent
        name = above.name if above else needed(superior, "报给哪里", most=60)
        case.owner_center, case.urged_at = above, None
        if above:
            give(case, None, at)  # else the clerk keeps it while waiting
        change.public = f"已报{name}，期限不变，答复后由我们转告您。"
        change.text = f"已报{name}，期限不变。"
        change.details = {"superior": name}
    return change.row


def hand_back(
    petition: Petition, *, text: str, is_answer: bool, by: User, at: datetime
) -> Petition:
    """Give a case back to the first-asked clerk's relay inbox; this closes nothing.

    ``text`` is the superior's answer or the grounds for the return, for staff. An
    answer is no return; after two returns only a supervisor may return it again.
    """
    with changing(petition, Verb.HAND_BACK, by=by, at=at) as change:
        case = change.row
        may_return = by.has_perm(SUPERVISE) or not needs_supervisor(case.returns)
        if not is_answer and not may_return:
            raise refuse(RETURNED_TWICE, "no_permission")
        change.internal = because(text, "答复或退回的理由", most=LENGTHS["text"])
        who = superior_of(case)
        case.owner_center = case.urged_at = None
        case.returns += not is_answer
        give(case, keeper_of(case, by), at)
        answered = f"{who}已有答复，正在整理后转告您。"
        change.public = answered if is_answer else f"{who}已退回。"
        change.details = {"is_answer": is_answer}
    return change.row


def superior_of(case: Petition) -> str:
    """Return what the superior is called to the person: an outside one by its name."""
    if case.owner_center_id is not None:
        return "上级中心"
    step = case.steps.filter(verb=Verb.ESCALATE).order_by("-pk").first()
    return str(step.details.get("superior", "")) if step else "上级"


def add_note(
    petition: Petition,
    *,
    text: str,
    by: User,
    at: datetime,
    files: Sequence[CleanFile] = (),
) -> Step:
    """Write an internal note; it can never become public."""
    with changing(petition, Verb.NOTE, by=by, at=at) as change:
        change.internal = needed(text, "内部记录", most=LENGTHS["text"])
        attach(change.row, files, by=by, at=at, is_internal=True)
    return change.step


def tell_progress(petition: Petition, *, text: str, by: User, at: datetime) -> Step:
    """Tell the person how it stands: 事事有反馈. It does not answer the case."""
    with changing(petition, Verb.TELL, by=by, at=at) as change:
        change.public = needed(text, "要告诉居民的话", most=LENGTHS["text"])
        change.text = f"有新进展：{change.public}"
    return change.step


def split_asks(
    petition: Petition, *, asks: Sequence[str], by: User, at: datetime
) -> list[Ask]:
    """Split a request into numbered asks; more can be added, none taken away."""
    with changing(petition, Verb.SPLIT, by=by, at=at) as change:
        texts = [needed(text, "事项") for text in asks if text.strip()]
        running = running_round(change.row)
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
        change.public = public[: LENGTHS["text"]]
    return made


def answer_ask(ask: Ask, *, outcome: str, answer: str, by: User, at: datetime) -> Ask:
    """Answer one ask: 支持, 解释说明 or 不支持, with words; until the reply is sent."""
    with changing(ask.round.petition, Verb.SETTLE, by=by, at=at) as change:
        ask = Ask.objects.select_for_update().get(pk=ask.pk)
        if outcome not in Outcome.values:
            raise refuse("请选结论：支持、解释说明或不支持。", "outcome")
        ask.outcome, ask.answer = outcome, needed(answer, "答复", most=1000)
        ask.answered_at, ask.answered_by = at, by
        ask.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
        verdict = ask.get_outcome_display()
        change.internal = f"第 {ask.number} 项：{verdict}。{ask.answer}"
        change.also = [ask.answer]
    return ask


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
    with changing(petition, Verb.ASSIST, by=by, at=at) as change:
        assist = Assist.objects.create(
            petition=change.row,
            unit=needed(unit or (center.name if center else ""), "协办单位", most=60),
            center=center,
            part=needed(part, "要做什么"),
            asked_at=at,
            asked_by=by,
        )
        change.internal = str(assist)
        look_again(change.row, at=at)
    return assist


def finish_assist(assist: Assist, *, finding: str, by: User, at: datetime) -> Assist:
    """Finish a part: by the assisting center itself, or written down by the owner."""
    with changing(assist.petition, Verb.ASSISTED, by=by, at=at) as change:
        assist = Assist.objects.select_for_update().get(pk=assist.pk)
        if assist.finished_at is not None:
            raise refuse("这一部分已经完成了。", "finished")
        assist.finding = needed(finding, "协办结果", most=1000)
        assist.finished_at, assist.finished_by = at, by
        assist.save(update_fields=["finding", "finished_at", "finished_by"])
        change.internal = f"{assist.unit}：{assist.finding}"
    return assist


def merge(
    petition: Petition, other: Petition, *, reason: str, by: User, at: datetime
) -> Link:
    """Link two requests about the same matter, for staff alone.

    Each keeps its person, its clock and its answer; neither person learns of the
    other. Both rows are locked in the order of their numbers.
    """
    reason = because(reason, "关联原因", required=False)
    first, second = sorted((petition, other), key=lambda one: one.pk)
    with (
        changing(first, Verb.LINK, by=by, at=at) as one,
        changing(second, Verb.LINK, by=by, at=at) as two,
    ):
        if first.pk == second.pk:
            raise refuse("一件诉求不能和自己关联，请写另一件的编号。", "same")
        known = Link.objects.filter(first=first, second=second)
        if known.filter(undone_at__isnull=True).exists():
            raise refuse("这两件已经关联了。", "linked")
        for change, twin in ((one, second), (two, first)):
            # The other's code is not in the words: who is named in it must not read it.
            change.internal = f"和另一件诉求是同一件事。{reason}"
            change.details = {"twin": twin.pk}
        return Link.objects.create(
            first=first, second=second, reason=reason, by=by, at=at
        )


def tell_apart(
    petition: Petition, other: Petition, *, reason: str, by: User, at: datetime
) -> Link:
    """Say that two requests that look alike are two matters: nobody is asked again."""
    reason = because(reason, "为什么不是同一件")
    first, second = sorted((petition, other), key=lambda one: one.pk)
    with (
        changing(first, Verb.UNLINK, by=by, at=at) as one,
        changing(second, Verb.UNLINK, by=by, at=at) as two,
    ):
        if links_of(first).filter(Q(first=second) | Q(second=second)).exists():
            raise refuse("这两件已经关联了，请用“解除关联”。", "linked")
        for change, twin in ((one, second), (two, first)):
            change.internal = f"和另一件诉求看着像，不是同一件事。{reason}"
            change.details = {"twin": twin.pk}
        ends = {"undone_at": at, "undone_by": by}
        return Link.objects.create(first=first, second=second, by=by, at=at, **ends)


def unlink(link: Link, *, reason: str, by: User, at: datetime) -> Link:
    """Take back that two requests are about one matter; that they were linked stays."""
    reason = because(reason, "解除的原因")
    with (
        changing(link.first, Verb.UNLINK, by=by, at=at) as one,
        changing(link.second, Verb.UNLINK, by=by, at=at) as two,
    ):
        link = Link.objects.select_for_update().get(pk=link.pk)
        if link.undone_at is not None:
            raise refuse("这个关联已经解除了。", "undone")
        link.undone_at, link.undone_by = at, by
        link.save(update_fields=["undone_at", "undone_by"])
        for change, twin in ((one, link.second), (two, link.first)):
            change.internal = f"和另一件诉求不是同一件事，解除关联。{reason}"
            change.details = {"twin": twin.pk}
    return link
