"""What the person sees of their request: nothing internal is even loaded here."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from center.models import User
from center.outbox.presenters import by_mark
from center.timetable.lookup import calendar_of
from center.wording import date_in_sentence, day_in_sentence, moment_text
from petitions.actions.news import retracted_steps
from petitions.models import Ask, Attachment, ClockRow, Petition, Step
from petitions.models.access import Reader
from petitions.promise import (
    current_clock,
    kept_words,
    lead_words,
    promise_of,
    strip_of,
    told_state,
)
from petitions.rules.clock import Clock
from petitions.rules.followup import review_by
from petitions.rules.replies import Outcome
from petitions.rules.states import OPEN, PERSON, Channel, Kind, State, Verb

# What moved or set a date; the rest of the story is what people said to each other.
LEDGER = (
    Verb.REGISTER,
    Verb.EXTEND,
    Verb.REFUSE_EXTENSION,
    Verb.PAUSE,
    Verb.RESUME,
    Verb.RECOMPUTE,
    Verb.REOPEN,
    Verb.RECATEGORIZE,
)
# In these states the days of the promise are worth drawing.
DRAWN = (*OPEN, State.ANSWERED, State.CLOSED)
SPOKEN = (Verb.REPLY, Verb.RELAY, Verb.NOTICE, Verb.TELL)
HANDS = (
    Verb.TAKE,
    Verb.HAND_OVER,
    Verb.REASSIGN,
    Verb.ESCALATE,
    Verb.HAND_BACK,
    Verb.RECALL,
)
RETRACTED = "（这份答复发错了，已经撤回。）"
# A part of the page, by the names that its template has for it.
Shown = dict[str, Any]
# What stands in a step is the term of the house; people are told what it means.
TOLD_ROLES = {"首问责任人": "接待您的工作人员"}
OUTCOME_TONES = {Outcome.SUPPORT: "ok", Outcome.EXPLAIN: "now", Outcome.REFUSE: "off"}


def size_text(size: int) -> str:
    """Return a size in bytes as people read it."""
    if size < 1_000_000:
        return f"{max(1, size // 1000)} KB"
    return f"{size / 1_000_000:.1f} MB"


def files_of(attachments: Iterable[Attachment], base: str) -> list[Shown]:
    """Return links to the attachments below ``base``."""
    return [
        {
            "name": one.name,
            "size": size_text(one.size),
            "url": f"{base}files/{one.token}/",
        }
        for one in attachments
        if one.file
    ]


def story_of(petition: Petition, *, at: datetime, base: str, reader: Reader) -> Shown:
    """Return everything the person's page shows; seven queries, however long it is.

    Staff who see the matter alone read the same page without the person.
    """
    today = timezone.localdate(at)
    clocks = list(petition.clocks.select_related("round"))
    now = [row for row in clocks if row.round.number == petition.round]
    clock = current_clock(petition, now)
    steps = list(petition.steps.public().select_related("by"))
    lead, tone = lead_words(petition, today)
    return {
        "lead": lead,
        "lead_tone": tone,
        "answer": _answer(petition, steps, reader, clock),
        "holder": petition.owner.name if petition.owner else "",
        "is_open": petition.is_open,
        "code": petition.code,
        "code_grouped": petition.code_text,
        "title": reader.read(petition.title),
        "kind": petition.get_kind_display(),
        "state": told_state(petition),
        "center": petition.center.name,
        "received": _received(petition),
        "person": _person(petition) if reader.knows_person else "",
        "first_asked": petition.first_asked.name if petition.first_asked else "",
        "promise": promise_of(petition, clock, today),
        "strip": strip_of(petition, clock, today) if petition.state in DRAWN else [],
        "next": _next(petition, today),
        "holders": holders_of(petition, at),
        "asks": asks_of(petition, reader),
        "talk": _talk(petition, steps, _files(petition, base, reader), reader),
        "ledger": _ledger(steps, clocks, reader),
        "appeal": _appeal(petition),
    }


def _files(petition: Petition, base: str, reader: Reader) -> list[Shown]:
    if not reader.knows_person:
        return []
    return files_of(petition.attachments.filter(is_internal=False), base)


def _ledger(
    steps: list[Step], clocks: list[ClockRow], reader: Reader
) -> list[tuple[str, str]]:
    return [
        (moment_text(step.at), reader.read(_entry(step, clocks)))
        for step in steps
        if step.verb in (*LEDGER, Verb.NOTICE)
    ]


def _answer(
    petition: Petition, steps: list[Step], reader: Reader, clock: ClockRow | None
) -> Shown | None:
    """Return the last answer of the round that is answered now."""
    if petition.is_open or petition.answered_at is None:
        return None
    found = [
        step
        for step in steps
        if step.round == petition.round and step.verb in (Verb.REPLY, Verb.RELAY)
    ]
    if not found:
        return None
    last = found[-1]
    who = last.by.name if last.by else petition.center.name
    text, at = reader.read(last.public_text), moment_text(last.at)
    kept = kept_words(petition, clock)
    return {"text": text, "who": who, "at": at, "kept": kept}


PROMISED = {
    Clock.PROMISE: "最晚 {}答复",
    Clock.NOTICE: "{}前书面告知",
    Clock.HANDLING: "{}前办完",
}


def _entry(step: Step, clocks: list[ClockRow]) -> str:
    """Return a line of the ledger; the first one says all that was promised first."""
    rows = [row for row in clocks if row.round.number == step.round]
    if step.verb == Verb.NOTICE:
        last = [row for row in rows if row.clock == Clock.HANDLING]
        return f"已经书面告知您，接下来{_promised(last)}。"
    if step.verb == Verb.REGISTER and rows:
        return f"{step.public_text}{_promised(rows)}。"
    return step.public_text


def _promised(rows: list[ClockRow]) -> str:
    """Return the first promises of these clocks, the next one first."""
    said = sorted((row.original_on, row.clock) for row in rows)
    return "，".join(
        PROMISED[Clock(one)].format(day_in_sentence(on)) for on, one in said
    )


def _received(petition: Petition) -> str:
    return (
        f"{day_in_sentence(petition.received_on)}"
        f"{moment_text(petition.received_at).split(' ')[1]}，"
        f"{petition.get_channel_display()}"
    )


def _person(petition: Petition) -> str:
    if petition.anonymous:
        return "没有留姓名"
    return f"{petition.person_text}　{petition.phone_masked}"


def asks_of(petition: Petition, reader: Reader) -> list[Shown]:
    asks = Ask.objects.filter(
        round__petition=petition, round__number=petition.round
    ).order_by("number")
    return [
        {
            "text": reader.read(ask.text),
            "verdict": ask.get_outcome_display() if ask.outcome else "",
            "tone": OUTCOME_TONES.get(Outcome(ask.outcome), "") if ask.outcome else "",
            "answer": reader.read(ask.answer),
        }
        for ask in asks
    ]


def holders_of(petition: Petition, at: datetime) -> list[Shown]:
    """Return where the request has been, oldest first, with the days at each stop."""
    moves = petition.steps.filter(verb__in=[Verb.REGISTER, *HANDS])
    moves = moves.select_related("by__center").only(
        "petition",
        "verb",
        "at",
        "details",
        "by__name",
        "by__is_staff",
        "by__center__name",
    )
    steps = list(moves)
    given = {step.details.get("to") for step in steps} - {None}
    names = dict(User.objects.filter(pk__in=given).values_list("pk", "name"))
    stops: list[tuple[str, datetime]] = []
    for step in steps:
        place = _place(petition, step, names)
        if place and (not stops or stops[-1][0] != place):
            stops.append((place, step.at))
    ends = [since for _, since in stops[1:]] + [petition.closed_at or at]
    return [
        {
            "place": place,
            "since": moment_text(since),
            "until": moment_text(end)
            if n + 1 < len(stops) or petition.closed_at
            else "",
            "days": _days(since, end),
            "is_now": n + 1 == len(stops) and petition.closed_at is None,
        }
        for n, ((place, since), end) in enumerate(zip(stops, ends, strict=True))
    ]


def _place(petition: Petition, step: Step, names: dict[int, str]) -> str:
    """Return where the request lies after a step."""
    home = petition.center.name
    if step.verb == Verb.ESCALATE:
        return str(step.details.get("superior", "上级中心"))
    if step.verb in (Verb.HAND_OVER, Verb.REASSIGN):
        return f"{home} {names.get(step.details.get('to', 0), '')}".strip()
    if step.verb in (Verb.HAND_BACK, Verb.RECALL):
        return f"{home} {petition.duty_by.name if petition.duty_by else ''}".strip()
    if step.by is None or (step.verb == Verb.REGISTER and not step.by.is_staff):
        return f"{home}，等人接手"
    if petition.channel == Channel.WEB and step.verb == Verb.REGISTER:
        return f"{home}，等人接手"
    place = step.by.center.name if step.by.center else home
    return f"{place} {step.by.name}"


def _days(since: datetime, until: datetime) -> str:
    days = (timezone.localdate(until) - timezone.localdate(since)).days
    return f"{days} 天" if days else ""


def _talk(
    petition: Petition, steps: list[Step], files: list[Shown], reader: Reader
) -> list[Shown]:
    body = reader.read(petition.body)
    gone = retracted_steps(petition)
    sent = deliveries_of(petition, steps) if reader.knows_person else {}
    first = {
        "who": "您说的",
        "at": moment_text(petition.received_at),
        "text": body,
        "files": files,
    }
    said = [
        {
            "who": speaker(step),
            "at": moment_text(step.at),
            "text": RETRACTED if step.pk in gone else reader.read(step.public_text),
            "tone": "reply" if step.verb in SPOKEN else "",
            "delivery": sent.get(step.pk, ""),
        }
        for step in steps
        if step.verb not in LEDGER
    ]
    return [first, *said]


def deliveries_of(petition: Petition, steps: Iterable[Step]) -> dict[int, str]:
    marks = {f"petition:{petition.pk}:{step.pk}": step.pk for step in steps}
    return {marks[mark]: said for mark, said in by_mark(marks).items()}


def speaker(step: Step) -> str:
    """Return who did a step, as the person may know it."""
    if step.role == PERSON:
        return "您"
    if step.by is None:
        return step.role or "连心桥"
    role = TOLD_ROLES.get(step.role, step.role)
    return f"{step.by.name}（{role}）" if role else step.by.name


def _next(petition: Petition, today: date) -> list[str]:
    due = day_in_sentence(petition.due_on)
    if petition.state == State.WITHDRAWN:
        return ["这件事您已经撤回，不再办了。", "还想办，可以重新交一件。"]
    if petition.state == State.CLOSED:
        return [
            "这件事已经办结。",
            "有新情况，在下面写几句，我们看得到；打电话、到前台说也行。",
        ]
    if petition.state == State.ANSWERED:
        return [
            "满意不满意，都请评一评。",
            "没解决，评“不满意”，就可以请我们再办一次。",
        ]
    lines = ["把编号记下来，或者把这一页截图、打印。"]
    if petition.first_asked is None:
        lines.append("一个工作日内有人接手，接手的人一直管到底。")
    else:
        lines.append(f"转到哪里办，都由 {petition.first_asked.name} 告诉您结果。")
    if petition.due_on < today:
        lines[0] = "您可以打电话催办，或者到前台找主管。"
        lines.append("还是没有结果，可以打 12345。")
    else:
        about = "预计 " if petition.is_provisional else ""
        lines.append(
            f"最晚 {about}{due}告诉您结果。想看办到哪了，扫二维码，或者打电话问。"
        )
    return lines


def _appeal(petition: Petition) -> list[str]:
    if petition.answered_at is None or petition.is_open:
        return []
    calendar = calendar_of(petition.center)
    last = review_by(calendar, timezone.localdate(petition.answered_at))
    lines = ["先告诉我们：评价选“不满意”，我们一个工作日内打电话给您。"]
    if petition.kind == Kind.OPINION:
        lines.append(
            f"信访事项，可以在 {date_in_sentence(last)} 前，"
            "向办理机关的上一级机关请求复查。这一天是从答复那天起 30 日算出来的。"
        )
    lines.append("也可以打 12345，或者到前台找主管。")
    return lines
