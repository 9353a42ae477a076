"""Show that one is the person of a request before speaking for them."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from center import http, rate_limit
from center.accounts.actions import codes
from center.accounts.views.codes import may_ask, may_text, may_try
from center.http import Request, address_of, say, too_many
from center.kept.middleware import remember as remember_form
from center.keys import browser_of
from center.models import OneTimeCode
from center.rules import mask_phone
from petitions.actions.unlock import tried_as
from petitions.forms import ProveForm
from petitions.models import Petition
from petitions.views.base import form_page
from petitions.visitors import (
    Found,
    Proof,
    by_code,
    find_own,
    person_of,
    proof_wanted,
    receipt_word,
    remember,
)

PURPOSE = OneTimeCode.Purpose.CASE
WRONG = {
    Proof.CODE: "验证码不对，或者已经过期。可以重新获取一个。",
    Proof.WORD: "口令不对。口令在提交那天的回执上，8 位数字。",
}


def prove_first(request: Request, found: Found) -> HttpResponse:
    put_aside(request, found.case)
    messages.info(request, "请先确认是您本人。")
    return redirect("petitions:prove", code=found.case.code)


def find_to_act(request: Request, code: str) -> Found:
    """Return one's own request; what a browser has typed that lost it is put aside."""
    try:
        return find_own(request, code)
    except Http404:
        if person_of(request) is None:
            put_aside(request, by_code(code))
        raise


def put_aside(request: Request, case: Petition | None) -> None:
    """Keep what was typed for a form that the session does not name.

    A session may be an account's, and to an anonymous request nothing may lead there.
    """
    if request.method == "POST":
        has_files = case is not None and not case.anonymous
        remember_form(request, timezone.now(), is_named=False, has_files=has_files)


@login_not_required
@form_page
def prove(request: Request, code: str) -> HttpResponse:
    """Let the person prove who they are by a one-time code or the receipt's word."""
    found = find_own(request, code)
    case, at = found.case, timezone.now()
    if found.may_act:
        return redirect("petitions:detail", code=case.code)
    wanted = proof_wanted(case)
    if request.method != "POST" or wanted is None:
        return _page(request, found, wanted, ProveForm())
    if "send" in request.POST and wanted == Proof.CODE:
        return _send(request, found, at)
    form = ProveForm(request.POST)
    if not form.is_valid():
        return _page(request, found, wanted, form)
    if not _may_try(request, case, wanted, at):
        return too_many(request)
    if not _is_right(request, case, wanted, form.cleaned_data["code"], at):
        form.add_error("code", WRONG[wanted])
        return _page(request, found, wanted, form)
    remember(request, case, wanted)
    messages.success(request, "确认好了，现在可以补充、评价、撤回。")
    return redirect("petitions:detail", code=case.code)


def _may_try(request: Request, case: Petition, wanted: Proof, at: datetime) -> bool:
    if wanted == Proof.WORD:
        code = tried_as(case.code, case)
        return rate_limit.may_check_code(code, address_of(request), at)
    return may_try(request, case.phone, PURPOSE, at)


def _is_right(
    request: Request, case: Petition, wanted: Proof, typed: str, at: datetime
) -> bool:
    if wanted == Proof.WORD:
        return constant_time_compare(typed, receipt_word(case))
    asked = {"phone": case.phone, "about": case.code, "browser": browser_of(request)}
    if not codes.is_right(**asked, purpose=PURPOSE, code=typed, at=at):
        return False
    codes.use_up(phone=case.phone, purpose=PURPOSE, at=at)
    return True


def _send(request: Request, found: Found, at: datetime) -> HttpResponse:
    case = found.case
    if not (may_ask(request, case.phone, at) and may_text(case.phone, at)):
        return too_many(request)
    asked = {"phone": case.phone, "about": case.code, "browser": browser_of(request)}
    say(
        request,
        lambda: codes.send_code(**asked, purpose=PURPOSE, at=at),
        done="验证码已经发到登记的手机上，10 分钟内有效。",
    )
    return _page(request, found, Proof.CODE, ProveForm())


def _page(
    request: Request, found: Found, wanted: Proof | None, form: ProveForm
) -> HttpResponse:
    if wanted == Proof.WORD:
        form.fields["code"].label = "回执上的口令"
    return http.form_page(
        request,
        form,
        template="petitions/prove.html",
        code=found.case.code,
        is_guarded=found.is_guarded,
        wants_code=wanted == Proof.CODE,
        wants_word=wanted == Proof.WORD,
        phone=mask_phone(found.case.phone),
    )
