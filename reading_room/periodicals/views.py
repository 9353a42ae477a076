"""What is done about one number, and the list of what is late."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from center.http import UserRequest
from center.paging import page_of
from center.workflow import views as workflow
from center.workflow.forms import ReasonForm
from reading_room.periodicals import actions
from reading_room.periodicals.forms import ArriveForm, ClaimForm
from reading_room.periodicals.models import Issue
from reading_room.periodicals.rules import FLOW, Verb

APP = "periodicals"
may_view = permission_required(f"{APP}.view_subscription", raise_exception=True)


@require_safe
@may_view
def late(request: UserRequest) -> HttpResponse:
    """List the numbers that should have come, the oldest first."""
    rows = Issue.objects.visible_to(request.user).late(localdate(timezone.now()))
    rows = rows.select_related("subscription__title")
    context = {"page": page_of(rows, request.GET.get("page"))}
    return render(request, "reading_room/late_issues.html", context)


@require_safe
@may_view
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one number, what was done about it, and what can be done."""
    row = find(request, pk)
    context = {
        "row": row,
        "is_late": row in Issue.objects.late(localdate(timezone.now())),
        "steps": row.steps.select_related("by"),
        "offers": VERBS.offers(row, request.user),
    }
    return render(request, "reading_room/issue.html", context)


def find(request: UserRequest, pk: int) -> Issue:
    rows = Issue.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("subscription__title"), pk=pk)


def _above(row: Any = None) -> list[tuple[str, str]]:
    return [
        ("阅览室", reverse("reading_room:desk")),
        ("报刊订阅", reverse("periodicals:subscription_list")),
    ]


VERBS = workflow.Verbs(
    app=APP,
    flow=FLOW,
    find=find,
    crumbs=_above,
    actions=[
        workflow.Action(
            verb=Verb.ARRIVE,
            label="到了",
            run=actions.arrive,
            done=lambda row: f"第 {row.number} 期到了。",
            on_the_spot=True,
            is_main=True,
        ),
        workflow.Action(
            verb=Verb.ARRIVE,
            name="arrive_joined",
            label="合刊，或补登日期",
            button="登记",
            form=ArriveForm,
            run=actions.arrive,
            done="已登记到了。",
        ),
        workflow.Action(
            verb=Verb.CLAIM,
            label="催缺",
            form=ClaimForm,
            run=actions.claim,
            done="已登记催缺，到了以后自动消掉。",
        ),
        workflow.Action(
            verb=Verb.GIVE_UP,
            label="作缺期",
            form=ReasonForm,
            run=actions.give_up,
            done="已作缺期。",
            is_danger=True,
        ),
        workflow.Action(
            verb=Verb.UNDO,
            label="登记错了，还没到",
            lede="撤回“到了”，这一期又算没到。",
            run=actions.undo,
            done="已撤回。",
            is_danger=True,
        ),
    ],
)
