"""The one list of those to be told by voice, and what is done with a line of it."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from center.calls import actions
from center.calls.forms import DropForm, TellForm, TryForm
from center.calls.models import Call, waiting_words
from center.calls.rules import KEPT, SAID_HOW, TELL, TOO_LATE, UNDO_FOR, Verb, may_undo
from center.http import UserRequest, own_path
from center.workflow import views as workflow

APP = "calls"
SHOWN = 50
may_look = permission_required("calls.view_call", raise_exception=True)


@require_safe
@may_look
def call_list(request: UserRequest) -> HttpResponse:
    """Show whom to tell what, the longest waiting first, and who was told lately."""
    at = timezone.now()
    shows_done = request.GET.get("done") == "1"
    rows = done_rows(at) if shows_done else Call.objects.open()
    found = _known(rows, request)
    just_now = done_rows(at).filter(ended_at__gte=at - UNDO_FOR)
    context = {
        "lines": [_line(row, request) for row in found],
        "just_now": []
        if shows_done
        else [_line(row, request) for row in _known(just_now, request)],
        "shows_done": shows_done,
        "ways": SAID_HOW,
    }
    return render(request, "calls/call_list.html", context)


def done_rows(at: datetime) -> Any:
    rows = Call.objects.filter(ended_at__gte=at - KEPT)
    return rows.order_by("-ended_at", "-pk")


def _known(rows: Any, request: UserRequest) -> list[Call]:
    whole = rows.select_related("center", "person").prefetch_related("steps__by")
    known: list[Call] = whole.known_to(request.user)
    return known


def _line(row: Call, request: UserRequest) -> dict[str, Any]:
    steps = list(row.steps.all())
    offers = VERBS.offers(row, request.user)
    return {
        "call": row,
        "words": waiting_words(steps) or [one for one in steps if one.verb == Verb.ASK],
        "story": [one for one in steps if one.verb != Verb.ASK],
        "offers": {offer.name: offer for offer in offers},
    }


def find(request: UserRequest, pk: int) -> Call:
    """Return a call whose person may be known to who asks, or answer 404."""
    rows = Call.objects.filter(pk=pk).select_related("center", "person")
    found = rows.known_to(request.user)
    if not found:
        raise Http404
    return found[0]


def _too_late(row: Call) -> str:
    return "" if may_undo(row.ended_at, timezone.now()) else TOO_LATE


def _back(request: UserRequest, row: Call, _: Any) -> str:
    return own_path(request.POST.get("next", ""), reverse("calls:list"))


VERBS = workflow.Verbs(
    app=APP,
    find=find,
    crumbs=lambda row: [],
    head=lambda row: f"{row}　{row.number}　{row.matter}",
    here=lambda row: "要告知的人",
    actions=[
        workflow.Action(
            verb=Verb.TELL,
            label="已告知",
            form=TellForm,
            run=actions.mark_told,
            permission=TELL,
            done=lambda row: f"已记下：{row}告知了。15 分钟内可以撤销。",
            is_main=True,
            then=_back,
        ),
        workflow.Action(
            verb=Verb.TRY,
            name="tried",
            label="没打通",
            form=TryForm,
            run=actions.mark_tried,
            permission=TELL,
            done=lambda row: f"已记下：{row}没打通，还在名单上。",
            then=_back,
        ),
        workflow.Action(
            verb=Verb.DROP,
            label="不用告知",
            form=DropForm,
            run=actions.drop,
            permission=TELL,
            done=lambda row: f"{row}不用告知了。15 分钟内可以撤销。",
            is_danger=True,
            then=_back,
        ),
        workflow.Action(
            verb=Verb.UNDO,
            label="撤销",
            run=actions.undo,
            permission=TELL,
            unless=lambda row, user: _too_late(row),
            done=lambda row: f"{row}又在名单上了。",
            on_the_spot=True,
            then=_back,
        ),
    ],
)
