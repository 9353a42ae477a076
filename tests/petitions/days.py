"""The calendar of the clock's tests, from chinese-calendar itself."""

from datetime import date, timedelta

from center.timetable.actions import _published
from center.workdays import WorkCalendar

DAY = timedelta(days=1)


def calendar_of(*years):
    rows = [row for year in years for row in _published(year)]
    return WorkCalendar(
        {row["day"]: row["name"] for row in rows if row["kind"] == "holiday"},
        {row["day"]: row["follows"] for row in rows if row["kind"] == "makeup"},
        frozenset(years),
    )


CALENDAR = calendar_of(2025, 2026)


def day(text):
    return date.fromisoformat(text)
