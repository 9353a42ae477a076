"""Answered cases that everybody may read, and how one becomes such."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from center.forms import kept_fields
from center.http import Refusals, Request, UserRequest, form_page, not_now, press
from center.paging import page_of
from center.searchable import anywhere
from center.text import clean_code, visible
from center.wording import month_text
from petitions.actions.once import run_once
from petitions.forms import PetitionForm
from petitions.models import Petition
from petitions.models.access import reader_of
from petitions.publication import actions
from petitions.publication.forms import PublishForm, UnpublishForm
from petitions.publication.models import Publication
from petitions.rules.flow import FLOW
from petitions.rules.roles import PUBLISH
from petitions.rules.states import Kind, Verb
from petitions.views.public import petition_page
from petitions.visitors import form_key, person_of

PAGE_SIZE = 20
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
publisher_page = permission_required(PUBLISH, raise_exception=True)


@login_not_required
@require_GET
def answered_list(request: Request) -> HttpResponse:
    """List published cases of the center, newest first."""
    text = visible(request.GET.get("q", ""))[:40]
    kind = request.GET.get("kind", "")
    found = Publication.objects.live().filter(center=request.center).newest_first()
    if kind in Kind.values:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(anywhere(text, "title", "question", "answer"))
    page = page_of(found, request.GET.get("page"), PAGE_SIZE)
    context = {
        "q": text,
        "page": page,
        "cases": [_shown(case) for case in page],
        "chips": _chips(kind, text),
    }
    return render(request, "petitions/answered_list.html", context)


def _chips(kind: str, text: str) -> list[dict[str, Any]]:
    offered = [("", "全部"), *Kind.choices]
    return [
        {
            "label": label,
            "url": "?" + urlencode({"kind": value, "q": text}),
            "is_current": value == kind or (not value and kind not in Kind.values),
        }
        for value, label in offered
    ]


def _shown(case: Publication) -> dict[str, Any]:
    day = case.answered_on
    return {
        "pk": case.pk,
        "title": case.title,
        "question": case.question,
        "answer": case.answer,
        "summary": f"{case.get_kind_display()}，{month_text(day)}答复",
    }


@login_not_required
@require_GET
def answered_detail(request: Request, pk: int) -> HttpResponse:
    """Show one published case; nothing here is read from the case itself."""
    live = Publication.objects.live().filter(center=request.center)
    context = {"case": _shown(get_object_or_404(live, pk=pk))}
    return render(request, "petitions/answered_detail.html", context)


@login_not_required
@require_POST
def similar(request: Request) -> HttpResponse:
    """Show published cases like what is being typed; nothing is handed in or lost."""
    form = PetitionForm(initial=request.POST.dict(), user=person_of(request))
    text = request.POST.get("title", "") or request.POST.get("body", "")
    found = actions.similar(request.center, text)
    more = {"similar": [_shown(case) for case in found], "looked": True}
    return petition_page(request, form, status=200, **more)


def _case(request: UserRequest, code: str) -> Petition:
    """Return a case whose person is known to who publishes it, or raise 404."""
    cases = Petition.objects.visible_to(request.user)
    case = cases.select_related("center").filter(code=clean_code(code)).first()
    if case is None or not reader_of(case, request.user).knows_person:
        raise Http404
    return case


@get_or_post
@publisher_page
def publish(request: UserRequest, code: str) -> HttpResponse:
    """Propose the texts with everything found blanked; a person decides the rest."""
    case = _case(request, code)
    published = Publication.objects.filter(petition=case).first()
    refusal = FLOW.refusal(Verb.PUBLISH, case.state)
    if refusal and not _is_live(published):
        back = case.get_absolute_url()
        kept = kept_fields(PublishForm(request.POST)) if request.POST else []
        return not_now(request, refusal, back, kept)
    if request.method == "POST":
        form = PublishForm(request.POST)
        if form.is_valid() and _published(request, case, form):
            messages.success(request, "已经公开。")
            return redirect(case)
    else:
        form = PublishForm(initial=_proposal(request, case))
    return form_page(
        request,
        form,
        template="petitions/desk/publish.html",
        case=case,
        published=published if _is_live(published) else None,
        unpublish_form=UnpublishForm(auto_id="un_%s"),
    )


def _is_live(published: Publication | None) -> bool:
    return published is not None and published.unpublished_at is None


def _proposal(request: UserRequest, case: Petition) -> dict[str, str]:
    try:
        return actions.propose(case)
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
        return {}


def _published(request: UserRequest, case: Petition, form: PublishForm) -> bool:
    at, data = timezone.now(), form.said()
    with Refusals(form):
        run_once(
            form_key(request),
            lambda: actions.publish(case, **data, by=request.user, at=at),
            at=at,
        )
        return True
    return False


@require_POST
@publisher_page
def unpublish(request: UserRequest, code: str) -> HttpResponse:
    case = _case(request, code)
    published = get_object_or_404(Publication, petition=case)
    form = UnpublishForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写为什么撤下。")
        return redirect("petitions_publication:publish", code=case.code)
    at, data = timezone.now(), form.said()

    def run() -> None:
        actions.unpublish(published, **data, by=request.user, at=at)

    return press(
        request,
        lambda: run_once(form_key(request), run, at=at),
        done="已经撤下。",
        back=case.get_absolute_url(),
    )
