"""Around the cases: who is absent, how much is coming, dates counted anew."""

from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from center.http import UserRequest
from center.models import Center
from center.timetable.lookup import calendar_of
from center.wording import day_in_sentence, moment_text
from petitions.actions import duty
from petitions.actions.recompute import Change, recompute_preview
from petitions.actions.recompute import recompute as recompute_all
from petitions.counter.forms import AbsenceForm
from petitions.models import Cover, Petition
from petitions.rules import SUPERVISE, WORK
from petitions.rules.clock import is_working

form_page = require_http_methods(["GET", "HEAD", "POST"])
staff_page = permission_required(WORK, raise_exception=True)
supervisor_page = permission_required(SUPERVISE, raise_exception=True)
AHEAD = 15


@form_page
@staff_page
def absence(request: UserRequest) -> HttpResponse:
    """Mark somebody absent; the deputy has their cases from that minute on."""
    form = AbsenceForm(request.POST or None, user=request.user)
    at = timezone.now()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            duty.set_absent(
                staff=data["staff"],
                deputy=data["deputy"],
                starts_at=data["starts_at"] or at,
                ends_at=data["ends_at"],
                by=request.user,
                at=at,
            )
        except ValidationError as refusal:
            form.add_error(None, "；".join(refusal.messages))
        else:
            messages.success(request, "标上了，顶岗的人已经看得到。")
            return redirect("petitions_counter:absence")
    covers = Cover.objects.filter(staff__center__in=request.user.center_ids)
    covers = covers.exclude(ends_at__lte=at).select_related("staff", "deputy")
    context = {
        "form": form,
        "has_errors": request.method == "POST",
        "rows": [_absent(cover) for cover in covers.order_by("starts_at")[:100]],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "petitions/desk/absence.html", context, status=status)


def _absent(cover: Cover) -> dict[str, str]:
    until = moment_text(cover.ends_at) or "回来为止"
    return {
        "clerk": cover.staff.name,
        "deputy": cover.deputy.name,
        "span": f"{moment_text(cover.starts_at)} 到 {until}",
        "end_url": reverse("petitions_counter:present", args=[cover.pk]),
    }


@require_POST
@staff_page
def present(request: UserRequest, pk: int) -> HttpResponse:
    """End an absence now."""
    cover = Cover.objects.filter(
        pk=pk, staff__center__in=request.user.center_ids
    ).first()
    if cover is None:
        raise Http404
    try:
        duty.set_present(cover=cover, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    else:
        messages.success(request, f"{cover.staff.name} 回岗了。")
    return redirect("petitions_counter:absence")


@require_GET
@supervisor_page
def forecast(request: UserRequest) -> HttpResponse:
    """Show how many fall due on each of the next fifteen working days."""
    today = timezone.localdate()
    place = request.user.center or Center.objects.root()
    calendar = calendar_of(place)
    days: list[date] = []
    day = today
    while len(days) < AHEAD:
        if is_working(calendar, day):
            days.append(day)
        day += timedelta(days=1)
    seen = Petition.objects.visible_to(request.user).open()
    due = seen.filter(due_on__range=(today, days[-1])).values_list("due_on")
    found: dict[date, int] = dict(due.annotate(number=Count("pk")).order_by())
    counts = _by_working_day(days, found)
    peak = max(counts.values(), default=0)
    rows = [
        {
            "label": day_in_sentence(day),
            "count": count,
            "width": round(100 * count / peak) if peak else 0,
            "is_peak": bool(peak) and count == peak,
            "is_provisional": calendar.is_provisional(day),
        }
        for day, count in counts.items()
    ]
    context = {
        "days": rows,
        "peak": next((row for row in rows if row["is_peak"]), None),
        "overdue": seen.filter(due_on__lt=today).count(),
    }
    return render(request, "petitions/desk/forecast.html", context)


def _by_working_day(days: list[date], found: dict[date, int]) -> dict[date, int]:
    """Put what falls due on a rest day to the working day before it is shown."""
    counts = dict.fromkeys(days, 0)
    for due_on, number in found.items():
        later = [day for day in days if day >= due_on]
        counts[later[0] if later else days[-1]] += number
    return counts


@form_page
@supervisor_page
def recompute(request: UserRequest) -> HttpResponse:
    """Show what counting the open dates anew would change, then do it."""
    if request.method == "POST":
        try:
            changes = recompute_all(by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, "；".join(refusal.messages))
        else:
            messages.success(request, f"重算好了，改了 {len(changes)} 处。")
        return redirect("petitions_counter:recompute")
    changes = recompute_preview(by=request.user)
    calendar = calendar_of(request.user.center or Center.objects.root())
    year = timezone.localdate().year + 1
    context = {
        "rows": [_change(change) for change in changes[:500]],
        "number": len(changes),
        "unpublished": "" if year in calendar.published_years else year,
    }
    return render(request, "petitions/desk/recompute.html", context)


def _change(change: Change) -> dict[str, str]:
    case = change.petition
    if change.is_later:
        effect = "会告诉他改到这一天"
    elif change.new.on < change.old_on:
        effect = "答应的日子不变，我们自己抓紧"
    else:
        effect = "日子不变，不再是“预计”"
    return {
        "url": reverse("petitions_counter:case", args=[case.code]),
        "code_grouped": case.code_text,
        "received": day_in_sentence(case.received_on),
        "old": day_in_sentence(change.old_on),
        "new": day_in_sentence(change.new.on),
        "effect": effect,
    }
