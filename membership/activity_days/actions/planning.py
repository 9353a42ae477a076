"""Plan an activity day, change the plan, call it off; the three unified days."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from center.models import User
from center.workflow.actions import Change, because, enter, needed, once, put, step
from membership.activity_days.actions.base import (
    branch_at_work,
    set_date,
    set_times,
    times_checked,
)
from membership.activity_days.models import ActivityDay
from membership.activity_days.rules import Verb, unified_days, unified_on
from membership.models import Organization


@once(ActivityDay)
def plan(
    *,
    branch: Organization,
    starts_at: datetime,
    ends_at: datetime,
    theme: str,
    place: str,
    form_key: str,
    by: User,
    at: datetime,
    host: str = "",
) -> ActivityDay:
    """Enter an activity day of a branch, ahead or afterwards.

    On a unified day the row that stands ready is used. Refuses times that another
    activity day or a meeting of the branch takes; the same form gives the same row.
    """
    row = branch_at_work(branch)
    on = times_checked(starts_at, ends_at, at=at)
    if unified_on(on):
        _refuse_second_unified(row, on)
    day = ActivityDay(center=row.center, branch=row, form_key=form_key)
    put(day, theme=needed(theme, "主题"), place=place, host=host)
    set_times(day, starts_at, ends_at)
    return enter(day, Verb.PLAN, by=by, at=at, note=day.when_text)


@step(Verb.REPLAN)
def replan(
    change: Change[ActivityDay],
    *,
    starts_at: datetime,
    ends_at: datetime,
    theme: str,
    place: str,
    host: str = "",
) -> None:
    """Change what is planned; a unified day keeps its date."""
    row = change.row
    check_unified_date(row, times_checked(starts_at, ends_at, at=change.at))
    put(row, theme=needed(theme, "主题"), place=place, host=host)
    set_times(row, starts_at, ends_at)
    change.note = row.when_text


@step(Verb.CANCEL)
def cancel(change: Change[ActivityDay], *, reason: str) -> None:
    """Call a planned activity day off; a unified one cannot be called off."""
    change.note = because(reason, "取消的原因")


@transaction.atomic
def plan_unified_days(
    *,
    year: int,
    branches: Iterable[Organization],
    by: User | None,
    at: datetime,
    since: date = date.min,
) -> int:
    """Enter the three unified days of a year for each branch; return how many are new.

    None is entered for a day before ``since`` or before the branch was founded. Where
    nobody asked (``by`` is None) the history says that the calendar did it.

    Running it again, also by two people at once, adds nothing.
    """
    wanted = [branch.pk for branch in branches]
    rows = (
        Organization.objects.select_for_update(of=("self",))
        .select_related("center")
        .filter(pk__in=wanted)
        .branches()
        .active()
        .order_by("pk")
    )
    return sum(
        _plan_unified(branch, year, by=by, at=at, since=since) for branch in rows
    )


def check_unified_date(day: ActivityDay, on: date) -> None:
    """Refuse to move a unified day, and to move another day onto a unified date."""
    if day.unified and on != day.on:
        raise ValidationError(
            f"{day.get_unified_display()}就在 {day.on.month} 月 {day.on.day} 日，"
            "日期不能改。",
            code="unified",
        )
    if not day.unified and unified_on(on):
        _refuse_second_unified(day.branch, on)


def _refuse_second_unified(branch: Organization, on: date) -> None:
    if ActivityDay.objects.filter(branch=branch, on=on).exclude(unified="").exists():
        raise ValidationError(
            "这一天的统一活动日已经在册，请打开那一条填写时间和主题。", code="unified"
        )


def _plan_unified(
    branch: Organization, year: int, *, by: User | None, at: datetime, since: date
) -> int:
    known = set(
        ActivityDay.objects.of_year(year)
        .filter(branch=branch)
        .exclude(unified="")
        .values_list("on", flat=True)
    )
    made = 0
    first = max(since, branch.founded_on or date.min)
    for _, on in unified_days(year):
        if on not in known and on >= first:
            day = ActivityDay(center=branch.center, branch=branch)
            set_date(day, on)
            note = "统一活动日" if by else "统一活动日，系统按日历建好"
            enter(day, Verb.PLAN, by=by, at=at, note=note)
            made += 1
    return made
