"""What the verbs share: the branch at work, times, and the dates that follow."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from center.timetable.lookup import calendar_of
from membership.activity_days.models import ActivityDay, ReportSetting
from membership.activity_days.rules import FARTHEST_DAYS, report_due, unified_on
from membership.models import Organization
from membership.rules.organizations import BRANCHES, Status


def branch_at_work(branch: Organization) -> Organization:
    """Lock and return a branch; refuse other organizations and dissolved ones."""
    row = (
        Organization.objects.select_for_update(of=("self",))
        .select_related("center")
        .get(pk=branch.pk)
    )
    if row.kind not in BRANCHES:
        raise ValidationError("活动日和“三会一课”由党支部登记，请选一个党支部。")
    if row.status != Status.ACTIVE:
        raise ValidationError("这个支部已经撤销。")
    return row


def times_checked(starts_at: datetime, ends_at: datetime, *, at: datetime) -> date:
    """Return the day; refuse times that end early, cross midnight or lie far away."""
    if ends_at <= starts_at:
        raise ValidationError("结束要晚于开始。", code="times")
    on = localdate(starts_at)
    if localdate(ends_at) != on:
        raise ValidationError("要在同一天开始和结束。", code="times")
    if abs((on - localdate(at)).days) > FARTHEST_DAYS:
        raise ValidationError("日期离今天超过一年，请看看年份对不对。", code="times")
    return on


def set_times(day: ActivityDay, starts_at: datetime, ends_at: datetime) -> None:
    day.starts_at, day.ends_at = starts_at, ends_at
    set_date(day, localdate(starts_at))


def set_date(day: ActivityDay, on: date) -> None:
    """Put a day at its date: unified or not, and until when it is to be reported."""
    day.on = on
    day.unified = unified_on(on)
    rolls = ReportSetting.objects.of(day.center).rolls_over
    due = report_due(on, calendar_of(day.center), rolls=rolls)
    day.strict_due_on, day.due_on = due.strict_on, due.due_on
    day.due_is_provisional = due.is_provisional
