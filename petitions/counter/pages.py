"""What the templates of the desk are given: the queue's head, the case's verbs."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from center.models import User
from center.wording import day_in_sentence
from petitions import actions
from petitions.counter.case import ask_tone, asks_of, view_of
from petitions.counter.offers import Deed, may_settle
from petitions.counter.phrases import phrases_of
from petitions.counter.queue import Counts
from petitions.counter.runs import waiting_extension
from petitions.counter.verb_forms import AnswerAskForm, CaseForm
from petitions.counter.verbs import deeds_for
from petitions.models import Petition, Reply
from petitions.models.access import Reader, reader_of
from petitions.rules import Kind, State, Verb

# How many verbs stand open to see; the others are one tap further.
FIRST = 6


@dataclass
class Preview:
    """What would happen, and what the person would be told."""

    title: str
    text: str


@dataclass
class Opened:
    """Which verb or ask of a page is open, and with what."""

    key: str = ""
    ask: int = 0
    form: CaseForm | None = None
    preview: Preview | None = None
    warnings: list[str] = field(default_factory=list)
    phrase: str = ""


@dataclass
class VerbView:
    """One verb on the page of a case."""

    name: str
    label: str
    button: str
    hint: str
    url: str
    form: CaseForm
    is_open: bool
    is_danger: bool
    can_preview: bool
    has_draft: bool
    preview: Preview | None
    warnings: list[str]
    templates: list[dict[str, str]]


def parts(counts: Counts, current: str) -> list[dict[str, Any]]:
    """Return the three parts of all open cases: overdue, due today, not due."""
    rows = [
        ("overdue", "已超期", counts.overdue, "late"),
        ("today", "今天到期", counts.today, "today"),
        ("later", "还没到期", counts.later, ""),
    ]
    return [
        {
            "label": label,
            "number": number,
            "tone": tone if number != "0" else "",
            "url": f"?tab=open&part={name}",
            "is_current": name == current,
        }
        for name, label, number, tone in rows
    ]


def queue_links(supervises: bool) -> list[dict[str, str]]:
    """Return the ways from the queue to what is done less often."""
    links = [{"title": "谁不在", "url": reverse("petitions_counter:absence")}]
    if supervises:
        links.append(
            {"title": "往后的量", "url": reverse("petitions_counter:forecast")}
        )
        links.append(
            {"title": "重算期限", "url": reverse("petitions_counter:recompute")}
        )
    return links


def case_context(
    case: Petition, user: User, at: datetime, opened: Opened
) -> dict[str, Any]:
    """Return everything the page of a case is drawn from."""
    verbs = [_verb(deed, case, user, opened) for deed in deeds_for(case, user)]
    if opened.key and not any(verb.is_open for verb in verbs):
        refused = opened.form.errors if opened.form else None
    else:
        refused = None
    if opened.phrase and verbs:
        _open_reply(verbs)
    reader = reader_of(case, user)
    return {
        "case": view_of(case, user, at),
        "asks": _asks(case, user, opened, reader),
        "verbs": [verb for n, verb in enumerate(verbs) if n < FIRST or verb.is_open],
        "more": [
            verb for n, verb in enumerate(verbs) if n >= FIRST and not verb.is_open
        ],
        "form": opened.form,
        "opened": opened.key,
        "has_errors": bool(opened.form and opened.form.errors),
        "refused": refused,
        "slip_url": _slip(case)
        if reader.knows_person and case.kind == Kind.ERRAND
        else "",
        "publish_url": _publish(case, user) if reader.knows_person else "",
    }


def _open_reply(verbs: list[VerbView]) -> None:
    for verb in verbs:
        if verb.name in ("reply", "relay"):
            verb.is_open = True
            return


def _slip(case: Petition) -> str:
    return reverse("petitions:slip", args=[case.code])


def _publish(case: Petition, user: User) -> str:
    is_done = case.state in (State.ANSWERED, State.CLOSED)
    if not is_done or not user.has_perm("petitions.publish_petition"):
        return ""
    return reverse("petitions_publication:publish", args=[case.code])


def _verb(deed: Deed, case: Petition, user: User, opened: Opened) -> VerbView:
    is_open = deed.key == opened.key
    form = opened.form if is_open and opened.form else None
    is_reply = deed.key in ("reply", "relay")
    initial = _reply_initial(deed, case, user, opened.phrase) if is_reply else {}
    return VerbView(
        name=deed.key,
        label=deed.label,
        button=deed.button,
        hint=deed.hint,
        url=reverse("petitions_counter:verb", args=[case.code, deed.key]),
        form=form or deed.form(case=case, user=user, initial=initial),
        is_open=is_open,
        is_danger=deed.is_danger,
        can_preview=deed.key == "ask_extension",
        has_draft=is_reply,
        preview=_preview(deed, case, user, opened)
        if is_open or deed.key == "decide"
        else None,
        warnings=opened.warnings if is_open else [],
        templates=_templates(case) if deed.key == "reply" else [],
    )


def _templates(case: Petition) -> list[dict[str, str]]:
    page = reverse("petitions_counter:case", args=[case.code])
    return [
        {
            "title": phrase.title,
            "url": f"{page}?phrase={phrase.key}#reply",
        }
        for phrase in phrases_of(case.center)
    ]


def _reply_initial(
    deed: Deed, case: Petition, user: User, phrase: str
) -> dict[str, Any]:
    """Start a reply from the shared draft, a chosen opening or the superior's words."""
    reader = reader_of(case, user)
    draft = Reply.objects.filter(
        round__petition=case, round__number=case.round, sent_at__isnull=True
    ).first()
    initial: dict[str, Any] = {"draft_version": draft.version if draft else 0}
    openings = {one.key: one.text for one in phrases_of(case.center)} if phrase else {}
    if phrase in openings:
        return initial | {"text": openings[phrase]}
    if draft:
        words = {"text": draft.text, "basis": draft.basis}
        return initial | {name: reader.read(text) for name, text in words.items()}
    if deed.key == "relay":
        step = case.steps.filter(verb=Verb.HAND_BACK).order_by("-pk").first()
        return initial | {"text": reader.read(step.internal_text) if step else ""}
    return initial


def _preview(deed: Deed, case: Petition, user: User, opened: Opened) -> Preview | None:
    if opened.preview and deed.key == opened.key:
        return opened.preview
    if deed.key != "decide":
        return None
    waiting = waiting_extension(case)
    if waiting is None:
        return None
    shown = extension_preview(case, waiting.days, waiting.reason)
    words = reader_of(case, user).read(waiting.text)
    asked = f"{waiting.asked_by.name} 申请：{waiting.get_reason_display()}。{words}"
    return Preview(shown.title, f"{asked}\n{shown.text}")


def extension_preview(case: Petition, days: int, reason: str) -> Preview:
    """Return the new date beside the old one, and the text for the person."""
    shown = actions.preview_extension(case, days=days, reason=reason)
    provisional = "预计 " if shown.is_provisional else ""
    return Preview(
        title=f"新期限 {provisional}{day_in_sentence(shown.new_due_on)}"
        f"（现在 {day_in_sentence(shown.old_due_on)}，"
        f"最初答应的 {day_in_sentence(shown.original_due_on)} 一直留着）",
        text=f"批准后，他会收到：{shown.text}",
    )


def _asks(
    case: Petition, user: User, opened: Opened, reader: Reader
) -> list[dict[str, Any]]:
    may = may_settle(case, user)
    return [
        {
            "text": reader.read(ask.text),
            "verdict": ask.get_outcome_display() if ask.outcome else "",
            "tone": ask_tone(ask),
            "answer": reader.read(ask.answer),
            "url": reverse("petitions_counter:ask", args=[case.code, ask.number]),
            "is_open": opened.ask == ask.number,
            "form": _ask_form(ask.number, case, user, opened) if may else None,
        }
        for ask in asks_of(case)
    ]


def _ask_form(number: int, case: Petition, user: User, opened: Opened) -> CaseForm:
    if opened.ask == number and opened.form:
        return opened.form
    return AnswerAskForm(case=case, user=user)
