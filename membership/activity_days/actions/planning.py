"""Plan an activity day, change the plan, call it off; the three unified days."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from center.models import User
from membership.activity_days.actions.base import (
    branch_at_work,
    locked,
    moved,
    needed,
    put,
    record,
    save,
    set_date,
    set_times,
    taken_in_words,
    texts,
    times_checked,
)
from membership.activity_days.models import ActivityDay
from membership.activity_days.rules import State, Verb, unified_days, unified_on
from membership.models import Organization

PLANNED_FIELDS = (
    "on",
    "starts_at",
    "ends_at",
    "unified",
    "theme",
    "place",
    "host",
    "strict_due_on",
    "due_on",
    "due_is_provisional",
)


@transaction.atomic
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
    if done := ActivityDay.objects.filter(form_key=form_key).first():
        return done
    on = times_checked(starts_at, ends_at, at=at)
    if unified_on(on):
        _refuse_second_unified(row, on)
    day = ActivityDay(center=row.center, branch=row, form_key=form_key)
    put(day, dict(texts(theme=theme, place=place, host=host)))
    needed(day.theme, "主题")
    set_times(day, starts_at, ends_at)
    day.full_clean(validate_unique=False, validate_constraints=False)
    with taken_in_words():
        day.validate_constraints()
        day.save()
    record(day, Verb.PLAN, by=by, at=at, note=day.when_text)
    return day


@transaction.atomic
def replan(
    day: ActivityDay,
    *,
    version: int,
    starts_at: datetime,
    ends_at: datetime,
    theme: str,
    place: str,
    by: User,
    at: datetime,
    host: str = "",
) -> ActivityDay:
    """Change what is planned; a unified day keeps its date."""
    row = locked(day, version=version)
    if row.state != State.PLANNED:
        raise ValidationError("已经举行过，安排不能再改。", code="wrong_state")
    on = times_checked(starts_at, ends_at, at=at)
    check_unified_date(row, on)
    put(row, dict(texts(theme=theme, place=place, host=host)))
    needed(row.theme, "主题")
    set_times(row, starts_at, ends_at)
    save(row, *PLANNED_FIELDS)
    record(row, Verb.REPLAN, by=by, at=at, note=row.when_text)
    return row


@transaction.atomic
def cancel(day: ActivityDay, *, reason: str, by: User, at: datetime) -> ActivityDay:
    """Call a planned activity day off; a unified one cannot be called off."""
    row = locked(day)
    note = needed(reason, "取消的原因")
    if row.unified:
        raise ValidationError(
            "统一活动日不能取消。没有开就不登记，到期显示“缺报”。", code="unified"
        )
    moved(row, State.CANCELLED)
    save(row, "state")
    record(row, Verb.CANCEL, by=by, at=at, note=note)
    return row


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
            day.save()
            record(
                day,
                Verb.PLAN,
                by=by,
                at=at,
                note="统一活动日" if by else "统一活动日，系统按日历建好",
            )
            made += 1
    return made
