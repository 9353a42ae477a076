"""The log of activity days: list, plan, one day with its verbs, the printed record."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from center.http import UserRequest
from center.keys import bound, new_key
from membership.actions import StaleError
from membership.activity_days import actions
from membership.activity_days.forms import (
    ChangePlanForm,
    FilterForm,
    NewDayForm,
    ReasonForm,
    when_initial,
)
from membership.activity_days.models import ActivityDay, Attendance, Task
from membership.activity_days.rules import Content, State
from membership.activity_days.views.base import (
    branches_of,
    find,
    form_page,
    may_view,
    may_write,
    posted,
    stale_page,
)
from membership.models import Organization
from membership.rules import Duty

PAGE = 20


@require_GET
@may_view
def day_list(request: UserRequest) -> HttpResponse:
    """List the activity days that the person may see, the latest first."""
    days = ActivityDay.objects.visible_to(request.user).select_related("branch")
    form = FilterForm(request.GET, branches=branches_of(request.user))
    if form.is_valid():
        data = form.cleaned_data
        if data["branch"]:
            days = days.filter(branch=data["branch"])
        if data["state"]:
            days = days.filter(state=data["state"])
        if data["year"]:
            days = days.of_year(data["year"])
    page = Paginator(days.latest_first(), PAGE).get_page(request.GET.get("page"))
    today = localdate(timezone.now())
    rows = [(day, day.standing(today)) for day in page]
    context = {"page": page, "rows": rows, "form": form}
    return render(request, "activity_days/day_list.html", context)


@require_http_methods(["GET", "POST"])
@may_write
def day_new(request: UserRequest) -> HttpResponse:
    """Plan an activity day."""
    branches = branches_of(request.user)
    initial = {"key": new_key(), "branch": request.GET.get("branch")}
    form = NewDayForm(posted(request), initial=initial, branches=branches)
    if form.is_valid():
        try:
            day = actions.plan(
                branch=form.cleaned_data["branch"],
                form_key=bound(form.cleaned_data["key"], request),
                by=request.user,
                at=timezone.now(),
                **form.details(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "已安排。")
            return redirect(day)
    return form_page(request, "day_form", form, title="安排活动日", verb="安排")


@require_GET
@may_view
def day_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one activity day: what stands in the record and what can be done."""
    day = find(request, pk)
    return render(request, "activity_days/day_detail.html", _whole(request, day))


@require_GET
@may_view
def day_print(request: UserRequest, pk: int) -> HttpResponse:
    """Show the record as it is printed, on one A4 page where it fits."""
    day = find(request, pk)
    return render(request, "activity_days/day_print.html", _whole(request, day))


@require_http_methods(["GET", "POST"])
@may_write
def day_change(request: UserRequest, pk: int) -> HttpResponse:
    """Change the plan."""
    day = find(request, pk)
    initial = when_initial(day) | {
        "version": day.version,
        "theme": day.theme,
        "place": day.place,
        "host": day.host,
    }
    form = ChangePlanForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            actions.replan(
                day,
                version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
                **form.details(),
            )
        except StaleError as stale:
            return stale_page(request, form, stale.current, day.get_absolute_url())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "已改好安排。")
            return redirect(day)
    return form_page(request, "day_form", form, day=day, title="修改安排", verb="保存")


@require_http_methods(["GET", "POST"])
@may_write
def day_cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Call a planned activity day off."""
    day = find(request, pk)
    form = ReasonForm(posted(request), initial={"version": day.version})
    if form.is_valid():
        try:
            actions.cancel(
                day,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "已取消。")
            return redirect(day)
    return form_page(
        request, "day_form", form, day=day, title="取消活动日", verb="确定取消"
    )


def _whole(request: UserRequest, day: ActivityDay) -> dict[str, object]:
    user = request.user
    attendances = list(day.attendances.select_related("member"))
    is_organizer = (
        day.reported_to_id is not None
        and user.has_perm("activity_days.sign_activityday")
        and Organization.objects.below_posts(user, Duty.ORGANIZER)
        .filter(pk=day.reported_to_id)
        .exists()
    )
    may_write_now = user.has_perm("activity_days.add_activityday")
    return {
        "day": day,
        "contents": [Content(one).label for one in day.contents],
        "attendances": attendances,
        "by_presence": _by_presence(attendances),
        "answers": day.answers.select_related("task__day"),
        "open_tasks": Task.objects.open_before(day) if day.starts_at else [],
        "tasks": day.tasks.all(),
        "photos": day.photos.kept(),
        "case": day.cases.order_by("-number").first(),
        "steps": day.steps.select_related("by"),
        "standing": day.standing(localdate(timezone.now())),
        "may_plan": may_write_now and day.state == State.PLANNED,
        "may_fill": may_write_now and day.is_writable,
        "may_write": may_write_now,
        "may_decide": is_organizer
        and day.state == State.REPORTED
        and day.reported_by_id != user.pk,
    }


def _by_presence(attendances: list[Attendance]) -> list[tuple[str, int, str]]:
    """Return for each presence its name, how many, and who."""
    groups: dict[str, list[str]] = {}
    for row in attendances:
        reason = f"（{row.reason}）" if row.reason else ""
        groups.setdefault(str(row), []).append(f"{row.member.name}{reason}")
    return [(name, len(who), "、".join(who)) for name, who in groups.items()]
