"""Load the schedule of a year, and nothing else: staff correct days in the admin."""

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import chinese_calendar
from chinese_calendar import Holiday
from django.core.exceptions import ValidationError
from django.db import transaction

from center import portals
from center.models import Center, User
from center.timetable.models import CalendarYear, CountedDay, OpeningSpan, SpecialDay
from center.workdays import SATURDAY

HOLIDAY_NAMES = {
    Holiday.new_years_day.value: "元旦",
    Holiday.spring_festival.value: "春节",
    Holiday.tomb_sweeping_day.value: "清明节",
    Holiday.labour_day.value: "劳动节",
    Holiday.dragon_boat_festival.value: "端午节",
    Holiday.mid_autumn_festival.value: "中秋节",
    Holiday.national_day.value: "国庆节",
}
FRIDAY, MONDAY = 4, 0
USUAL_HOURS = ((time(9), time(12)), (time(14), time(17, 30)))


@transaction.atomic
def load_year(*, year: int, at: datetime) -> CalendarYear:
    """Take over the schedule of ``year`` from the package ``chinese-calendar``.

    Days of that year that staff entered give way to the published ones. A year that
    the package does not know is recorded as unpublished, with the statutory day that
    is certain, January 1. Raises ``ValidationError`` for years before 2004.
    """
    if not 2004 <= year <= 2200:
        raise ValidationError("年份要在 2004 到 2200 之间。", code="year")
    try:
        days = [SpecialDay(**fields) for fields in _published(year)]
        status, source = CalendarYear.Status.PUBLISHED, "国务院办公厅放假安排"
    except NotImplementedError:
        first = date(year, 1, 1)
        days = [SpecialDay(day=first, kind=SpecialDay.Kind.HOLIDAY, name="元旦")]
        status, source = CalendarYear.Status.UNPUBLISHED, ""
    known = CalendarYear.objects.select_for_update().filter(year=year).first()
    SpecialDay.objects.filter(day__year=year).delete()
    CountedDay.objects.filter(day__year=year).delete()
    SpecialDay.objects.bulk_create(days)
    loaded, _ = CalendarYear.objects.update_or_create(
        year=year,
        defaults={
            "status": status,
            "source": source,
            "loaded_at": at,
            "version": known.version + 1 if known else 1,
        },
    )
    return loaded


@cache
def _published(year: int) -> tuple[dict[str, Any], ...]:
    """Return the fields of the year's special days; the package does not change."""
    first = date(year, 1, 1)
    days = (
        first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)
    )
    return tuple(special for day in days if (special := _special(day)))


def _special(day: date) -> dict[str, Any] | None:
    """Return the fields of a day that is not as its weekday, or None."""
    is_weekend = day.weekday() >= SATURDAY
    _, name = chinese_calendar.get_holiday_detail(day)
    label = HOLIDAY_NAMES.get(name, name or "")
    if chinese_calendar.is_workday(day):
        if not is_weekend:
            return None
        # The notice does not say which weekday is made up for. Opening hours are the
        # same from Monday to Friday in every center seen; staff may correct it.
        follows = FRIDAY if day.weekday() == SATURDAY else MONDAY
        kind = SpecialDay.Kind.MAKEUP
        return {"day": day, "kind": kind, "name": label, "follows": follows}
    if is_weekend and not label:
        return None
    return {"day": day, "kind": SpecialDay.Kind.HOLIDAY, "name": label}


@transaction.atomic
def keep_usual_hours(*, center: Center) -> None:
    """Give a center without hours those of the guide: weekdays 9–12 and 14–17:30.

    Source: 服务指南「定期开放时间」. A center that has hours keeps them.
    """
    if not center.opening_spans.exists():
        OpeningSpan.objects.bulk_create(
            OpeningSpan(center=center, weekday=weekday, opens=opens, closes=closes)
            for weekday in range(SATURDAY)
            for opens, closes in USUAL_HOURS
        )


def shut_out(at: datetime) -> dict[Any, str]:
    """Return what is booked while the doors are shut, each with a line that says it."""
    return {
        key: line
        for rows in portals.gathered("shut_out")
        for key, line in rows(at).items()
    }


def settle_shut_out(
    keys: list[Any], *, reason: str, keeps: bool, by: User, at: datetime
) -> None:
    """Cancel or keep what a change has just shut out, and list whom to tell."""
    for settle in portals.gathered("settle_shut_out"):
        settle(keys, reason=reason, keeps=keeps, by=by, at=at)
