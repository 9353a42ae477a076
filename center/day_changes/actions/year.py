"""Take over a year's schedule from a list: looked at in a rehearsal, then entered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from center.day_changes.actions.changes import note_change
from center.day_changes.rules import Entry, in_words
from center.models import Center, User
from center.registers import imports
from center.timetable.actions import settle_shut_out, shut_out
from center.timetable.models import CalendarYear, CountedDay, SpecialDay
from center.timetable.rules import year_refusal
from center.wording import full_day


@dataclass
class Plan:
    """What a list would do to the calendar, and whom it would shut out."""

    lines: list[imports.Line]
    year: int = 0
    changes: tuple[str, ...] = ()
    hit: tuple[tuple[Any, str], ...] = ()
    waits: int = 0

    @property
    def wrong(self) -> list[imports.Line]:
        return [line for line in self.lines if line.wrong]


def rehearse(lines: list[imports.Line], *, by: User, at: datetime) -> Plan:
    """Say what the list would do; nothing of it stays."""
    with imports.rehearsal():
        return _enter(lines, reason="试看一遍", by=by, at=at)


@transaction.atomic
def bring_in(
    lines: list[imports.Line],
    *,
    reason: str,
    keeps: bool = False,
    told: str = "",
    by: User,
    at: datetime,
) -> Plan:
    """Put the list in the place of what the calendar says of its year.

    Refuses a list with a wrong line, and one that cannot be whole. In a year that was
    published before each day that moves promises waits for a second person.
    """
    plan = _enter(lines, reason=reason, by=by, at=at)
    if plan.wrong:
        raise ValidationError("名单里有错的行，没有导入。请改好再传。")
    if plan.hit:
        if not told:
            text = f"那几天有 {len(plan.hit)} 项已经约好的，请写明怎么办。"
            raise ValidationError(text, code="hit")
        keys = [key for key, _ in plan.hit]
        settle_shut_out(keys, reason=told, keeps=keeps, by=by, at=at)
    return plan


def _enter(lines: list[imports.Line], *, reason: str, by: User, at: datetime) -> Plan:
    _judge_together(lines)
    plan = Plan(lines)
    if plan.wrong:
        return plan
    days = {line.values["day"]: Entry(*_entry(line)) for line in lines}
    plan.year = min(days).year
    _refuse_partial(plan.year, days)
    open_doors = shut_out(at)
    plan.waits = _replace(plan, days, reason=reason, by=by, at=at)
    now = shut_out(at)
    plan.hit = tuple((key, row) for key, row in now.items() if key not in open_doors)
    return plan


def _entry(line: imports.Line) -> tuple[str, str, int | None]:
    values = line.values
    return values["kind"], values["name"], values["follows"]


def _judge_together(lines: list[imports.Line]) -> None:
    """Note what is wrong with a line beside the others: twice, or of another year."""
    seen: dict[date, int] = {}
    for line in lines:
        day: date | None = line.values.get("day")
        if day is None:
            continue
        if day in seen:
            line.wrong.append(f"{full_day(day)}和第 {seen[day]} 行是同一天。")
        year = next(iter(seen)).year if seen else day.year
        if day.year != year:
            line.wrong.append(f"{full_day(day)}不是 {year} 年的，一份名单只写一年。")
        seen.setdefault(day, line.number)


def _refuse_partial(year: int, days: dict[date, Entry]) -> None:
    kinds = [entry.kind for entry in days.values()]
    holidays = kinds.count(SpecialDay.Kind.HOLIDAY)
    if refusal := year_refusal(year, holidays, len(kinds) - holidays):
        raise ValidationError(refusal)


def _replace(
    plan: Plan, days: dict[date, Entry], *, reason: str, by: User, at: datetime
) -> int:
    """Write the days of the year anew; return how many wait for a second person."""
    # Two lists at once come one after the other.
    Center.objects.select_for_update(no_key=True).filter(parent=None).first()
    rows = SpecialDay.objects.filter(day__year=plan.year)
    before = {row.day: Entry(row.kind, row.name, row.follows) for row in rows}
    known = CalendarYear.objects.filter(year=plan.year).first()
    changed = sorted(
        day for day in before.keys() | days.keys() if before.get(day) != days.get(day)
    )
    plan.changes = tuple(
        f"{full_day(day)}：{in_words(day, before.get(day, Entry()))}"
        f" → {in_words(day, days.get(day, Entry()))}"
        for day in changed
    )
    SpecialDay.objects.filter(day__in=changed).delete()
    SpecialDay.objects.bulk_create(
        SpecialDay(day=day, **days[day]._asdict()) for day in changed if day in days
    )
    was_published = known is not None and known.status == known.Status.PUBLISHED
    _publish(plan.year, known, reason, at)
    if not was_published:
        CountedDay.objects.filter(day__year=plan.year).delete()
        return 0
    noted = [
        note_change(
            day=day, before=before.get(day, Entry()), reason=reason, by=by, at=at
        )
        for day in changed
    ]
    return sum(one is not None for one in noted)


def _publish(year: int, known: CalendarYear | None, reason: str, at: datetime) -> None:
    CalendarYear.objects.update_or_create(
        year=year,
        defaults={
            "status": CalendarYear.Status.PUBLISHED,
            "source": reason,
            "loaded_at": at,
            "version": known.version + 1 if known else 1,
        },
    )
