"""Around the cases: how much is coming, dates counted anew."""

from datetime import date, timedelta

from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from center.http import UserRequest, press
from center.models import Center, User
from center.timetable.lookup import calendar_of
from center.wording import day_in_sentence
from petitions.actions.recompute import Change, recompute_preview
from petitions.actions.recompute import recompute as recompute_all
from petitions.models import Petition
from petitions.rules.clock import is_working
from petitions.rules.roles import SUPERVISE

form_page = require_http_methods(["GET", "HEAD", "POST"])
supervisor_page = permission_required(SUPERVISE, raise_exception=True)
AHEAD = 15


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
        "overdue": seen.overdue(today).count(),
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
        return press(
            request,
            lambda: recompute_all(by=request.user, at=timezone.now()),
            done=lambda done: _recounted(len(done[0]), done[1]),
            back=reverse("petitions_counter:recompute"),
        )
    changes = recompute_preview(by=request.user)
    calendar = calendar_of(request.user.center or Center.objects.root())
    year = timezone.localdate().year + 1
    context = {
        "rows": [_change(change) for change in changes[:500]],
        "number": len(changes),
        "is_whole": changes.is_whole,
        "provisional": _provisional(request.user),
        "unpublished": "" if year in calendar.published_years else year,
    }
    return render(request, "petitions/desk/recompute.html", context)


def _recounted(made: int, left: int) -> str:
    if left:
        return f"改了 {made} 处，还有 {left} 件没轮到，请再按一次接着改。"
    return f"重算好了，改了 {made} 处。"


def _provisional(user: User) -> int:
    return Petition.objects.visible_to(user).open().filter(is_provisional=True).count()


def _change(change: Change) -> dict[str, str]:
    case = change.petition
    if change.is_later:
        effect = "会告诉他改到这一天"
    elif change.new.on < change.old_on:
        effect = "答应的日子不变，我们自己抓紧"
    else:
        effect = "日子不变，不再是“预计”"
    return {
        "url": case.get_absolute_url(),
        "code_grouped": case.code_text,
        "received": day_in_sentence(case.received_on),
        "old": day_in_sentence(change.old_on),
        "new": day_in_sentence(change.new.on),
        "effect": effect,
    }
