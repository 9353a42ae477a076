"""The desk of requests: the queue, intake, one case with its verbs."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from center.http import UserRequest, form_page, own_center, sender_of, way_up
from center.models import User
from center.reception.lookup import given, turn_into
from center.text import LONGEST_CODE, clean_code, one_line
from center.uploads import clean_uploads
from center.wording import day_in_sentence
from center.workflow.views import Action, Verbs
from petitions.actions import casework
from petitions.actions.intake import Intake, register
from petitions.actions.once import run_once, was_done
from petitions.counter.declared import declare
from petitions.counter.forms.intake import IntakeForm
from petitions.counter.forms.replies import AnswerAskForm
from petitions.counter.presenters import pages
from petitions.counter.presenters.lists import rows_of
from petitions.counter.queue import (
    BY_NAME,
    PILES,
    Found,
    Pile,
    counts_of,
    page_of,
    piles_for,
    search,
)
from petitions.counter.verbs import ACTIONS
from petitions.models import Ask, Attachment, Petition
from petitions.models.access import opened, reader_of
from petitions.rules.roles import SUPERVISE, WORK
from petitions.rules.states import Verb
from petitions.views.base import Placed
from petitions.views.public import download
from petitions.visitors import form_key

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
staff_page = permission_required(WORK, raise_exception=True)
SEEN = ("center", "owner", "first_asked", "duty_by", "owner_center", "person")


def find_case(user: User, code: str) -> Petition:
    """Return a case that a member of staff may open, or raise 404.

    Their center's and those below, and other centers' that wait for a part of theirs;
    never one they are named in.
    """
    cases = Petition.objects.select_related(*SEEN).filter(code=clean_code(code))
    case = opened(cases, user)
    if case is None:
        raise Http404
    return case


@require_GET
@staff_page
def queue(request: UserRequest) -> HttpResponse:
    """Show one pile, most urgent first, and how many are in the others."""
    user, at = request.user, timezone.now()
    pile = BY_NAME.get(request.GET.get("tab", ""), PILES[0])
    text = one_line(request.GET.get("q", "")[:LONGEST_CODE])
    found, after = _listed(request, pile, text)
    cases, next_place = page_of(found, user, after)
    counts = counts_of(user, at)
    query = {"tab": pile.name} | ({"q": text} if text else {})
    part = request.GET.get("part", "")
    query |= {"part": part} if part in ("due", "overdue", "today", "later") else {}
    context = {
        "tab": pile,
        "tabs": [
            {
                "label": item.label,
                "url": f"?tab={item.name}",
                "is_current": item is pile and not text,
                "count": counts[item.name],
            }
            for item in piles_for(user)
        ],
        "counts": pages.parts(counts, part),
        "rows": rows_of(cases, user, at),
        "q": text,
        "next_url": f"?{urlencode(query | {'after': next_place})}"
        if next_place
        else "",
        "first_url": f"?{urlencode(query)}" if after else "",
        "links": pages.queue_links(user.has_perm(SUPERVISE)),
    }
    return render(request, "petitions/desk/queue.html", context)


def _listed(request: UserRequest, pile: Pile, text: str) -> tuple[Found, str]:
    """Return the cases to list, and where on the list the page starts."""
    at, after = timezone.now(), request.GET.get("after", "")[:40]
    if text:
        return search(request.user, text), after
    found = pile.cases(request.user, at)
    today = timezone.localdate(at)
    parts = {
        "due": lambda: found.due_now(today),
        "overdue": lambda: found.overdue(today),
        "today": lambda: found.due_today(today),
        "later": lambda: found.not_due(today),
    }
    part = parts.get(request.GET.get("part", ""))
    return (part() if part else found), after


@get_or_post
@staff_page
def intake(request: UserRequest) -> HttpResponse:
    """Write down what somebody says; Enter saves, the number is shown at once."""
    form = IntakeForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        initial=given(request),
    )
    if request.method == "POST" and form.is_valid():
        with Placed(form):
            case = _register(request, form)
            turn_into(request, case, at=timezone.now())
            return redirect(_after(request, case, None))
    late_open = form.is_bound and form.is_late_open
    template = "petitions/desk/intake.html"
    return form_page(request, form, template=template, late_open=late_open)


def _register(request: UserRequest, form: IntakeForm) -> Petition:
    at, data = timezone.now(), dict(form.cleaned_data)
    del data["key"]
    files = data.pop("files")
    case = register(
        center=own_center(request),
        intake=Intake(**data),
        form_key=form_key(request),
        by=request.user,
        at=at,
        files=clean_uploads(files, who=sender_of(request), at=at),
    )
    messages.success(
        request,
        f"登记好了，编号 {case.code_text}，最晚 {day_in_sentence(case.due_on)}答复。",
    )
    return case


@require_GET
@staff_page
def case_detail(request: UserRequest, code: str) -> HttpResponse:
    return case_page(request, find_case(request.user, code))


def case_page(
    request: UserRequest,
    case: Petition,
    opened: tuple[Action, Any] | None = None,
    *,
    ask: int = 0,
) -> HttpResponse:
    """Answer with the page of a case, one verb or ask open with what was typed."""
    action, form = opened or (None, None)
    context = pages.case_context(
        case,
        request.user,
        timezone.now(),
        VERBS.forms(request, case, None if ask else opened),
        opened=action.url_name if action else "",
        ask=ask,
        form=form,
    )
    is_refused = form is not None and form.is_bound and not form.preview
    status = 422 if is_refused or (form is not None and form.errors) else 200
    return render(request, "petitions/desk/case.html", context, status=status)


def _show(request: UserRequest, row: Any, action: Action, form: Any) -> HttpResponse:
    """Show the form of a verb or of an ask on the page of its case."""
    if isinstance(row, Ask):
        case = row.round.petition
        return case_page(request, case, (action, form), ask=row.number)
    return case_page(request, row, (action, form))


def _find(request: UserRequest, code: str) -> Petition:
    return find_case(request.user, code)


def _find_ask(request: UserRequest, code: str, number: int) -> Ask:
    case = find_case(request.user, code)
    asks = Ask.objects.filter(round__petition=case, round__number=case.round)
    return get_object_or_404(asks.select_related("round__petition"), number=number)


def _after(request: UserRequest, case: Any, _: object) -> str:
    """Return the page of the case, or the list when it is out of the doer's sight."""
    if isinstance(case, Petition) and _is_gone(request.user, case):
        return reverse("petitions_counter:queue")
    record = case.round.petition if isinstance(case, Ask) else case
    return str(record.get_absolute_url())


def _is_gone(user: User, case: Petition) -> bool:
    return not Petition.objects.seen_by(user).filter(pk=case.pk).exists()


VERBS = Verbs(
    app="petitions_counter",
    find=_find,
    actions=[replace(one, then=_after) for one in ACTIONS],
    crumbs=way_up("诉求", "petitions_counter:queue"),
    key="code",
    show=_show,
    was_done=lambda request: was_done(form_key(request)),
    once=lambda request, run, at: run_once(form_key(request), run, at=at),
)
ANSWER_ASK = declare(
    Verb.SETTLE,
    "答这一件",
    "存下这一件",
    AnswerAskForm,
    casework.answer_ask,
    name="ask",
    find=_find_ask,
    record=lambda ask: ask.round.petition,
    done=lambda ask: f"第 {ask.number} 件答好了。",
)
ask = staff_page(VERBS.view(ANSWER_ASK))
verb_urls = [
    path(f"<str:code>/{one.url_name}/", staff_page(VERBS.view(one)), name=one.url_name)
    for one in VERBS.actions
]


@require_GET
@staff_page
def attachment(request: UserRequest, code: str, token: str) -> HttpResponse:
    """Hand out a file of a case: a picture may show who asked, so only at home."""
    case = find_case(request.user, code)
    knows = reader_of(case, request.user).knows_person
    files = Attachment.objects.filter(petition=case, token=token)
    return download(files.first() if knows else None)
