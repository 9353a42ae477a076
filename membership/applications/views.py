"""The register of 入党申请书: list, intake, one paper with its verbs, the receipt."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from center.http import UserRequest
from center.keys import bound, new_key
from center.models import User
from center.rules import visible
from membership.actions import StaleError
from membership.applications import actions
from membership.applications.forms import (
    AssignForm,
    FilterForm,
    HandOverForm,
    ReceiveForm,
    TalkForm,
    WithdrawForm,
)
from membership.applications.models import Application
from membership.applications.own import next_for, own_of
from membership.applications.rules import OPEN, State
from membership.models import Organization

PAGE = 20
APP = "applications"
may_view = permission_required(f"{APP}.view_application", raise_exception=True)
may_add = permission_required(f"{APP}.add_application", raise_exception=True)
may_hand = permission_required(f"{APP}.hand_over_application", raise_exception=True)
may_talk = permission_required(f"{APP}.talk_application", raise_exception=True)


@require_GET
@may_view
def application_list(request: UserRequest) -> HttpResponse:
    """List the papers that the person may see, the latest first."""
    rows = Application.objects.visible_to(request.user).select_related("branch")
    form = FilterForm(request.GET)
    if form.is_valid():
        if state := form.cleaned_data["state"]:
            rows = rows.filter(state=state)
        if typed := visible(form.cleaned_data["q"]):
            rows = rows.filter(_found_by(typed))
    page = Paginator(rows.latest_first(), PAGE).get_page(request.GET.get("page"))
    today = localdate(timezone.now())
    listed = [(row, row.is_overdue(today)) for row in page]
    context = {"page": page, "rows": listed, "form": form}
    return render(request, "applications/application_list.html", context)


@require_GET
def own(request: UserRequest) -> HttpResponse:
    """Show people where their own papers are; empty for everybody else."""
    rows = own_of(request.user).prefetch_related("steps")
    papers = [(row, next_for(row)) for row in rows]
    return render(request, "applications/own.html", {"papers": papers})


@require_http_methods(["GET", "POST"])
@may_add
def application_new(request: UserRequest) -> HttpResponse:
    """Take a paper in."""
    center = request.user.center or request.center
    if center.pk not in request.user.center_ids:
        raise PermissionDenied
    form = ReceiveForm(
        _posted(request),
        initial={"key": new_key(), "signed_on": localdate(timezone.now())},
        branches=_branches(request.user),
    )
    if form.is_valid():
        try:
            row = actions.receive(
                center=center,
                form_key=bound(form.cleaned_data["key"], request),
                by=request.user,
                at=timezone.now(),
                **form.details(),
            )
        except ValidationError as refusal:
            _add(form, refusal)
        else:
            messages.success(request, f"已收件，收件号 {row.code}。请打印回执给本人。")
            return redirect(row)
    return _page(request, form, title="收入党申请书", verb="收件", two=True)


@require_GET
@may_view
def application_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one paper: who has it, until when, and what can be done."""
    row = _find(request, pk)
    user = request.user
    context = {
        "row": row,
        "steps": row.steps.select_related("by"),
        "is_overdue": row.is_overdue(localdate(timezone.now())),
        "may_hand": user.has_perm(f"{APP}.hand_over_application")
        and row.state == State.RECEIVED,
        "may_talk": user.has_perm(f"{APP}.talk_application")
        and row.state == State.HANDED_OVER,
        "may_withdraw": user.has_perm(f"{APP}.hand_over_application")
        and row.state in OPEN,
    }
    return render(request, "applications/application_detail.html", context)


@require_GET
@may_view
def receipt(request: UserRequest, pk: int) -> HttpResponse:
    """Show the receipt that is printed for the applicant."""
    return render(request, "applications/receipt.html", {"row": _find(request, pk)})


@require_http_methods(["GET", "POST"])
@may_hand
def assign(request: UserRequest, pk: int) -> HttpResponse:
    """Settle the branch."""
    row = _find(request, pk)
    initial = {"version": row.version, "branch": row.branch_id, "ground": row.ground}
    form = AssignForm(
        _posted(request), initial=initial, branches=_branches(request.user)
    )
    return _verb(request, row, form, actions.assign, "确定党支部", "确定")


@require_http_methods(["GET", "POST"])
@may_hand
def hand_over(request: UserRequest, pk: int) -> HttpResponse:
    """Hand the paper to the branch."""
    row = _find(request, pk)
    initial = {"version": row.version, "on": localdate(timezone.now())}
    form = HandOverForm(_posted(request), initial=initial)
    return _verb(request, row, form, actions.hand_over, "移交党支部", "移交")


@require_http_methods(["GET", "POST"])
@may_talk
def talk(request: UserRequest, pk: int) -> HttpResponse:
    """Write down the talk."""
    row = _find(request, pk)
    initial = {"version": row.version, "on": localdate(timezone.now())}
    form = TalkForm(_posted(request), initial=initial)
    return _verb(request, row, form, actions.talk, "登记谈话", "登记")


@require_http_methods(["GET", "POST"])
@may_hand
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Write down that the applicant took it back."""
    row = _find(request, pk)
    form = WithdrawForm(_posted(request), initial={"version": row.version})
    return _verb(request, row, form, actions.withdraw, "本人撤回", "登记撤回")


def _verb(
    request: UserRequest,
    row: Application,
    form: forms.Form,
    action: Callable[..., Application],
    title: str,
    verb: str,
) -> HttpResponse:
    """Show the form of a verb, or do it."""
    if form.is_valid():
        try:
            action(row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except StaleError as stale:
            return _stale(request, row, form, stale)
        except ValidationError as refusal:
            _add(form, refusal)
        else:
            messages.success(request, f"已{verb}。")
            return redirect(row)
    return _page(request, form, title=title, verb=verb, row=row)


def _stale(
    request: UserRequest, row: Application, form: forms.Form, stale: StaleError
) -> HttpResponse:
    """Show what was typed beside where the paper stands now; nothing was saved."""
    now = Application.objects.get(pk=stale.current.pk).get_state_display()
    typed = form.cleaned_data
    pairs = [(f.label, typed.get(f.name, ""), "") for f in form.visible_fields()]
    context = {"fields": [*pairs, ("状态", "", now)], "back": row.get_absolute_url()}
    return render(request, "409.html", context, status=409)


def _add(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Put a refusal at its fields, as far as the form has them."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _page(
    request: UserRequest,
    form: forms.BaseForm,
    **context: Any,
) -> HttpResponse:
    has_errors = form.is_bound and bool(form.errors)
    context |= {"form": form, "has_errors": has_errors}
    status = 422 if has_errors else 200
    return render(request, "applications/form.html", context, status=status)


def _find(request: UserRequest, pk: int) -> Application:
    rows = Application.objects.visible_to(request.user)
    rows = rows.select_related("branch", "center", "received_by")
    return get_object_or_404(rows, pk=pk)


def _branches(user: User) -> QuerySet[Organization]:
    return Organization.objects.visible_to(user).branches().active()


def _found_by(typed: str) -> Q:
    """Find by part of the name, or by the number with or without its year."""
    found = Q(name__icontains=typed)
    year, _, number = typed.removeprefix("申").rpartition("-")
    if number.isascii() and number.isdigit() and len(number) <= len("0000"):
        by_number = Q(number=int(number))
        if year.isascii() and year.isdigit() and len(year) == len("2026"):
            by_number &= Q(year=int(year))
        found |= by_number
    return found


def _posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, also when it is empty; None shows a fresh form."""
    return request.POST if request.method == "POST" else None
