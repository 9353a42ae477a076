"""What the verbs share: locking, history, and refusals in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.timezone import localdate

from center.models import User
from center.rules import visible
from center.timetable.lookup import calendar_of
from membership.actions import StaleError
from membership.activity_days.models import ActivityDay, ReportSetting, Step
from membership.activity_days.rules import (
    FARTHEST_DAYS,
    State,
    Verb,
    may_become,
    report_due,
    unified_on,
)
from membership.models import Organization
from membership.rules import BRANCHES, Status

TAKEN = {"timeslot_day_apart_from_meeting", "timeslot_branch_once"}
TAKEN_TEXT = (
    "这段时间里，这个支部已经登记了别的活动日或“三会一课”。"
    "活动日不能和会议重叠，请改时间，或者先改那一项。"
)


def locked(day: ActivityDay, *, version: int | None = None) -> ActivityDay:
    """Lock and read a day afresh; raise ``StaleError`` if the form was older."""
    rows = ActivityDay.objects.select_related("branch__parent", "center")
    row = rows.select_for_update(of=("self",)).get(pk=day.pk)
    if version is not None and row.version != version:
        raise StaleError(row)
    return row


def moved(day: ActivityDay, new: State) -> None:
    """Move the row in memory, or refuse by the table of moves."""
    if not may_become(day.state, new):
        raise ValidationError(
            f"这个活动日{day.get_state_display()}，不能改成“{new.label}”。",
            code="wrong_state",
        )
    day.state = new


def writable(day: ActivityDay) -> None:
    """Refuse to write in a record that the committee has, or before the event."""
    if not day.is_writable:
        raise ValidationError(
            f"这个活动日{day.get_state_display()}，现在不能改纪实。"
            "要改，请上级党委先退回。",
            code="wrong_state",
        )


def save(day: ActivityDay, *names: str) -> None:
    """Check and save what changed, as the next version.

    The constraints are asked beforehand only where a date is typed: each is a query,
    and the verbs themselves see to the rest.
    """
    day.version += 1
    untouched = {field.name for field in day._meta.fields} - set(names)
    day.clean_fields(exclude=untouched)
    with taken_in_words():
        if "on" in names:
            day.validate_constraints(exclude=["form_key"])
        day.save(update_fields=[*names, "version"])


@contextmanager
def taken_in_words() -> Iterator[None]:
    """Say in words what the database refuses about times."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diag = getattr(error.__cause__, "diag", None)
        if getattr(diag, "constraint_name", "") not in TAKEN:
            raise
        raise ValidationError(TAKEN_TEXT, code="taken") from error


def record(
    day: ActivityDay, verb: Verb, *, by: User | None, at: datetime, note: str = ""
) -> None:
    """Write the step of what was just done."""
    Step.objects.create(
        day=day, verb=verb, state=day.state, by=by, at=at, note=note[:300]
    )


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
    """Put a day at its time, with the dates that follow from it."""
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


def texts(**typed: str) -> dict[str, str]:
    """Return typed texts without invisible signs."""
    return {name: visible(text) for name, text in typed.items()}


def needed(text: str, what: str) -> str:
    """Return a cleaned text; refuse an empty one, naming it."""
    plain = visible(text)
    if not plain:
        raise ValidationError(f"请写{what}。", code="empty")
    return plain


def put(row: Model, values: dict[str, object]) -> list[str]:
    """Set the values and return the names of those that changed."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed
