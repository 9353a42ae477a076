"""The desk of requests: the queue, intake, one case with its verbs."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from center.forms import kept_fields
from center.http import UserRequest, not_now, posted, sender_of
from center.models import User
from center.text import LONGEST_CODE, clean_code, one_line
from center.uploads import clean_uploads
from center.wording import day_in_sentence
from petitions import actions
from petitions.actions import Intake
from petitions.counter import pages
from petitions.counter.forms import IntakeForm
from petitions.counter.offers import (
    Deed,
    is_barred,
    is_offered,
    may_settle,
    perform,
    why_not_now,
)
from petitions.counter.queue import (
    BY_NAME,
    PILES,
    Found,
    Pile,
    counts_of,
    page_of,
    piles_for,
    rows_of,
    search,
)
from petitions.counter.verb_forms import AnswerAskForm
from petitions.counter.verbs import BY_KEY
from petitions.models import Ask, Attachment, Petition
from petitions.models.access import readable, reader_of
from petitions.pages import place
from petitions.rules import SUPERVISE, WORK, Verb, after, why_not
from petitions.views import download
from petitions.visitors import form_key

form_page = require_http_methods(["GET", "HEAD", "POST"])
staff_page = permission_required(WORK, raise_exception=True)
SAVED_KEY = "petition_saved"
SEEN = ("center", "owner", "first_asked", "duty_by", "owner_center", "person")


def _page_of(case: Petition) -> str:
    return reverse("petitions_counter:case", args=[case.code])


def find_case(user: User, code: str) -> Petition:
    """Return a case that a member of staff may open, or raise 404.

    Their center's and those below, and other centers' that wait for a part of theirs;
    never one they are named in.
    """
    cases = Petition.objects.select_related(*SEEN).filter(code=clean_code(code))
    case = readable(cases.seen_by(user), user).first()
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
    query |= {"part": part} if part in ("overdue", "today", "later") else {}
    context = {
        "tab": pile,
        "tabs": [
            {
                "label": item.label,
                "url": f"?tab={item.name}",
                "is_current": item is pile and not text,
                "count": counts.piles[item.name],
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
        "overdue": lambda: found.filter(due_on__lt=today),
        "today": lambda: found.filter(due_on=today),
        "later": lambda: found.filter(due_on__gt=today),
    }
    part = parts.get(request.GET.get("part", ""))
    return (part() if part else found), after


@form_page
@staff_page
def intake(request: UserRequest) -> HttpResponse:
    """Write down what somebody says; Enter saves, the number is shown at once."""
    form = IntakeForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            case = _register(request, form)
        except ValidationError as refusal:
            place(form, refusal)
        else:
            return _after(request, case)
    has_errors = request.method == "POST"
    context = {
        "form": form,
        "late_open": form.is_bound and form.is_late_open,
        "has_errors": has_errors,
    }
    status = 422 if has_errors else 200
    return render(request, "petitions/desk/intake.html", context, status=status)


def _register(request: UserRequest, form: IntakeForm) -> Petition:
    at, data = timezone.now(), dict(form.cleaned_data)
    del data["key"]
    files = data.pop("files")
    case = actions.register(
        center=request.user.center or request.center,
        intake=Intake(**data),
        key=form_key(request),
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
    """Show one case with everything that can be done to it now."""
    case = find_case(request.user, code)
    return case_page(request, case)


def case_page(
    request: UserRequest,
    case: Petition,
    opened: pages.Opened | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Answer with the page of a case, one verb or ask open with what was typed."""
    opened = opened or pages.Opened(phrase=request.GET.get("phrase", ""))
    context = pages.case_context(case, request.user, timezone.now(), opened)
    return render(request, "petitions/desk/case.html", context, status=status)


@form_page
@staff_page
def verb(request: UserRequest, code: str, key: str) -> HttpResponse:
    """Do one thing to a case; a refusal keeps the text, a stale one shows both."""
    case = find_case(request.user, code)
    deed = BY_KEY.get(key)
    if deed is None:
        raise Http404
    is_sent = request.method == "POST"
    if is_sent and actions.was_done(form_key(request)):
        return _done(request, case, deed)
    if not is_offered(deed, case, request.user):
        return _not_offered(request, case, deed)
    if not is_sent:
        return case_page(request, case, pages.Opened(key=key))
    form = deed.form(request.POST, request.FILES or None, case=case, user=request.user)
    opened = pages.Opened(key=key, form=form)
    if not form.is_valid():
        return case_page(request, case, opened, status=422)
    if request.POST.get("preview") and key == "ask_extension":
        return _preview(request, case, form, opened)
    if key in ("reply", "relay") and (stop := _before_sending(request, case, opened)):
        return stop
    return _perform(request, case, deed, opened)


def _not_offered(request: UserRequest, case: Petition, deed: Deed) -> HttpResponse:
    """Refuse a verb that the page does not offer; what was typed is not lost."""
    if is_barred(deed, case, request.user):
        raise PermissionDenied
    text, back = why_not_now(deed, case), _page_of(case)
    if request.method != "POST":
        return not_now(request, text, back)
    form = deed.form(request.POST, case=case, user=request.user)
    kept = kept_fields(form)
    if deed.takes_version and "text" in form.fields:
        stale = actions.StaleText(
            case,
            mine=str(form["text"].value() or ""),
            theirs=actions.latest_words(case),
            by=request.user,
        )
        return _both_texts(request, case, stale)
    return not_now(request, text, back, kept)


def _preview(
    request: UserRequest, case: Petition, form: Any, opened: pages.Opened
) -> HttpResponse:
    data = form.cleaned_data
    try:
        opened.preview = pages.extension_preview(case, data["days"], data["reason"])
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return case_page(request, case, opened, status=422)
    return case_page(request, case, opened)


def _before_sending(
    request: UserRequest, case: Petition, opened: pages.Opened
) -> HttpResponse | None:
    """Save a draft, or show what is doubtful about a reply before it leaves."""
    assert opened.form is not None  # noqa: S101
    data = opened.form.cleaned_data
    if request.POST.get("draft"):
        return _save_draft(request, case, opened)
    problems = actions.problems_of(case, data["text"], by=request.user)
    doubts = [one.text for one in problems if not one.is_blocking]
    if doubts and not data["sure"] and not any(one.is_blocking for one in problems):
        opened.warnings = doubts
        return case_page(request, case, opened, status=422)
    return None


def _save_draft(
    request: UserRequest, case: Petition, opened: pages.Opened
) -> HttpResponse:
    assert opened.form is not None  # noqa: S101
    data = opened.form.cleaned_data
    try:
        actions.save_draft(
            case,
            text=data["text"],
            version=data["draft_version"] or 0,
            by=request.user,
            at=timezone.now(),
        )
    except actions.StaleText as stale:
        return _both_texts(request, case, stale)
    except ValidationError as refusal:
        opened.form.add_error(None, refusal)
        return case_page(request, case, opened, status=422)
    messages.success(request, "草稿存下了，同事也看得到。")
    return redirect("petitions_counter:case", code=case.code)


def _perform(
    request: UserRequest, case: Petition, deed: Deed, opened: pages.Opened
) -> HttpResponse:
    form = opened.form
    assert form is not None  # noqa: S101
    at, data, key = timezone.now(), form.said(), form_key(request)
    try:
        if "files" in data:
            data["files"] = clean_uploads(data["files"], who=sender_of(request), at=at)
        actions.once(
            key, lambda: perform(deed, case, data, by=request.user, at=at), at=at
        )
    except actions.StaleText as stale:
        return _both_texts(request, case, stale)
    except ValidationError as refusal:
        now = find_case(request.user, case.code)
        if not is_offered(deed, now, request.user):
            return _not_offered(request, now, deed)
        place(form, refusal)
        return case_page(request, now, opened, status=422)
    return _done(request, case, deed)


def _done(request: UserRequest, case: Petition, deed: Deed) -> HttpResponse:
    messages.success(request, f"{deed.label}：好了。")
    return _after(request, case)


def _after(request: UserRequest, case: Petition) -> HttpResponse:
    """Go back to the case, or to the list when it is out of the doer's sight."""
    if _is_gone(request.user, case):
        return redirect("petitions_counter:queue")
    return redirect("petitions_counter:case", code=case.code)


def _is_gone(user: User, case: Petition) -> bool:
    """Say whether what was just done takes the case out of the doer's sight."""
    return not Petition.objects.seen_by(user).filter(pk=case.pk).exists()


def _both_texts(
    request: UserRequest, case: Petition, stale: actions.StaleText
) -> HttpResponse:
    context = {
        "fields": [("内容", stale.mine, stale.theirs)],
        "message": stale.messages[0],
        "back": _page_of(case),
    }
    return render(request, "409.html", context, status=409)


@form_page
@staff_page
def ask(request: UserRequest, code: str, number: int) -> HttpResponse:
    """Answer one of the numbered asks of a case."""
    case = find_case(request.user, code)
    row = Ask.objects.filter(
        round__petition=case, round__number=case.round, number=number
    ).first()
    if row is None:
        raise Http404
    form = AnswerAskForm(posted(request), case=case, user=request.user)
    if request.method == "POST" and actions.was_done(form_key(request)):
        return _settled(request, case, number)
    if not may_settle(case, request.user):
        return _not_settled(request, case, form)
    if request.method != "POST":
        return case_page(request, case, pages.Opened(ask=number))
    if form.is_valid():
        at, data = timezone.now(), form.said()
        data.pop("version")
        try:
            actions.once(
                form_key(request),
                lambda: actions.answer_ask(row, **data, by=request.user, at=at),
                at=at,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _settled(request, case, number)
    opened = pages.Opened(ask=number, form=form)
    return case_page(request, case, opened, status=422)


def _settled(request: UserRequest, case: Petition, number: int) -> HttpResponse:
    messages.success(request, f"第 {number} 件答好了。")
    return redirect("petitions_counter:case", code=case.code)


def _not_settled(
    request: UserRequest, case: Petition, form: AnswerAskForm
) -> HttpResponse:
    if after(Verb.SETTLE, case.state) is not None:
        raise PermissionDenied
    text, back = why_not(Verb.SETTLE, case.state), _page_of(case)
    return not_now(request, text, back, kept_fields(form))


@require_GET
@staff_page
def attachment(request: UserRequest, code: str, token: str) -> HttpResponse:
    """Hand out a file of a case: a picture may show who asked, so only at home."""
    case = find_case(request.user, code)
    knows = reader_of(case, request.user).knows_person
    files = Attachment.objects.filter(petition=case, token=token)
    return download(files.first() if knows else None)
