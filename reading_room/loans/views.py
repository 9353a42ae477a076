"""Lend and take back at the counter; a reader's own loans."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from center.http import Refusals, UserRequest, own_center, press
from center.keys import bound, new_key
from center.paging import page_of
from center.wording import short_day
from center.workflow import views as workflow
from center.workflow.forms import ReasonForm
from reading_room.loans import actions
from reading_room.loans.forms import LendForm, ReturnForm
from reading_room.loans.models import Loan, lends
from reading_room.loans.rules import FLOW, Verb, renewal_refusal

APP = "loans"
may_view = permission_required(f"{APP}.view_loan", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@may_view
def loan_list(request: UserRequest) -> HttpResponse:
    """Show what is out, the longest overdue first; lend, or take back."""
    if request.method != "POST":
        return _list_page(request, LendForm(initial={"key": new_key()}), ReturnForm())
    if not request.user.has_perm(f"{APP}.lend_loan"):
        return render(request, "403.html", status=403)
    return _take_back(request) if "return" in request.POST else _lend(request)


def _lend(request: UserRequest) -> HttpResponse:
    form = LendForm(request.POST)
    if form.is_valid():
        asked = dict(form.cleaned_data)
        with Refusals(form):
            key = bound(asked.pop("key"), request)
            loan = actions.lend(
                center=own_center(request),
                form_key=key,
                by=request.user,
                at=timezone.now(),
                **asked,
            )
            text = f"{loan.reader.name}借了{loan}，{loan.due_on:%Y-%m-%d} 前还。"
            messages.success(request, text)
            return redirect("loans:list")
    return _list_page(request, form, ReturnForm(), status=422)


def _take_back(request: UserRequest) -> HttpResponse:
    sent = request.POST.copy()
    # The button says 1; who scans into it says the bar code.
    sent.setdefault("barcode", request.POST.get("return"))
    form = ReturnForm(sent)
    if form.is_valid():
        with Refusals(form):
            loan = actions.return_copy(
                center=own_center(request),
                barcode=form.cleaned_data["barcode"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, f"{loan.reader.name}还了{loan}。")
            return redirect("loans:list")
    return _list_page(request, LendForm(initial={"key": new_key()}), form, status=422)


def _list_page(
    request: UserRequest, lend: LendForm, back: ReturnForm, status: int = 200
) -> HttpResponse:
    rows = Loan.objects.visible_to(request.user).whole()
    today = localdate(timezone.now())
    shows_late = request.GET.get("late") == "1"
    found = rows.late(today) if shows_late else rows.open()
    page = page_of(found, request.GET.get("page"))
    refused = next((form for form in (lend, back) if form.errors), None)
    context = {
        "lend": lend,
        "back": back,
        "form": refused,
        "page": page,
        "lines": [(row, row.is_late(today)) for row in page.object_list],
        "shows_late": shows_late,
        "late": rows.late(today).count(),
        "today": today,
        "is_on": lends(own_center(request)),
        "may_lend": request.user.has_perm(f"{APP}.lend_loan"),
    }
    return render(request, "reading_room/loan_list.html", context, status=status)


@require_safe
@may_view
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one loan, what was done to it, and what can be done."""
    row = find(request, pk)
    context = {
        "row": row,
        "is_late": row.is_late(localdate(timezone.now())),
        "steps": row.steps.select_related("by"),
        "offers": VERBS.offers(row, request.user),
    }
    return render(request, "reading_room/loan.html", context)


@require_safe
def own(request: UserRequest) -> HttpResponse:
    """Show people what they borrowed, and whether it can be renewed now."""
    today = localdate(timezone.now())
    rows = Loan.objects.filter(reader=request.user).whole()
    out = [
        (row, row.is_late(today), renewal_refusal(row.due_on, today, row.renewals))
        for row in rows.open()
    ]
    over = rows.exclude(state=Loan.State.OUT).order_by("-ended_at", "-pk")[:20]
    context = {"out": out, "over": over}
    return render(request, "reading_room/own_loans.html", context)


@require_POST
def renew(request: UserRequest, pk: int) -> HttpResponse:
    mine = Loan.objects.filter(reader=request.user).whole()
    loan = get_object_or_404(mine, pk=pk)
    return press(
        request,
        lambda: actions.renew(loan, by=request.user, at=timezone.now()),
        done=lambda done: f"续借好了，{short_day(done.due_on)}前还就行。",
        back=reverse("loans:own"),
    )


def find(request: UserRequest, pk: int) -> Loan:
    return get_object_or_404(Loan.objects.visible_to(request.user).whole(), pk=pk)


def _above(_row: Any = None) -> list[tuple[str, str]]:
    return [("阅览室", reverse("reading_room:desk")), ("借阅", reverse("loans:list"))]


VERBS = workflow.Verbs(
    app=APP,
    flow=FLOW,
    find=find,
    crumbs=_above,
    head=lambda row: f"{row.reader.name}　应还 {row.due_on:%Y-%m-%d}",
    actions=[
        workflow.Action(
            verb=Verb.TAKE_BACK,
            label="还回",
            run=actions.take_back,
            done="已还回。",
            on_the_spot=True,
            is_main=True,
        ),
        workflow.Action(
            verb=Verb.EXTEND,
            label="代为续借",
            run=actions.extend,
            done=lambda row: f"已续借到 {row.due_on:%Y-%m-%d}。",
            on_the_spot=True,
        ),
        workflow.Action(
            verb=Verb.LOSE,
            label="登记丢失",
            form=ReasonForm,
            run=actions.lose,
            done="已登记丢失。",
            is_danger=True,
        ),
    ],
)
