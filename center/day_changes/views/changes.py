"""The list of what was changed about days, and one of them with what can be done."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from center.day_changes.actions import changes
from center.day_changes.models import DayChange
from center.day_changes.rules import CONFIRM, FLOW, Verb, may_load
from center.http import UserRequest
from center.paging import page_of
from center.workflow import views as workflow
from center.workflow.forms import ReasonForm

may_confirm = permission_required(CONFIRM, raise_exception=True)


@require_safe
@may_confirm
def listing(request: UserRequest) -> HttpResponse:
    """List what was changed, what waits for a second person first."""
    rows = DayChange.objects.visible_to(request.user)
    rows = rows.select_related("asked_by", "decided_by").order_by("-state", "-pk")
    page = page_of(rows, request.GET.get("page"))
    context = {"page": page, "may_load": may_load(request.user)}
    return render(request, "day_changes/list.html", context)


@require_safe
@may_confirm
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one change, and let a second person confirm it."""
    row = find(request, pk)
    context = {
        "row": row,
        "steps": row.steps.select_related("by"),
        "offers": VERBS.offers(row, request.user),
        "is_own": row.asked_by_id == request.user.pk,
    }
    return render(request, "day_changes/detail.html", context)


def find(request: UserRequest, pk: int) -> DayChange:
    rows = DayChange.objects.visible_to(request.user).select_related("asked_by")
    return get_object_or_404(rows, pk=pk)


def _above(_: Any = None) -> list[tuple[str, str]]:
    return [
        ("工作台", reverse("desk")),
        ("放假安排的改动", reverse("day_changes:list")),
    ]


VERBS = workflow.Verbs(
    app="day_changes",
    flow=FLOW,
    find=find,
    crumbs=_above,
    actions=[
        workflow.Action(
            verb=Verb.CONFIRM,
            label="没错，我核对过了",
            run=changes.confirm,
            done="核对好了，从现在起按改过的算。请主管到“重算期限”看哪些日子要改。",
            on_the_spot=True,
            is_main=True,
        ),
        workflow.Action(
            verb=Verb.REFUSE,
            label="不对，改回去",
            form=ReasonForm,
            run=changes.refuse,
            done="已改回原来的安排。",
            is_danger=True,
        ),
    ],
)
