"""The short register of 三会一课."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from center.http import UserRequest, posted
from center.keys import bound
from center.paging import page_of
from center.workflow.forms import ReasonForm
from center.workflow.views import Action, Verbs, make
from membership.activity_days.actions import meetings
from membership.activity_days.forms.meetings import ChangeMeetingForm, NewMeetingForm
from membership.activity_days.models import Meeting
from membership.activity_days.rules import MEETING_FLOW, MeetingKind, MeetingVerb
from membership.activity_days.views.base import APP, crumbs, may_view, may_write
from membership.models import Organization

PAGE = 20


@require_GET
@may_view
def meeting_list(request: UserRequest) -> HttpResponse:
    """List the meetings that the person may see, the latest first."""
    rows = Meeting.objects.visible_to(request.user).select_related("branch")
    kind = request.GET.get("kind", "")
    if kind in MeetingKind.values:
        rows = rows.filter(kind=kind)
    page = page_of(rows, request.GET.get("page"), PAGE)
    context = {"page": page, "kinds": MeetingKind.choices, "kind": kind}
    return render(request, "activity_days/meeting_list.html", context)


@require_http_methods(["GET", "POST"])
@may_write
def meeting_new(request: UserRequest) -> HttpResponse:
    at = timezone.now()
    form = NewMeetingForm(
        posted(request),
        row=Meeting(),
        user=request.user,
        at=at,
        branches=Organization.objects.at_work_for(request.user),
    )
    return make(
        request,
        form,
        lambda: meetings.register_meeting(
            form_key=bound(form.cleaned_data["key"], request),
            by=request.user,
            at=at,
            **form.values(),
        ),
        done="已登记。它不算党员活动日。",
        title="登记“三会一课”",
        button="登记",
        crumbs=_above(),
        back=reverse("activity_days:meetings"),
    )


@require_GET
@may_view
def meeting_detail(request: UserRequest, pk: int) -> HttpResponse:
    meeting = _find(request, pk)
    context = {
        "meeting": meeting,
        "steps": meeting.steps.select_related("by"),
        "offers": VERBS.offers(meeting, request.user),
    }
    return render(request, "activity_days/meeting_detail.html", context)


def _find(request: UserRequest, pk: int) -> Meeting:
    rows = Meeting.objects.visible_to(request.user).select_related("branch", "center")
    return get_object_or_404(rows, pk=pk)


def _above(_row: object = None) -> list[tuple[str, str]]:
    return [*crumbs(), ("三会一课", reverse("activity_days:meetings"))]


VERBS = Verbs(
    app=APP,
    flow=MEETING_FLOW,
    find=_find,
    crumbs=_above,
    head=lambda row: f"{row.branch}　{row.when_text}　{row.get_kind_display()}",
    here=lambda row: str(row.get_kind_display()),
    actions=[
        Action(
            verb=MeetingVerb.CHANGE,
            name="meeting_change",
            route="change/",
            label="修改",
            title="修改登记",
            button="保存",
            form=ChangeMeetingForm,
            run=meetings.change_meeting,
            done="已改好。",
        ),
        Action(
            verb=MeetingVerb.VOID,
            name="meeting_void",
            route="void/",
            label="作废",
            button="确定作废",
            form=ReasonForm,
            run=meetings.void_meeting,
            done="已作废。",
            is_danger=True,
        ),
    ],
)
