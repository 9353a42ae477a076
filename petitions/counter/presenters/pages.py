"""What the templates of the desk are given: the queue's head, the case's verbs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from center.models import User
from center.workflow.views import Offer, said
from petitions.counter.forms.replies import AnswerAskForm
from petitions.counter.forms.verbs import CaseForm
from petitions.counter.phrases import Phrase
from petitions.counter.presenters.case import ask_tone, asks_of, view_of
from petitions.models import Ask, Petition
from petitions.models.access import Reader, reader_of
from petitions.rules.states import Kind, State, Verb

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
    def lede(self) -> str:
        return said(self.offer.action.lede, self.form.row)

    @property
    def preview(self) -> dict[str, str] | None:
        found: dict[str, str] | None = self.form.preview
        return found


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
    case: Petition,
    user: User,
    at: datetime,
    offers: list[Offer],
    *,
    opened: str = "",
    ask: int = 0,
    form: CaseForm | None = None,
) -> dict[str, Any]:
    """Return everything the page of a case is drawn from.

    ``opened`` is the verb, ``ask`` the part that stands open, with its ``form`` as it
    was sent.
    """
    verbs = [_verb(offer, case, opened) for offer in offers]
    near = [verb for n, verb in enumerate(verbs) if n < FIRST or verb.is_open]
    reader = reader_of(case, user)
    return {
        "case": view_of(case, user, at),
        "asks": _asks(case, user, at, reader, {ask: form} if ask else {}),
        "verbs": near,
        "more": [verb for verb in verbs if verb not in near],
        "form": form,
        "opened": opened,
        "slip_url": _slip(case)
        if reader.knows_person and case.kind == Kind.ERRAND
        else "",
        "publish_url": _publish(case, user) if reader.knows_person else "",
    }


def _verb(offer: Offer, case: Petition, opened: str) -> VerbView:
    begun = offer.form.options if offer.form is not None else {}
    wanted = "reply" if begun.get("phrase") else begun.get("open") or opened
    phrases: Iterable[Phrase] = getattr(offer.form, "phrases", ())
    page = case.get_absolute_url()
    links = [
        {"title": one.title, "text": one.text, "url": f"{page}?phrase={one.key}#reply"}
        for one in phrases
    ]
    return VerbView(offer, offer.name == wanted, links)


def _slip(case: Petition) -> str:
    return reverse("petitions:slip", args=[case.code])


def _publish(case: Petition, user: User) -> str:
    is_done = case.state in (State.ANSWERED, State.CLOSED)
    if not is_done or not user.has_perm("petitions.publish_petition"):
        return ""
    return reverse("petitions_publication:publish", args=[case.code])


def _asks(
    case: Petition,
    user: User,
    at: datetime,
    reader: Reader,
    sent: dict[int, CaseForm | None],
) -> list[dict[str, Any]]:
    may = not case.refusal(Verb.SETTLE, user)
    return [
        {
            "text": reader.read(ask.text),
            "verdict": ask.get_outcome_display() if ask.outcome else "",
            "tone": ask_tone(ask),
            "answer": reader.read(ask.answer),
            "url": reverse("petitions_counter:ask", args=[case.code, ask.number]),
            "is_open": ask.number in sent,
            "form": (sent.get(ask.number) or _ask_form(ask, user, at)) if may else None,
        }
        for ask in asks_of(case)
    ]


def _ask_form(ask: Ask, user: User, at: datetime) -> CaseForm:
    return AnswerAskForm(row=ask, user=user, at=at, auto_id=f"ask{ask.number}_%s")
