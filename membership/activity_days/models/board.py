"""The compliance board: branch by month, and the year of each branch in figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Min
from django.utils.timezone import localdate

from center.timetable.lookup import calendar_of
from membership.activity_days.models import ActivityDay, ReportSetting
from membership.activity_days.rules import (
    MONTHS,
    UNIFIED_MONTHS,
    Standing,
    State,
    expected_from,
    is_month_expected,
    month_standing,
    report_due,
    standing,
    unified_days,
)
from membership.models import Organization, OrganizationStep

TONES = {
    Standing.IN_TIME: "ok",
    Standing.LATE: "now",
    Standing.MISSING: "warn",
    Standing.OPEN: "now",
    Standing.AHEAD: "off",
}


@dataclass
class Cell:
    """One month of one branch."""

    month: int
    is_unified: bool
    standing: Standing | None
    count: int
    returned: int

    @property
    def text(self) -> str:
        if self.standing is None:
            return "—"
        if self.standing == Standing.MISSING and not self.count:
            return "没开"
        more = f"（{self.count} 次）" if self.count > 1 else ""
        return f"{self.standing.label}{more}"

    @property
    def tone(self) -> str:
        return TONES[self.standing] if self.standing else ""


@dataclass
class Row:
    """One year of one branch, which counts from the day ``since``."""

    branch: Organization
    year: int
    since: date
    cells: list[Cell] = field(default_factory=list)
    in_time: int = 0
    late: int = 0
    missing: int = 0
    unified: int = 0

    @property
    def unified_text(self) -> str:
        return f"{self.unified}/{len(UNIFIED_MONTHS)}"


def board(*, branches: Iterable[Organization], year: int, today: date) -> list[Row]:
    """Return one row for each branch; three queries for all branches, one a center."""
    rows = list(branches)
    since = _since(rows, today)
    days: dict[int, list[ActivityDay]] = {branch.pk: [] for branch in rows}
    found = ActivityDay.objects.of_year(year).counted().filter(branch__in=rows)
    for day in found.order_by("on", "pk"):
        days[day.branch_id].append(day)
    settings: dict[int, ReportSetting] = {}
    shown: list[Row] = []
    for branch in rows:
        if branch.center_id not in settings:
            settings[branch.center_id] = ReportSetting.objects.of(branch.center)
        row = Row(branch, year, since[branch.pk])
        counted = [day for day in days[branch.pk] if _counts(day, row.since)]
        _fill(row, counted, settings[branch.center_id], today)
        shown.append(row)
    return shown


def _since(branches: Sequence[Organization], today: date) -> dict[int, date]:
    """Return from which day each branch is expected to hold activity days."""
    steps = OrganizationStep.objects.filter(organization__in=branches)
    firsts = steps.values_list("organization").annotate(first=Min("at")).order_by()
    registered = {pk: localdate(at) for pk, at in firsts}
    return {
        branch.pk: expected_from(
            founded_on=branch.founded_on, registered_on=registered.get(branch.pk, today)
        )
        for branch in branches
    }


def _counts(day: ActivityDay, since: date) -> bool:
    return day.on >= since or day.state != State.PLANNED


def _fill(
    row: Row, days: Sequence[ActivityDay], setting: ReportSetting, today: date
) -> None:
    missed = _unified_not_entered(row, days, setting, today)
    for month in MONTHS:
        mine = [day for day in days if day.on.month == month]
        found = [day.standing(today) for day in mine] + missed.get(month, [])
        shown = month_standing(
            found,
            is_expected=setting.expects_monthly
            and is_month_expected(row.year, month, since=row.since),
            is_over=_is_over(row.year, month, today),
        )
        returned = sum(day.state == State.RETURNED for day in mine)
        is_unified = month in UNIFIED_MONTHS
        row.cells.append(Cell(month, is_unified, shown, len(mine), returned))
        _count(row, found, shown)
    row.unified = sum(bool(day.unified and day.first_reported_at) for day in days)


def _count(row: Row, found: Sequence[Standing], shown: Standing | None) -> None:
    row.in_time += found.count(Standing.IN_TIME)
    row.late += found.count(Standing.LATE)
    row.missing += found.count(Standing.MISSING)
    if not found and shown == Standing.MISSING:
        row.missing += 1


def _unified_not_entered(
    row: Row, days: Sequence[ActivityDay], setting: ReportSetting, today: date
) -> dict[int, list[Standing]]:
    """Return how unified days count that nobody entered: they are expected anyway."""
    entered = {day.on for day in days if day.unified}
    missed: dict[int, list[Standing]] = {}
    for _, on in unified_days(row.year):
        if on not in entered and on >= row.since:
            calendar = calendar_of(row.branch.center)
            due_on = report_due(on, calendar, rolls=setting.rolls_over).due_on
            counts = standing(on=on, due_on=due_on, reported_on=None, today=today)
            missed[on.month] = [counts]
    return missed


def _is_over(year: int, month: int, today: date) -> bool:
    return (today.year, today.month) > (year, month)
