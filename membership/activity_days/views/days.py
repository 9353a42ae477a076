"""The log of activity days: list, plan, one day with its verbs, the printed record."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from center.http import UserRequest, posted
from center.keys import bound
from center.paging import page_of
from center.workflow.views import make
from membership.activity_days.actions import planning
from membership.activity_days.forms.days import FilterForm, NewDayForm
from membership.activity_days.models import ActivityDay, Attendance, Photo, Task
from membership.activity_days.models.days import ActivityDayQuerySet
from membership.activity_days.rules import Content
from membership.activity_days.views.base import crumbs, find, may_view, may_write
from membership.activity_days.views.record import BELOW, VERBS
from membership.models import Organization

PAGE = 20


@require_GET
@may_view
def day_list(request: UserRequest) -> HttpResponse:
    """List the activity days that the person may see, the latest first."""
    days = ActivityDay.objects.visible_to(request.user).select_related("branch")
    form = FilterForm(
        request.GET, branches=Organization.objects.at_work_for(request.user)
    )
    if form.is_valid():
        data = form.cleaned_data
        if data["branch"]:
            days = days.filter(branch=data["branch"])
        days = _in_state(days, data["state"], localdate(timezone.now()))
        if data["year"]:
            days = days.of_year(data["year"])
    page = page_of(days.latest_first(), request.GET.get("page"), PAGE)
    today = localdate(timezone.now())
    rows = [(day, day.standing(today)) for day in page]
    context = {"page": page, "rows": rows, "form": form}
    return render(request, "activity_days/day_list.html", context)


def _in_state(days: ActivityDayQuerySet, state: str, day: date) -> ActivityDayQuerySet:
    if state in ("late", "soon"):
        return days.late(day) if state == "late" else days.due_soon(day)
    return days.filter(state=state) if state else days


@require_http_methods(["GET", "POST"])
@may_write
def day_new(request: UserRequest) -> HttpResponse:
    at = timezone.now()
    form = NewDayForm(
        posted(request),
        row=ActivityDay(),
        user=request.user,
        at=at,
        branches=Organization.objects.at_work_for(request.user),
        branch=request.GET.get("branch"),
    )
    return make(
        request,
        form,
        lambda: planning.plan(
            form_key=bound(form.cleaned_data["key"], request),
            by=request.user,
            at=at,
            **form.values(),
        ),
        done="已安排。",
        title="安排活动日",
        button="安排",
        crumbs=crumbs(),
        back=reverse("activity_days:list"),
    )


@require_GET
@may_view
def day_detail(request: UserRequest, pk: int) -> HttpResponse:
    day = find(request, pk)
    return render(request, "activity_days/day_detail.html", _whole(request, day))


@require_GET
@may_view
def day_print(request: UserRequest, pk: int) -> HttpResponse:
    day = find(request, pk)
    return render(request, "activity_days/day_print.html", _whole(request, day))


@require_GET
@may_view
def example(request: UserRequest, pk: int) -> HttpResponse:
    """Show the outstanding example made of a day as it is printed; ``?n=`` an older."""
    day = find(request, pk)
    wordings = list(day.cases.select_related("by").order_by("-number"))
    asked = request.GET.get("n", "")
    found = [one for one in wordings if asked in ("", str(one.number))]
    if not found:
        raise Http404
    context = {
        "day": day,
        "case": found[0],
        "others": [one for one in wordings if one != found[0]],
        "photos": day.photos.kept().filter(kind=Photo.Kind.PHOTO),
    }
    return render(request, "activity_days/example.html", context)


def _whole(request: UserRequest, day: ActivityDay) -> dict[str, object]:
    user = request.user
    attendances = list(day.attendances.select_related("member"))
    offers = VERBS.offers(day, user)
    can = {offer.name: offer for offer in offers}
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
        "can": can,
        "offers": [can[name] for name in BELOW if name in can],
        "may_write": user.has_perm("activity_days.add_activityday"),
    }


def _by_presence(attendances: list[Attendance]) -> list[tuple[str, int, str]]:
    """Return for each presence its name, how many, and who."""
    groups: dict[str, list[str]] = {}
    for row in attendances:
        reason = f"（{row.reason}）" if row.reason else ""
        groups.setdefault(str(row), []).append(f"{row.member.name}{reason}")
    return [(name, len(who), "、".join(who)) for name, who in groups.items()]
