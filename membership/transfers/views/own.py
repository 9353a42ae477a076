"""What a member does and sees: ask, and read where it stands."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from center.guide import told
from center.http import UserRequest, address_of
from center.keys import bound, new_key
from center.text import clean_code
from membership.transfers import actions, story
from membership.transfers.forms.new import AskForm
from membership.transfers.models import Transfer
from membership.transfers.moves import find_move
from membership.transfers.rules import State, Verb
from membership.transfers.views.base import typed
from membership.views.base import form_page, put_refusal, show_form

OWN_ACTIONS = {
    Verb.SUBMIT: actions.submit_draft,
    Verb.SUPPLY: actions.supply,
    Verb.WITHDRAW: actions.withdraw,
}
DONE = {
    Verb.SUBMIT: "已提交，等窗口受理。",
    Verb.SUPPLY: "已告诉窗口材料补齐了。",
    Verb.WITHDRAW: "已撤回。",
}


def _own(request: UserRequest, code: str) -> Transfer:
    """Return the person's own transfer; 404 for others as for none."""
    rows = Transfer.objects.of_person(request.user)
    rows = rows.select_related("branch", "to_branch")
    return get_object_or_404(rows, code=clean_code(code))


@form_page
def new(request: UserRequest) -> HttpResponse:
    """Ask for a transfer of one's own."""
    is_member = actions.may_ask(request.user)
    form = AskForm(typed(request), initial={"key": new_key()}, is_member=is_member)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = bound(data.pop("key"), request)
        data["why"] = data["why"] or "other"
        try:
            made = actions.ask(
                center=request.center,
                form_key=key,
                submit="draft" not in request.POST,
                by=request.user,
                at=timezone.now(),
                ip=address_of(request) or None,
                **data,
            )
        except ValidationError as refusal:
            put_refusal(form, refusal)
        else:
            told.note(request, f"transfers:{made.code}", made.created_at)
            return redirect(made)
    context = {"is_member": is_member}
    return show_form(request, "transfers/ask.html", form, **context)


@require_safe
def show(request: UserRequest, code: str) -> HttpResponse:
    """Tell the member in plain words where it stands and what comes next."""
    row = _own(request, code)
    letter = row.letters.filter(void_at__isnull=True).first()
    context = {
        "transfer": row,
        "now": story.NOW[State(row.state)],
        "tone": story.tone_of(row.state),
        "stages": story.stages(
            direction=row.direction,
            state=row.state,
            kind=row.kind,
            channel=row.channel,
        ),
        "steps": [
            (step.at, story.STEPS[Verb(step.verb)], _told(step.verb, step.text))
            for step in row.steps.all()
        ],
        "missing": getattr(row, "missing_papers", None),
        "letter": letter,
        "papers": actions.papers_of(row),
        "verbs": _verbs(row),
    }
    return render(request, "transfers/story.html", context)


def _told(verb: str, text: str) -> str:
    return text if verb in story.TOLD else ""


def _verbs(row: Transfer) -> list[Verb]:
    return [verb for verb in story.OWN_VERBS if _move(row, verb)]


def _move(row: Transfer, verb: Verb) -> object:
    return find_move(
        verb,
        direction=row.direction,
        state=row.state,
        kind=row.kind,
        channel=row.channel,
    )


@require_POST
def act(request: UserRequest, code: str, verb: str) -> HttpResponse:
    """Hand in a draft, say that the papers are there, or take it back."""
    row = _own(request, code)
    if verb not in OWN_ACTIONS:
        raise Http404
    try:
        OWN_ACTIONS[Verb(verb)](
            row,
            by=request.user,
            at=timezone.now(),
            ip=address_of(request) or None,
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, DONE[Verb(verb)])
    return redirect(row)
