"""What a member does and sees: ask, and read where it stands."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from center.guide import told
from center.http import UserRequest, address_of, posted
from center.keys import bound, new_key
from center.timetable.lookup import calendar_of
from center.wording import day_in_sentence
from center.workflow import views as workflow
from membership.transfers.actions.asking import ask, may_ask, papers_of
from membership.transfers.forms.new import AskForm
from membership.transfers.models import Transfer, TransferStep
from membership.transfers.rules import story
from membership.transfers.rules.roles import Actor
from membership.transfers.rules.states import State, Verb, Why
from membership.transfers.views.verbs import OWN, find_own


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UserRequest) -> HttpResponse:
    is_member = may_ask(request.user)
    initial = {"key": new_key(), "kind": request.GET.get("kind", "")}
    form = AskForm(posted(request), initial=initial, is_member=is_member)

    def run() -> object:
        data = dict(form.cleaned_data)
        made = ask(
            center=request.center,
            form_key=bound(data.pop("key"), request),
            why=data.pop("why", "") or Why.OTHER,
            submit="draft" not in request.POST,
            by=request.user,
            at=timezone.now(),
            ip=address_of(request) or None,
            **data,
        )
        told.note(request, f"transfers:{made.code}", made.created_at)
        return made

    return workflow.make(
        request,
        form,
        run,
        done="已登记。",
        template="transfers/ask.html",
        is_member=is_member,
    )


@require_safe
def show(request: UserRequest, code: str) -> HttpResponse:
    """Tell the member in plain words where it stands and what comes next."""
    row = find_own(request, code)
    steps = list(row.steps.all())
    letter = row.letters.filter(void_at__isnull=True).first()
    context = {
        "transfer": row,
        "now": story.NOW[State(row.state)],
        "tone": story.tone_of(row.state),
        "stages": story.stages(
            direction=row.direction, state=row.state, kind=row.kind, channel=row.channel
        ),
        "steps": [
            (step.at, story.STEPS[Verb(step.verb)], _told(step.verb, step.text))
            for step in steps
        ],
        "holder": _holder(row),
        "phone": row.center.phone,
        "promise": _promise(row, steps),
        "missing": getattr(row, "missing_papers", None),
        "letter": letter,
        "papers": papers_of(row).values(),
        "offers": OWN.offers(row, request.user),
    }
    return render(request, "transfers/story.html", context)


def _holder(row: Transfer) -> str:
    """Return with whom the next step lies, in words; empty at the other side."""
    actor = story.HOLDERS.get(State(row.state))
    if actor == Actor.BRANCH and row.branch:
        return row.branch.name
    if actor == Actor.COMMITTEE and row.committee:
        return row.committee.name
    return f"{row.center.name}窗口" if actor else ""


def _promise(row: Transfer, steps: list[TransferStep]) -> dict[str, object] | None:
    """Return what is promised next, until which day, and whether that has passed."""
    verb, days, what = story.PROMISES.get(State(row.state), ("", 0, ""))
    began = [step.at for step in steps if step.verb == verb]
    if not began:
        return None
    day = calendar_of(row.center).nth_after(localdate(max(began)), days)
    return {"what": what, "day": day_in_sentence(day), "is_late": day < localdate()}


def _told(verb: str, text: str) -> str:
    return text if verb in story.TOLD else ""
