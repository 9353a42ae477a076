"""One case: what is known, what happened, and its verbs."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from center.forms import kept_fields
from center.http import UserRequest, address_of, not_now
from center.text import clean_code
from center.workflow.actions import StaleError
from membership.transfers import actions, story, terms
from membership.transfers.forms.verbs import VerbForm
from membership.transfers.models import Practice, Transfer
from membership.transfers.moves import find_move
from membership.transfers.rules import Actor, State, Verb
from membership.transfers.views.base import typed
from membership.transfers.views.verbs import WAYS, moves_of, waiting_for, why_another
from membership.views.base import form_page, put_refusal, show_verb

# While these, somebody looks at the papers.
AT_THE_COUNTER = frozenset(
    {State.SUBMITTED, State.SUPPLEMENT, State.REGISTERED, State.VERIFYING}
)
may_view = permission_required("transfers.view_transfer", raise_exception=True)


def find(request: UserRequest, code: str) -> Transfer:
    """Return a transfer the person may see; 404 for others as for none."""
    rows = Transfer.objects.visible_to(request.user).select_related(
        "center",
        "member",
        "branch",
        "committee",
        "to_branch",
        "made_by",
        "approved_by",
        "sealed_by",
    )
    return get_object_or_404(rows, code=clean_code(code))


@require_safe
@may_view
def case(request: UserRequest, code: str) -> HttpResponse:
    """Show one transfer whole."""
    row = find(request, code)
    today = timezone.localdate()
    letters = list(row.letters.select_related("sealed_by", "replaces"))
    context = {
        "transfer": row,
        "tone": story.tone_of(row.state),
        "moves": moves_of(row, request.user),
        "why_another": why_another(row, request.user),
        "waiting": waiting_for(row),
        "letters": letters,
        "watch": _watch(row, today),
        "warnings": _warnings(row, letters, today),
        "steps": row.steps.select_related("by"),
        "missing": getattr(row, "missing_papers", None),
        "receipt": getattr(row, "receipt", None),
        "refusal": getattr(row, "refusal", None),
        "papers": actions.papers_of(row) if row.state in AT_THE_COUNTER else (),
        "movers": list(row.movers.select_related("member")[:200]),
    }
    return render(request, "transfers/case.html", context)


def _watch(row: Transfer, today: Any) -> dict[str, Any] | None:
    """Return since when a receipt is waited for and when it is late."""
    if row.watch_from is None or not row.is_open:
        return None
    due = terms.receipt_due(row.watch_from, Practice.of(row.center).receipt_days)
    return {"from": row.watch_from, "due": due, "days": (today - row.watch_from).days}


def _warnings(row: Transfer, letters: list[Any], today: Any) -> list[str]:
    """Return what somebody should look at before acting."""
    found = []
    good = next((letter for letter in letters if not letter.is_void), None)
    if good and row.is_open and terms.is_ending(good.valid_until, today):
        found.append(f"介绍信到 {good.valid_until:%Y-%m-%d} 为止，快到期了。")
    paid = row.dues_paid_through
    if row.is_out and row.state == State.APPROVED and paid:
        problem = terms.dues_problem(paid, today)
        found += [problem] if problem else []
    last = row.came_valid_until
    if last and row.is_open and terms.is_expired(last, today) and not row.is_out:
        found.append(f"来信只到 {last:%Y-%m-%d} 有效，已经过期。")
    if row.is_probationary and row.is_open and row.probation_until:
        found.append(f"预备党员，预备期到 {row.probation_until:%Y-%m-%d}。")
    return found


@form_page
@may_view
@sensitive_post_parameters("id_number")
def act(request: UserRequest, code: str, verb: str) -> HttpResponse:
    """Do one verb: 404 for what is none, 403 for what is not this person's to do."""
    row = find(request, code)
    if verb not in WAYS:
        raise Http404
    way = WAYS[Verb(verb)]
    form = way.form(
        typed(request),
        initial={"decided_on": timezone.localdate(), "on": timezone.localdate()},
        transfer=row,
        user=request.user,
    )
    if answer := _not_offered(request, row, Verb(verb), form):
        return answer
    if request.method == "POST" and form.is_valid():
        try:
            done = way.action(
                row,
                by=request.user,
                at=timezone.now(),
                ip=address_of(request) or None,
                **form.wanted(),
            )
        except StaleError as stale:
            return _stale(request, form, stale.current)
        except ValidationError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, f"已登记：{done.get_state_display()}。")
            return redirect(done.desk_url)
    return _page(request, row, Verb(verb), form)


def _not_offered(
    request: UserRequest, row: Transfer, verb: Verb, form: VerbForm
) -> HttpResponse | None:
    """Refuse what the page does not offer: 403 when it is another's to do now."""
    mine = actions.capacities(row, request.user) - {Actor.MEMBER}
    move = find_move(
        verb,
        direction=row.direction,
        state=row.state,
        kind=row.kind,
        channel=row.channel,
    )
    text = f"现在是“{row.get_state_display()}”，不能“{verb.label}”。"
    if move and move.actors & mine:
        text = actions.people_problem(row, verb, request.user)
        text = text or actions.letter_problem(row, verb, timezone.localdate())
        if not text:
            return None
    elif move or not mine:
        raise PermissionDenied
    return not_now(
        request, text, row.desk_url, kept_fields(form, hidden=("id_number",))
    )


def _page(
    request: UserRequest, row: Transfer, verb: Verb, form: VerbForm
) -> HttpResponse:
    way = WAYS[verb]
    context = {
        "heading": f"{verb.label}：{row.name}",
        "lede": way.lede,
        "button": verb.label,
        "danger": way.is_danger,
        "back": row.desk_url,
        "up": [
            ("组织关系接转", reverse("transfers:register")),
            (row.name, row.desk_url),
        ],
    }
    return show_verb(request, form, **context)


def _stale(request: UserRequest, form: VerbForm, current: Any) -> HttpResponse:
    """Answer 409 with what was typed, and where the transfer stands now."""
    last = current.steps.select_related("by").last()
    who = last.by or "系统"
    now = f"{current.get_state_display()}（{last.get_verb_display()}，{who}）"
    fields: list[tuple[str, Any, str]] = [
        ("状态", form.transfer.get_state_display(), now)
    ]
    for name, value in form.cleaned_data.items():
        if name not in ("version", "id_number") and value not in ("", None, False, []):
            fields.append((str(form.fields[name].label), value, "（没有保存）"))
    context = {"fields": fields, "back": current.desk_url}
    return render(request, "409.html", context, status=409)
