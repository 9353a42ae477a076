"""One case as staff see it. Who asked is shown only at home or for a logged reason."""

from datetime import datetime

from django.utils import timezone

from center.models import User
from center.wording import moment_text
from petitions.actions.news import retracted_steps
from petitions.counter.presenters.lists import flags_of, holder_text, related_of
from petitions.models import Ask, Assist, Petition, Step
from petitions.models.access import Reader, reader_of
from petitions.models.joint import joint_of
from petitions.presenters import (
    OUTCOME_TONES,
    SPOKEN,
    Shown,
    deliveries_of,
    files_of,
    holders_of,
)
from petitions.promise import STATE_TONES, current_clock, promise_of, strip_of
from petitions.rules.replies import Outcome
from petitions.rules.states import INTERNAL, PERSON, State, Verb
from petitions.visitors import internal_words


def view_of(case: Petition, user: User, at: datetime) -> Shown:
    today = timezone.localdate(at)
    clock = current_clock(case, case.clocks.filter(round__number=case.round))
    shown = promise_of(case, clock, today)
    reader = reader_of(case, user)
    knows = reader.knows_person
    base = case.get_absolute_url()
    return {
        "code": case.code,
        "code_grouped": case.code_text,
        "title": reader.read(case.title),
        "kind": _kind(case),
        "channel": case.get_channel_display(),
        "received": f"{moment_text(case.received_at)} 收到",
        "state": case.get_state_display(),
        "state_tone": STATE_TONES[State(case.state)],
        "flags": flags_of(case, user.center_id, at),
        "promise": {**shown, "lead": shown["lead"].replace("您", "")},
        "strip": strip_of(case, clock, today) if case.is_open else [],
        "body": reader.read(case.body),
        "files": files_of(case.attachments.all(), base) if knows else [],
        "talk": _talk(case, user, reader),
        "first_asked": _first_asked(case),
        "owner": _owner(case),
        "assists": [
            f"{reader.read(str(assist))}（{reader.read(_stands(assist))}）"
            for assist in case.assists.all()
        ],
        "holders": holders_of(case, at),
        "hint": _hint(case, user),
        "joint": joint_of(case, reader, masked=False),
        "related": related_of(case, user, reader),
        "identity": _identity(case) if knows else [],
        "identity_note": _identity_note(case),
    }


def _stands(assist: Assist) -> str:
    """Return where a part stands, with what its unit says against it."""
    if assist.finished_at:
        return "完成"
    if assist.decided_at:
        return f"还没完成，主管裁定由它办：{assist.decision}"
    if assist.objected_at:
        return f"说不归它办，等主管裁定：{assist.objection}"
    return "还没完成"


def _kind(case: Petition) -> str:
    scope = f"（{case.get_scope_display()}）" if case.scope else ""
    return f"{case.get_kind_display()}{scope}"


def _first_asked(case: Petition) -> str:
    if case.first_asked is None:
        return "还没有，谁先接谁是"
    if case.duty_by and case.duty_by_id != case.first_asked_id:
        return f"{case.first_asked.name}（责任已交给 {case.duty_by.name}）"
    return case.first_asked.name


def _owner(case: Petition) -> str:
    since = f"，{moment_text(case.owner_since)} 起" if case.owner_since else ""
    return f"{holder_text(case)}{since}"


def _hint(case: Petition, user: User) -> str:
    if case.news_at is not None:
        return f"{moment_text(case.news_at)} 起有新情况，还没人看过。看了点“看过了”。"
    if case.state == State.HANDED_BACK:
        return "上级已经回了：看看下面的经过，用您自己的话转告本人。"
    if case.state == State.ESCALATED and case.owner_center:
        where = f"这件在{case.owner_center.name}，期限照走。"
        return f"{where}没有回音就催一次，过一个工作日还没答复，可以调回来自己办。"
    if case.state == State.ANSWERED:
        return "已经答复。落实了、本人也知道了，就可以办结。"
    if case.state == State.REGISTERED:
        return "还没有人接。您接了就是首问人。"
    return ""


def _identity(case: Petition) -> list[tuple[str, str]]:
    if case.anonymous:
        return [("匿名", "没有留姓名和电话，只能他凭编号来查")]
    rows = [("姓名", case.person_text), ("电话", case.phone or "没有留")]
    if case.address:
        rows.append(("住址", case.address))
    return rows


def _identity_note(case: Petition) -> str:
    if case.anonymous:
        return "匿名，谁也不知道是谁。"
    return "别的单位看得到事，看不到人。非要联系本人，用“看看是谁”说明原因。"


def _talk(case: Petition, user: User, reader: Reader) -> list[Shown]:
    steps = list(case.steps.select_related("by"))
    said = (_says(step, user, reader) for step in steps)
    gone = retracted_steps(case)
    sent = deliveries_of(case, steps) if reader.knows_person else {}
    return [
        {
            **say,
            "who": f"{say['who']}（已撤回）" if step.pk in gone else say["who"],
            "delivery": sent.get(step.pk, "") if say["tone"] != "internal" else "",
        }
        for step, says in zip(steps, said, strict=True)
        for say in says
    ]


def _says(step: Step, user: User, reader: Reader) -> list[Shown]:
    verb, at = f"{who_did(step)}　{step.get_verb_display()}", moment_text(step.at)
    texts = [
        (step.public_text, "reply" if step.verb in SPOKEN else ""),
        (internal_words(step, user), "internal"),
    ]
    says = [
        {"who": verb, "at": at, "text": reader.read(text), "tone": tone}
        for text, tone in texts
        if text
    ]
    if says or step.verb == Verb.RECOMPUTE:
        return says
    tone = "internal" if step.verb in INTERNAL else ""
    return [{"who": verb, "at": at, "text": "", "tone": tone}]


def who_did(step: Step) -> str:
    """Return who did a step; the person is never named here, also not among staff."""
    if step.role == PERSON:
        proof = step.details.get("proof")
        return f"本人（{proof}）" if proof else "本人"
    if step.by is None or not step.by.is_staff:
        return step.role
    return f"{step.by.name}（{step.role}）" if step.role else step.by.name


def asks_of(case: Petition) -> list[Ask]:
    rows = Ask.objects.filter(round__petition=case, round__number=case.round)
    return list(rows.order_by("number"))


def ask_tone(ask: Ask) -> str:
    return OUTCOME_TONES.get(Outcome(ask.outcome), "") if ask.outcome else ""
