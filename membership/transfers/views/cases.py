"""One case: what is known, what happened, and its verbs."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from center.http import UserRequest
from center.models import User
from membership.transfers.actions.asking import papers_of
from membership.transfers.models import Practice, Transfer
from membership.transfers.models.transfers import words_of
from membership.transfers.rules import story, terms
from membership.transfers.rules.roles import Actor
from membership.transfers.rules.states import State, Verb
from membership.transfers.views.verbs import VERBS, find, may_act, may_view

# While these, somebody looks at the papers.
AT_THE_COUNTER = frozenset(
    {State.SUBMITTED, State.SUPPLEMENT, State.REGISTERED, State.VERIFYING}
)


@require_safe
@may_view
def case(request: UserRequest, code: str) -> HttpResponse:
    row = find(request, code)
    today = timezone.localdate()
    letters = list(row.letters.select_related("sealed_by", "replaces"))
    context = {
        "transfer": row,
        "tone": story.tone_of(row.state),
        "offers": VERBS.offers(row, request.user),
        "why_another": _why_another(row, request.user),
        "waiting": _waiting_for(row),
        "letters": letters,
        "watch": _watch(row, today),
        "warnings": _warnings(row, letters, today),
        "steps": row.steps.select_related("by"),
        "missing": getattr(row, "missing_papers", None),
        "receipt": getattr(row, "receipt", None),
        "review": getattr(row, "review", None),
        "papers": papers_of(row).values() if row.state in AT_THE_COUNTER else (),
        "movers": list(row.movers.select_related("member")[:200]),
    }
    return render(request, "transfers/case.html", context)


def _watch(row: Transfer, today: date) -> dict[str, Any] | None:
    """Return since when a receipt is waited for and when it is late."""
    if row.watch_from is None or not row.is_open:
        return None
    due = terms.receipt_due(row.watch_from, Practice.of(row.center).receipt_days)
    return {"from": row.watch_from, "due": due, "days": (today - row.watch_from).days}


def _warnings(row: Transfer, letters: list[Any], today: date) -> list[str]:
    """Return what somebody should look at before acting."""
    found = []
    good = next((letter for letter in letters if not letter.is_void), None)
    if good and row.is_open and terms.is_ending(good.valid_until, today):
        found.append(f"介绍信到 {good.valid_until:%Y-%m-%d} 为止，快到期了。")
    paid = row.dues_paid_through
    if row.is_out and row.state == State.APPROVED and paid:
        found += filter(None, [terms.dues_refusal(paid, today)])
    last = row.came_valid_until
    if last and row.is_open and terms.is_expired(last, today) and not row.is_out:
        found.append(f"来信只到 {last:%Y-%m-%d} 有效，已经过期。")
    if row.is_probationary and row.is_open and row.probation_until:
        found.append(f"预备党员，预备期到 {row.probation_until:%Y-%m-%d}。")
    return found


def _why_another(row: Transfer, by: User) -> str:
    verbs = [move.verb for move in row.moves if may_act(row, move.verb, by)]
    return next(filter(None, (row.people_refusal(verb, by) for verb in verbs)), "")


def _waiting_for(row: Transfer) -> str:
    first = next((move for move in row.moves if move.verb != Verb.WITHDRAW), None)
    return words_of(first.actors - {Actor.MEMBER}) if first else ""
