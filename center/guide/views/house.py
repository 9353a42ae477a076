"""The center's own pages: profile, hours, way, plan, duties, the printed guide."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from center.guide.charts import CHARTS
from center.guide.models import (
    Framework,
    Profile,
    RegulationText,
    Room,
    Staffing,
    Version,
)
from center.guide.plans import plans
from center.guide.views.catalog import forms_of
from center.http import Request
from center.models import Center
from center.portals import gathered
from center.registers.rules import State
from center.roster.models import Post
from center.timetable.lookup import hours_of
from center.wording import clock_text, weekday_name

DAYS = 14


@login_not_required
@require_safe
def guide(request: Request) -> HttpResponse:
    """Show who the center is, when it is open, how to come, whom to call."""
    center, today = request.center, localdate(timezone.now())
    rooms = _rooms(center)
    staff = list(_of(Staffing, center).order_by("pk"))
    context = {
        "profile": _profile(center),
        "days": hours_of_days(center, today),
        "rooms": rooms,
        "plans": plans(rooms, forms_of("booking", {one.venue for one in rooms})),
        "staff": staff,
        "totals": _totals(staff),
        "frameworks": _of(Framework, center).order_by("pk"),
        "rules": _regulations(center, today),
        "charts": CHARTS.items(),
        "guides": [entry for offer in gathered("guides") for entry in offer()],
        "items": Version.objects.offered(center, today).count(),
    }
    return render(request, "guide/guide.html", context)


@login_not_required
@require_safe
def duties(request: Request) -> HttpResponse:
    """Show the posts with their duties, and who holds them (权责清单, AB 岗)."""
    rows = _of(Post, request.center).select_related("window", "a", "b")
    context = {"posts": rows.order_by("window__number", "pk")}
    return render(request, "guide/duties.html", context)


@login_not_required
@require_safe
def duty_poster(request: Request, pk: int) -> HttpResponse:
    """Show one post as a sheet for the wall."""
    rows = _of(Post, request.center).select_related("window", "a", "b")
    post = get_object_or_404(rows, pk=pk)
    context = {"post": post, "today": localdate(timezone.now()), "size": _size(request)}
    return render(request, "guide/duty_poster.html", context)


@login_not_required
@require_safe
def printed(request: Request) -> HttpResponse:
    """Show the whole guide as one document, with its date and version."""
    center, today = request.center, localdate(timezone.now())
    rooms = _rooms(center)
    rows = Version.objects.offered(center, today).order_by("window__number", "pinyin")
    approved = Version.objects.filter(
        service__center=center, state="approved", effective_on__lte=today
    )
    rules = RegulationText.objects.filter(
        regulation__center=center, state="approved", effective_on__lte=today
    )
    context = {
        "profile": _profile(center),
        "days": hours_of_days(center, today)[:7],
        "rooms": rooms,
        "posts": _of(Post, center).select_related("window", "a", "b").order_by("pk"),
        "rows": rows.prefetch_related("papers", "steps"),
        "rules": _regulations(center, today),
        "edition": approved.count() + rules.count(),
        "today": today,
    }
    return render(request, "guide/printed.html", context)


def hours_of_days(center: Center, today: date) -> list[dict[str, Any]]:
    """Return the real hours of the next two weeks, with closures and holidays."""
    hours = hours_of(center)
    found = []
    for n in range(DAYS):
        day = today + timedelta(days=n)
        spans = [
            f"{clock_text(span.start)}–{clock_text(span.end)}"
            for span in hours.spans_on(day)
        ]
        found.append(
            {
                "day": day,
                "weekday": weekday_name(day),
                "spans": spans,
                "note": hours.note(day),
                "is_provisional": hours.calendar.is_provisional(day),
            }
        )
    return found


def _rooms(center: Center) -> list[Room]:
    return list(_of(Room, center).order_by("site", "floor", "y", "x", "pk"))


def _profile(center: Center) -> Profile | None:
    found: Profile | None = _of(Profile, center).order_by("-pk").first()
    return found


def _of(model: Any, center: Center) -> Any:
    return model._default_manager.filter(center=center, state=State.VALID)


def _totals(rows: Sequence[Staffing]) -> dict[str, int]:
    names = ("authorized", "actual", "vacant", "full_time", "part_time", "leaders")
    return {name: sum(getattr(row, name) for row in rows) for name in names}


def _regulations(center: Center, today: date) -> Any:
    rows = RegulationText.objects.in_effect(today).filter(regulation__center=center)
    return rows.select_related("regulation").order_by("regulation")


def _size(request: Request) -> str:
    size = request.GET.get("size", "")
    return size if size in ("a4", "a3") else "a4"
