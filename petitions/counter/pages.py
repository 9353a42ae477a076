"""What the templates of the desk are given: the queue's head, the case's verbs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from center.models import User
from center.workflow.views import Offer
from petitions.counter.case import ask_tone, asks_of, view_of
from petitions.counter.phrases import Phrase
from petitions.counter.reply_forms import AnswerAskForm
from petitions.counter.verb_forms import CaseForm
from petitions.models import Ask, Petition
from petitions.models.access import Reader, reader_of
from petitions.rules import Kind, State, Verb

# How many verbs stand open to see; the others are one tap further.
FIRST = 6


@dataclass
class VerbView:
    """One verb on the page of a case, with its form."""

    offer: Offer
    is_open: bool
    phrases: list[dict[str, str]]

    @property
    def name(self) -> str:
        return self.offer.name

    @property
    def form(self) -> Any:
        return self.offer.form

    @property
    def preview(self) -> dict[str, str] | None:
        found: dict[str, str] | None = self.form.preview
        return found


@dataclass(frozen=True)
class Opened:
    """Which verb or ask of the page is open, and its form as it was sent."""

    key: str = ""
    form: CaseForm | None = None
    ask: int = 0


def parts(counts: dict[str, str], current: str) -> list[dict[str, Any]]:
    """Return the three parts of all open cases: overdue, due today, not due."""
    rows = [
        ("overdue", "已超期", counts["overdue"], "late"),
        ("today", "今天到期", counts["today"], "today"),
        ("later", "还没到期", counts["later"], ""),
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
    links = [
        {"title": "谁不在", "url": reverse("roster:absence")},
        {"title": "数字", "url": reverse("petitions_counter:figures")},
    ]
    if supervises:
        links.append(
            {"title": "往后的量", "url": reverse("petitions_counter:forecast")}
        )
        links.append(
            {"title": "重算期限", "url": reverse("petitions_counter:recompute")}
        )
    return links


def case_context(
    case: Petition, user: User, at: datetime, offers: list[Offer], opened: Opened
) -> dict[str, Any]:
    """Return everything the page of a case is drawn from."""
    verbs = [_verb(offer, case, opened) for offer in offers]
    reader = reader_of(case, user)
    form = opened.form
    return {
        "case": view_of(case, user, at),
        "asks": _asks(case, user, at, opened, reader),
        "verbs": [verb for n, verb in enumerate(verbs) if n < FIRST or verb.is_open],
        "more": [
            verb for n, verb in enumerate(verbs) if n >= FIRST and not verb.is_open
        ],
        "form": form,
        "opened": opened.key,
        "has_errors": bool(form and form.errors),
        "slip_url": _slip(case)
        if reader.knows_person and case.kind == Kind.ERRAND
        else "",
        "publish_url": _publish(case, user) if reader.knows_person else "",
    }


def _verb(offer: Offer, case: Petition, opened: Opened) -> VerbView:
    begun = offer.form.options if offer.form is not None else {}
    wanted = "reply" if begun.get("phrase") else begun.get("open") or opened.key
    is_open = offer.name == wanted
    phrases: Iterable[Phrase] = getattr(offer.form, "phrases", ())
    page = case.get_absolute_url()
    links = [
        {"title": one.title, "text": one.text, "url": f"{page}?phrase={one.key}#reply"}
        for one in phrases
    ]
    return VerbView(offer, is_open, links)


def _slip(case: Petition) -> str:
    return reverse("petitions:slip", args=[case.code])


def _publish(case: Petition, user: User) -> str:
    is_done = case.state in (State.ANSWERED, State.CLOSED)
    if not is_done or not user.has_perm("petitions.publish_petition"):
        return ""
    return reverse("petitions_publication:publish", args=[case.code])


def _asks(
    case: Petition, user: User, at: datetime, opened: Opened, reader: Reader
) -> list[dict[str, Any]]:
    may = not case.refusal(Verb.SETTLE, user)
    return [
        {
            "text": reader.read(ask.text),
            "verdict": ask.get_outcome_display() if ask.outcome else "",
            "tone": ask_tone(ask),
            "answer": reader.read(ask.answer),
            "url": reverse("petitions_counter:ask", args=[case.code, ask.number]),
            "is_open": opened.ask == ask.number,
            "form": _ask_form(ask, user, at, opened) if may else None,
        }
        for ask in asks_of(case)
    ]


def _ask_form(ask: Ask, user: User, at: datetime, opened: Opened) -> CaseForm:
    if opened.ask == ask.number and opened.form:
        return opened.form
    return AnswerAskForm(row=ask, user=user, at=at, auto_id=f"ask{ask.number}_%s")
