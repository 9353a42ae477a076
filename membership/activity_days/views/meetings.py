"""The short register of 三会一课."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from center.forms import kept_fields
from center.http import UserRequest, not_now
from center.keys import bound, new_key
from center.paging import page_of
from center.workflow.actions import StaleError
from center.workflow.forms import ReasonForm
from membership.activity_days.actions import meetings
from membership.activity_days.forms.base import when_initial
from membership.activity_days.forms.meetings import ChangeMeetingForm, NewMeetingForm
from membership.activity_days.models import Meeting
from membership.activity_days.rules import MeetingKind
from membership.activity_days.views.base import (
    branches_of,
    form_page,
    may_view,
    may_write,
    posted,
    stale_page,
)

PAGE = 20
VOID_ALREADY = "这条登记已经作废，不能再改。要记的话，请另登记一条。"


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
    """Enter a meeting."""
    branches = branches_of(request.user)
    initial = {"key": new_key()}
    form = NewMeetingForm(posted(request), initial=initial, branches=branches)
    if form.is_valid():
        try:
            meeting = meetings.register_meeting(
                branch=form.cleaned_data["branch"],
                form_key=bound(form.cleaned_data["key"], request),
                by=request.user,
                at=timezone.now(),
                **form.details(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "已登记。它不算党员活动日。")
            return redirect(meeting)
    return form_page(request, "meeting_form", form, title="登记“三会一课”", verb="登记")


@require_GET
@may_view
def meeting_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one meeting."""
    meeting = _find(request, pk)
    may = request.user.has_perm("activity_days.add_activityday")
    context = {
        "meeting": meeting,
        "steps": meeting.steps.select_related("by"),
        "may_change": may and meeting.void_at is None,
    }
    return render(request, "activity_days/meeting_detail.html", context)


@require_http_methods(["GET", "POST"])
@may_write
def meeting_change(request: UserRequest, pk: int) -> HttpResponse:
    """Correct the entry."""
    meeting = _find(request, pk)
    initial = when_initial(meeting) | {"version": meeting.version}
    form = ChangeMeetingForm(posted(request), instance=meeting, initial=initial)
    if meeting.void_at is not None:
        return _void_already(request, meeting, form)
    if form.is_valid():
        try:
            meetings.change_meeting(
                meeting,
                version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
                **form.details(),
            )
        except StaleError as stale:
            back = meeting.get_absolute_url()
            return stale_page(request, form, stale.current, back)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "已改好。")
            return redirect(meeting)
    return form_page(
        request, "meeting_form", form, meeting=meeting, title="修改登记", verb="保存"
    )


@require_http_methods(["GET", "POST"])
@may_write
def meeting_void(request: UserRequest, pk: int) -> HttpResponse:
    """Strike an entry out."""
    meeting = _find(request, pk)
    at = timezone.now()
    form = ReasonForm(posted(request), row=meeting, user=request.user, at=at)
    if meeting.void_at is not None:
        return _void_already(request, meeting, form)
    if form.is_valid():
        try:
            meetings.void_meeting(
                meeting,
                reason=form.cleaned_data["reason"][:200],
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "已作废。")
            return redirect(meeting)
    return form_page(
        request, "meeting_form", form, meeting=meeting, title="作废", verb="确定作废"
    )


def _void_already(request: UserRequest, meeting: Meeting, form: Form) -> HttpResponse:
    """Refuse what the page of a struck-out entry does not offer; nothing is lost."""
    kept = kept_fields(form) if form.is_bound else []
    return not_now(request, VOID_ALREADY, meeting.get_absolute_url(), kept)


def _find(request: UserRequest, pk: int) -> Meeting:
    rows = Meeting.objects.visible_to(request.user).select_related("branch", "center")
    return get_object_or_404(rows, pk=pk)
