"""What a person does with their own request: add, rate, take back, ask again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from center import http, rate_limit
from center.forms import kept_fields
from center.http import (
    Refusals,
    Request,
    UserRequest,
    address_of,
    not_now,
    posted,
    sender_of,
)
from center.paging import PER_PAGE, page_of
from center.uploads import clean_uploads
from petitions import forms
from petitions.actions import details, feedback, replies
from petitions.actions.once import run_once, was_done
from petitions.models import Petition, Reply
from petitions.models.access import OWN
from petitions.models.alike import twins_of
from petitions.promise import lead_words
from petitions.ratings import is_unhappy, is_waiting, rating_of
from petitions.rules.replies import Score
from petitions.views.base import Placed, alike_words, form_page, keeps_draft, may_rate
from petitions.views.prove import find_to_act, prove_first
from petitions.visitors import Found, form_key, person_of


@require_safe
def own_list(request: UserRequest) -> HttpResponse:
    """List all of a person's own requests, what is due or waits for them first."""
    mine = Petition.objects.of_person(request.user).select_related("center")
    page = page_of(list(mine.for_their_person()), request.GET.get("page"), PER_PAGE)
    today = timezone.localdate()
    twins = twins_of(list(page), Petition.objects.of_person(request.user))
    rows = [
        (
            case,
            reverse("petitions:detail", args=[case.code]),
            *lead_words(case, today),
            alike_words(twins[case.pk][0]) if twins[case.pk] else "",
        )
        for case in page
    ]
    context = {"page": page, "rows": rows}
    return render(request, "petitions/own_list.html", context)


@login_not_required
@form_page
def message(request: Request, code: str) -> HttpResponse:
    found = find_to_act(request, code)
    if not found.may_act:
        return prove_first(request, found)
    case = found.case
    form = forms.MessageForm(posted(request), request.FILES or None)
    if not _was_done(request) and not is_waiting(case):
        return _not_now(request, case, "这件事已经结束，不能再补充。", form)
    if form.is_valid() and _added(request, found, form):
        messages.success(request, "已发送，经办的人看得到。")
        return redirect("petitions:detail", code=case.code)
    return http.form_page(
        request,
        form,
        template="petitions/message_form.html",
        code=case.code,
        title=case.title,
        keeps_draft=keeps_draft(case),
    )


def _was_done(request: Request) -> bool:
    return request.method == "POST" and was_done(form_key(request))


def _not_now(
    request: Request, case: Petition, text: str, form: Form | None = None
) -> HttpResponse:
    """Refuse what the page does not offer now; what was typed is shown."""
    back = reverse("petitions:detail", args=[case.code])
    kept = kept_fields(form) if form is not None and form.is_bound else []
    return not_now(request, text, back, kept)


def _added(request: Request, found: Found, form: forms.MessageForm) -> bool:
    at, data = timezone.now(), form.cleaned_data
    if not rate_limit.allows("message-address", address_of(request), at):
        form.add_error(None, "补充得太快了，请过一刻钟再来。您写的都还在下面。")
        return False
    with Placed(form):
        files = clean_uploads(data["files"], who=sender_of(request), at=at)
        run_once(
            form_key(request),
            lambda: details.add_message(
                found.case,
                text=data["body"],
                files=files,
                proof=_label(found),
                by=person_of(request),
                at=at,
            ),
            at=at,
        )
        return True
    return False


def _label(found: Found) -> str:
    return found.proof.label if found.proof else ""


@login_not_required
@form_page
def rate(request: Request, code: str) -> HttpResponse:
    """Rate the answer; only a POST counts, so no preview of a link can vote."""
    found = find_to_act(request, code)
    if not found.may_act:
        return prove_first(request, found)
    case = found.case
    if not _was_done(request) and not may_rate(case):
        return _not_now(request, case, "还没有答复，等答复了再来评。")
    rated = rating_of(case, timezone.now(), OWN)
    if request.method != "POST" and rated and not rated["until"]:
        messages.info(request, "评过了。评价后 24 小时内可以改，现在已经过了。")
        return redirect("petitions:detail", code=case.code)
    form = forms.RateForm(posted(request))
    if form.is_valid() and _rated(request, found, form):
        messages.success(request, "谢谢您的评价。")
        return redirect("petitions:detail", code=case.code)
    reply = (
        Reply.objects.standing()
        .filter(round__petition=case, round__number=case.round)
        .values_list("text", flat=True)
        .first()
    )
    return http.form_page(
        request,
        form,
        template="petitions/rate_form.html",
        code=case.code,
        title=case.title,
        answer=reply or "",
        rated=rated,
        grades=list(reversed(Score.choices)),
    )


def _rated(request: Request, found: Found, form: forms.RateForm) -> bool:
    at, data, by = timezone.now(), form.said(), person_of(request)
    with Refusals(form):
        run_once(
            form_key(request),
            lambda: feedback.rate(
                found.case, **data, proof=_label(found), by=by, at=at
            ),
            at=at,
        )
        return True
    return False


@login_not_required
@form_page
def withdraw(request: Request, code: str) -> HttpResponse:
    found = find_to_act(request, code)
    refusal = "" if found.case.is_open else "这件事已经答复或者结束，不用再撤回。"
    return _reason_page(
        request,
        found,
        forms.WithdrawForm(posted(request)),
        details.withdraw,
        refusal=refusal,
        done="已经撤回。",
        heading="要撤回这件事吗？",
        lede="撤回以后就不办了。以后还想办，可以重新交一件。",
        button="确认撤回",
    )


@login_not_required
@form_page
def reopen(request: Request, code: str) -> HttpResponse:
    """Ask why, and begin another round after a low rating."""
    found = find_to_act(request, code)
    case = found.case
    may = may_rate(case) and is_unhappy(rating_of(case, timezone.now(), OWN))
    return _reason_page(
        request,
        found,
        forms.ReopenForm(posted(request)),
        replies.reopen,
        refusal="" if may else "对答复不满意的，请先评价“不满意”，再申请重新办理。",
        done="已经重新办理，新的日期在下面。",
        heading="请再办一次",
        lede="从今天起重新算 7 个工作日。上一次的答复和评价都还在。",
        button="申请重新办",
    )


def _reason_page(
    request: Request,
    found: Found,
    form: forms.ReasonForm,
    run: Callable[..., object],
    *,
    refusal: str,
    done: str,
    **page: Any,
) -> HttpResponse:
    case, at, by = found.case, timezone.now(), person_of(request)
    if not found.may_act:
        return prove_first(request, found)
    if refusal and not _was_done(request):
        return _not_now(request, case, refusal, form)
    if form.is_valid():
        told = form.said() | {"proof": _label(found), "by": by, "at": at}
        with Refusals(form):
            run_once(form_key(request), lambda: run(case, **told), at=at)
            messages.success(request, done)
            return redirect("petitions:detail", code=case.code)
    return http.form_page(
        request,
        form,
        template="petitions/reason_form.html",
        page=page,
        code=case.code,
        title=case.title,
        keeps_draft=keeps_draft(case),
    )
