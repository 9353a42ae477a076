"""The committee's side: the board, unified days, settings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from center.http import UserRequest, form_page, own_center, posted
from membership.activity_days.actions import planning, reporting
from membership.activity_days.forms.base import YEARS
from membership.activity_days.forms.days import ReportSettingForm
from membership.activity_days.models import ReportSetting
from membership.activity_days.models.board import board as board_rows
from membership.activity_days.rules import MONTHS, UNIFIED_MONTHS
from membership.activity_days.views.base import may_set, may_sign, may_view
from membership.models import Organization


@require_GET
@may_view
def board(request: UserRequest) -> HttpResponse:
    today = localdate(timezone.now())
    year = _year(request.GET.get("year", ""), today.year)
    committees = Organization.objects.visible_to(request.user).committees().active()
    chosen = _committee(request, list(committees))
    branches = Organization.objects.at_work_for(request.user)
    if chosen:
        branches = branches.below(chosen.pk)
    rows = board_rows(
        branches=branches.select_related("center"), year=year, today=today
    )
    context = {
        "rows": rows,
        "year": year,
        "committees": committees,
        "chosen": chosen,
        "today": today,
        "months": [(month, month in UNIFIED_MONTHS) for month in MONTHS],
        "totals": [sum(getattr(row, name) for row in rows) for name in _COUNTS],
        "may_sign": request.user.has_perm("activity_days.sign_activityday"),
        "may_set": request.user.has_perm("activity_days.change_reportsetting"),
    }
    return render(request, "activity_days/board.html", context)


@require_POST
@may_sign
def unified(request: UserRequest) -> HttpResponse:
    """Enter the three unified days of a year for every branch below."""
    today = localdate(timezone.now())
    year = _year(request.POST.get("year", ""), today.year)
    if abs(year - today.year) > 1:
        messages.error(request, "只能建今年、去年和明年的统一活动日。")
        return redirect("activity_days:board")
    made = planning.plan_unified_days(
        year=year,
        branches=Organization.objects.at_work_for(request.user),
        by=request.user,
        at=timezone.now(),
    )
    text = f"已为各支部建好 {made} 个统一活动日。" if made else "统一活动日都已经建好。"
    messages.success(request, text)
    return redirect("activity_days:list")


@require_http_methods(["GET", "POST"])
@may_set
def setting(request: UserRequest) -> HttpResponse:
    center = own_center(request)
    if center.pk not in request.user.center_ids:
        raise PermissionDenied
    now = ReportSetting.objects.of(center)
    form = ReportSettingForm(posted(request), instance=now)
    if form.is_valid():
        reporting.set_report_rules(
            center=center, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, "已保存，从现在起的安排按新规定算。")
        return redirect("activity_days:board")
    history = ReportSetting.objects.filter(center=center).newest_first()
    return form_page(
        request,
        form,
        template="activity_days/setting_form.html",
        history=history.select_related("by")[:20],
        of_center=center,
    )


_COUNTS = ("unified", "in_time", "late", "missing")


def _year(text: str, default: int) -> int:
    plain = len(text) == len("2026") and text.isascii() and text.isdigit()
    return int(text) if plain and int(text) in YEARS else default


def _committee(
    request: UserRequest, committees: list[Organization]
) -> Organization | None:
    wanted = request.GET.get("committee", "")
    if not wanted:
        return committees[0] if committees else None
    for committee in committees:
        if str(committee.pk) == wanted:
            return committee
    raise Http404
