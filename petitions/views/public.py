"""What everybody sees: hand in, track, follow, add, rate, take back."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET, require_POST

from center import http, rate_limit
from center.forms import kept_fields
from center.guide import told
from center.http import Request, address_of, sender_of, too_many
from center.keys import new_key
from center.rules import in_fours
from center.uploads import clean_uploads
from petitions import forms
from petitions.actions.intake import Intake, register
from petitions.actions.unlock import tried_as
from petitions.models import Attachment, Petition
from petitions.models.access import Reader
from petitions.models.joint import joint_of
from petitions.presenters import story_of
from petitions.ratings import is_unhappy, is_waiting, rating_of
from petitions.rules.clock import LENGTH, Clock
from petitions.rules.replies import Score
from petitions.rules.states import Channel, Kind
from petitions.strip import qr
from petitions.views.base import Placed, alike_words, form_page, keeps_draft, may_rate
from petitions.views.prove import prove_first
from petitions.visitors import (
    Found,
    Proof,
    belongs_to,
    by_code,
    find,
    find_own,
    forget,
    form_key,
    is_staff,
    own_twins,
    person_of,
    proof_wanted,
    proves,
    reach,
    receipt_word,
    remember,
)

# What the address of a new request may already say, at most so many signs of it.
ADDRESSED = ("kind", "title", "body")
MOST_SIGNS = 300
FRESH = timedelta(minutes=10)
NOT_FOUND = (
    "没有查到。请核对编号和手机号后四位；没留电话的，后四位空着。"
    "用工作人员账号登录的，请到工作台上看。"
)
TOO_FAST = "刚才交得太多了，请过一刻钟再交；着急的话打电话或到前台。您写的都还在下面。"


@login_not_required
@form_page
def petition_new(request: Request) -> HttpResponse:
    """Hand in a request, with or without an account; a repeated POST is harmless."""
    form = forms.PetitionForm(
        request.POST or None,
        request.FILES or None,
        user=person_of(request),
        initial={name: request.GET.get(name, "")[:MOST_SIGNS] for name in ADDRESSED},
    )
    if request.method != "POST":
        return petition_page(request, form, status=200)
    if not form.is_valid():
        return petition_page(request, form, status=422)
    if "check" in request.POST:
        return petition_page(request, form, status=202, checked=_looked_over(form))
    at = timezone.now()
    if not _has_tries_left(request, at):
        form.add_error(None, TOO_FAST)
        return petition_page(request, form, status=429)
    with Placed(form):
        case = _register(request, form, at)
        told.note(request, f"petitions:{case.code}", at)
        remember(request, case, Proof.HANDED_IN)
        return redirect("petitions:detail", code=case.code)
    return petition_page(request, form, status=422)


def _looked_over(form: forms.PetitionForm) -> list[tuple[str, str]]:
    """Return what is about to be handed in, for who has no script to show it."""
    names = "，".join(str(one.name) for one in form.cleaned_data["files"])
    told = kept_fields(form, hidden={"files"})
    return [*told, (str(form["files"].label), names)] if names else told


def petition_page(
    request: Request, form: forms.PetitionForm, *, status: int, **more: Any
) -> HttpResponse:
    """Answer with the form of a new request as it is."""
    context = {
        "form": form,
        "kinds": forms.KINDS,
        "days": LENGTH[Clock.PROMISE],
        "report": form.is_bound and form.is_report,
    }
    return render(
        request, "petitions/petition_form.html", context | more, status=status
    )


def _has_tries_left(request: Request, at: datetime) -> bool:
    person = person_of(request)
    if person is not None:
        return rate_limit.allows("petition-person", str(person.pk), at)
    return rate_limit.allows("petition-address", address_of(request), at)


def _register(request: Request, form: forms.PetitionForm, at: datetime) -> Petition:
    data = dict(form.cleaned_data)
    del data["key"]
    files = data.pop("files")
    return register(
        center=request.center,
        intake=Intake(channel=Channel.WEB, **data),
        form_key=form_key(request),
        by=person_of(request),
        at=at,
        files=clean_uploads(files, who=sender_of(request), at=at),
    )


@login_not_required
@require_GET
def petition_detail(request: Request, code: str) -> HttpResponse:
    """Show the story of a request; right after sending it is the receipt."""
    found = reach(request, code)
    if found.is_guarded:
        return prove_first(request, found)
    return detail_page(request, found.case, forms.MessageForm(), status=200)


def detail_page(
    request: Request, case: Petition, form: forms.MessageForm, *, status: int
) -> HttpResponse:
    """Answer with the story, and the form to add something for its own person."""
    at = timezone.now()
    found = find(request, case.code)
    base = reverse("petitions:detail", args=[case.code])
    story = story_of(case, at=at, base=base, reader=found.reader)
    rating = rating_of(case, at, found.reader)
    is_fresh = found.is_own and at - case.registered_at < FRESH and case.version == 1
    context = {
        "story": story,
        "fresh": is_fresh,
        "qr": qr(_track_address(request, case)),
        "form": form if found.may_act and is_waiting(case) else None,
        "keeps_draft": keeps_draft(case),
        "may_rate": found.is_own
        and may_rate(case)
        and (rating is None or bool(rating["until"])),
        "may_withdraw": found.is_own and case.is_open,
        "may_reopen": found.is_own and may_rate(case) and is_unhappy(rating),
        "joint": joint_of(case, found.reader),
        "alike": _alike(request, found),
        "rating": rating,
        "rate_key": new_key(),
        "grades": list(reversed(Score.choices)),
        "slip_url": f"{base}slip/" if _has_slip(case, found.reader) else "",
        "is_own": found.is_own,
        "must_prove": found.is_own and not found.may_act,
        "receipt_word": _receipt_word(found),
    }
    return render(request, "petitions/petition_detail.html", context, status=status)


def _alike(request: Request, found: Found) -> list[tuple[str, str, str]]:
    """Return what this person asked of much the same, as far as they may read it."""
    return [
        (
            alike_words(twin),
            twin.case.title,
            reverse("petitions:detail", args=[twin.case.code]),
        )
        for twin in own_twins(request, found)
    ]


def _receipt_word(found: Found) -> str:
    """Return the word that only the browser which handed it in ever shows."""
    is_here = found.proof == Proof.HANDED_IN
    if not is_here or proof_wanted(found.case) != Proof.WORD:
        return ""
    return in_fours(receipt_word(found.case))


def _track_address(request: Request, case: Petition) -> str:
    query = urlencode({"code": case.code})
    return request.build_absolute_uri(f"{reverse('petitions:track')}?{query}")


def _has_slip(case: Petition, reader: Reader) -> bool:
    return case.kind == Kind.ERRAND and reader.knows_person


@login_not_required
@form_page
def track(request: Request) -> HttpResponse:
    """Open a request to this browser for who has its code and the phone's last digits.

    Wrong code and wrong digits get the same answer, and only misses are counted.
    """
    typed = request.POST if request.method == "POST" else None
    form = forms.TrackForm(typed, initial={"code": request.GET.get("code", "")[:200]})
    if typed is None or not form.is_valid():
        return _track_page(request, form)
    at, code = timezone.now(), form.cleaned_data["code"]
    case = by_code(code)
    if case is not None and belongs_to(case, request):
        return redirect("petitions:detail", code=case.code)
    tries = _tries(request, tried_as(code, case))
    if not rate_limit.allows_all(at, **tries):
        return too_many(request)
    is_right = proves(case, form.cleaned_data["phone_tail"])
    if case is None or not is_right or is_staff(person_of(request)):
        form.add_error(None, NOT_FOUND)
        return _track_page(request, form)
    rate_limit.give_back(at, **tries)
    remember(request, case, Proof.TRACKED)
    return redirect("petitions:detail", code=case.code)


def _tries(request: Request, code: str) -> dict[str, str]:
    """Return what a try at a code counts under, the narrowest first."""
    address = address_of(request)
    return {
        "track_pair": rate_limit.pair(code, address),
        "track_address": address,
        "track_code": code,
    }


def _track_page(request: Request, form: forms.TrackForm) -> HttpResponse:
    return http.form_page(request, form, template="petitions/track.html")


@login_not_required
@require_POST
def leave(request: Request, code: str) -> HttpResponse:
    """Take a request away from this browser, for a machine that others use too."""
    forget(request, find_own(request, code).case)
    messages.success(request, "这台机器上看不到这件事了。要看，再用编号查。")
    return redirect("petitions:track")


@login_not_required
@require_GET
def slip(request: Request, code: str) -> HttpResponse:
    """Show the authorization of an errand, to be printed and signed on paper."""
    found = find(request, code)
    case = found.case
    if not _has_slip(case, found.reader):
        raise Http404
    context = {
        "back": reverse("petitions:detail", args=[case.code]),
        "case": case,
        "name": case.name,
        "phone": case.phone,
        "title": case.title,
        "code_grouped": case.code_text,
        "received": case.received_text(),
        "is_full": case.scope == "full",
        "due": case.due_text,
    }
    return render(request, "petitions/slip.html", context)


@login_not_required
@require_GET
def attachment(request: Request, code: str, token: str) -> HttpResponse:
    """Hand out a file of a request as a download, to who may see who asked."""
    found = find(request, code)
    files = Attachment.objects.filter(petition=found.case, is_internal=False)
    if not found.reader.knows_person:
        raise Http404
    return download(files.filter(token=token).first())


def download(file: Attachment | None) -> HttpResponse:
    """Answer with a file that no browser may show, run or keep; 404 for none."""
    if file is None or not file.file:
        raise Http404
    try:
        with file.file.open("rb") as stored:
            content = stored.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = HttpResponse(content, content_type="application/octet-stream")
    name = content_disposition_header(as_attachment=True, filename=file.name)
    response.headers["Content-Disposition"] = name or "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
