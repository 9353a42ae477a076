"""The clocks against dates counted by hand and by chinese-calendar itself."""

from datetime import datetime
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.rules.clock import (
    Clock,
    clocks_of,
    due,
    nth_working,
)
from petitions.rules.states import Kind
from tests.make import moment
from tests.petitions.days import CALENDAR, DAY, calendar_of, day

# Counted with chinese_calendar.is_workday, day by day, without any of our code.
RECEIPTS = [
    ("2025-01-02 23:59", "2025-01-13"),
    ("2025-01-03 00:00", "2025-01-14"),
    ("2025-01-17 10:00", "2025-01-27"),
    ("2025-01-20 09:00", "2025-02-05"),
    ("2025-01-24 17:31", "2025-02-10"),
    ("2025-01-26 08:00", "2025-02-11"),
    ("2025-01-27 12:00", "2025-02-12"),
    ("2025-01-28 07:59", "2025-02-12"),
    ("2025-02-04 00:30", "2025-02-12"),
    ("2025-02-07 16:00", "2025-02-17"),
    ("2025-02-08 10:00", "2025-02-18"),
    ("2025-03-27 10:00", "2025-04-08"),
    ("2025-03-31 09:00", "2025-04-10"),
    ("2025-04-03 18:00", "2025-04-15"),
    ("2025-04-05 03:00", "2025-04-15"),
    ("2025-04-21 10:00", "2025-04-29"),
    ("2025-04-22 10:00", "2025-04-30"),
    ("2025-04-25 10:00", "2025-05-08"),
    ("2025-04-26 10:00", "2025-05-08"),
    ("2025-04-27 11:00", "2025-05-09"),
    ("2025-04-30 23:59", "2025-05-14"),
    ("2025-05-01 00:00", "2025-05-14"),
    ("2025-05-05 10:00", "2025-05-14"),
    ("2025-05-22 10:00", "2025-06-03"),
    ("2025-05-30 10:00", "2025-06-11"),
    ("2025-05-31 10:00", "2025-06-11"),
    ("2025-09-18 10:00", "2025-09-28"),  # Sunday
    ("2025-09-19 10:00", "2025-09-29"),
    ("2025-09-28 07:00", "2025-10-14"),
    ("2025-09-30 17:00", "2025-10-16"),
    ("2025-10-01 00:10", "2025-10-16"),
    ("2025-10-08 23:50", "2025-10-16"),
    ("2025-10-10 10:00", "2025-10-20"),
    ("2025-10-11 10:00", "2025-10-21"),
    ("2025-12-22 10:00", "2025-12-31"),
    ("2025-12-24 10:00", "2026-01-05"),
    ("2025-12-31 10:00", "2026-01-12"),
    ("2026-01-01 10:00", "2026-01-12"),
    ("2026-01-04 10:00", "2026-01-13"),
    ("2026-01-30 10:00", "2026-02-10"),
    ("2026-02-04 10:00", "2026-02-13"),
    ("2026-02-05 07:30", "2026-02-14"),  # Saturday
    ("2026-02-06 10:00", "2026-02-24"),
    ("2026-02-12 10:00", "2026-02-28"),  # Saturday
    ("2026-02-13 10:00", "2026-03-02"),
    ("2026-02-14 10:00", "2026-03-03"),
    ("2026-02-15 00:00", "2026-03-03"),
    ("2026-02-23 23:59", "2026-03-03"),
    ("2026-02-28 10:00", "2026-03-10"),
    ("2026-03-26 10:00", "2026-04-07"),
    ("2026-04-03 10:00", "2026-04-15"),
    ("2026-04-04 10:00", "2026-04-15"),
    ("2026-04-24 10:00", "2026-05-08"),
    ("2026-04-28 10:00", "2026-05-11"),
    ("2026-04-29 10:00", "2026-05-12"),
    ("2026-04-30 17:31", "2026-05-13"),
    ("2026-05-01 10:00", "2026-05-13"),
    ("2026-05-09 10:00", "2026-05-19"),
    ("2026-06-11 10:00", "2026-06-23"),
    ("2026-06-18 10:00", "2026-06-30"),
    ("2026-06-19 10:00", "2026-06-30"),
    ("2026-09-10 10:00", "2026-09-20"),  # Sunday
    ("2026-09-16 10:00", "2026-09-24"),
    ("2026-09-17 10:00", "2026-09-28"),
    ("2026-09-20 10:00", "2026-09-30"),
    ("2026-09-24 10:00", "2026-10-12"),
    ("2026-09-25 10:00", "2026-10-12"),
    ("2026-09-30 10:00", "2026-10-15"),
    ("2026-10-01 00:00", "2026-10-15"),
    ("2026-10-07 23:59", "2026-10-15"),
    ("2026-10-10 10:00", "2026-10-20"),
    ("2026-11-20 10:00", "2026-12-01"),
    ("2026-11-24 02:00", "2026-12-03"),
    ("2026-12-14 10:00", "2026-12-23"),
    ("2026-12-22 10:00", "2026-12-31"),
]


@pytest.mark.parametrize(("received", "on"), RECEIPTS)
def test_seventh_working_day(received, on):
    """Day 0 is the Beijing date whatever the hour; the due day may be a Saturday."""
    day0 = moment(received).date()
    found = due(Clock.PROMISE, CALENDAR, day0)
    assert (found.on, found.earliest, found.is_provisional) == (day(on), day(on), False)


@given(st.dates(day("2025-01-01"), day("2026-12-20")))
def test_every_receipt_of_two_years(day0):
    count, on = 0, day0
    while count < 7:
        on += DAY
        count += chinese_calendar.is_workday(on)
    assert due(Clock.PROMISE, CALENDAR, day0).on == on


def test_receipt_before_eight_in_beijing_is_still_the_day_before_in_london():
    at = datetime(2026, 11, 23, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert at.astimezone(ZoneInfo("Asia/Shanghai")).date() == day("2026-11-24")


STATUTORY = [
    # accepted, notice (15), handling (60), extended (90); rolled off rest days only
    ("2025-01-14", "2025-02-05", "2025-03-17", "2025-04-14"),
    ("2025-03-21", "2025-04-07", "2025-05-20", "2025-06-19"),
    ("2025-04-17", "2025-05-06", "2025-06-16", "2025-07-16"),
    ("2025-09-18", "2025-10-09", "2025-11-17", "2025-12-17"),
    ("2025-09-20", "2025-10-09", "2025-11-19", "2025-12-19"),
    ("2025-12-17", "2026-01-04", "2026-02-24", "2026-03-17"),  # a Sunday worked
    ("2026-01-30", "2026-02-14", "2026-03-31", "2026-04-30"),  # a Saturday worked
    ("2026-02-01", "2026-02-24", "2026-04-02", "2026-05-06"),
    ("2026-02-07", "2026-02-24", "2026-04-08", "2026-05-08"),
    ("2026-04-17", "2026-05-06", "2026-06-16", "2026-07-16"),
    ("2026-04-24", "2026-05-09", "2026-06-23", "2026-07-23"),  # a Saturday worked
    ("2026-06-05", "2026-06-22", "2026-08-04", "2026-09-03"),
    ("2026-07-29", "2026-08-13", "2026-09-28", "2026-10-27"),
    ("2026-08-02", "2026-08-17", "2026-10-08", "2026-11-02"),  # not 10-08 plus 30
    ("2026-09-05", "2026-09-20", "2026-11-04", "2026-12-04"),  # a Sunday worked
    ("2026-09-10", "2026-09-28", "2026-11-09", "2026-12-09"),
    ("2026-09-20", "2026-10-08", "2026-11-19", "2026-12-21"),
    ("2026-09-22", "2026-10-08", "2026-11-23", "2026-12-21"),
    ("2026-09-25", "2026-10-10", "2026-11-24", "2026-12-24"),  # a Saturday worked
    ("2026-09-30", "2026-10-15", "2026-11-30", "2026-12-29"),
]


@pytest.mark.parametrize(("accepted", "notice", "handling", "extended"), STATUTORY)
def test_statutory_clocks(accepted, notice, handling, extended):
    day0 = day(accepted)
    found = [
        due(Clock.NOTICE, CALENDAR, day0).on,
        due(Clock.HANDLING, CALENDAR, day0).on,
        due(Clock.HANDLING, CALENDAR, day0, extra=30).on,
    ]
    assert found == [day(notice), day(handling), day(extended)]


def test_sixty_days_from_october_first_2023_are_november_thirtieth():
    calendar = calendar_of(2023)
    assert due(Clock.HANDLING, calendar, day("2023-10-01")).on == day("2023-11-30")


UNPUBLISHED = [
    ("2026-12-22", "2026-12-31", "2026-12-31", False),
    ("2026-12-23", "2027-01-04", "2027-01-02", True),
    ("2026-12-24", "2027-01-05", "2027-01-03", True),
    ("2026-12-25", "2027-01-06", "2027-01-04", True),
    ("2026-12-28", "2027-01-07", "2027-01-05", True),
    ("2026-12-29", "2027-01-08", "2027-01-06", True),
    ("2026-12-30", "2027-01-11", "2027-01-07", True),
    ("2026-12-31", "2027-01-12", "2027-01-08", True),
    # the days of the moon that are certain: Spring Festival 2027
    ("2027-02-01", "2027-02-12", "2027-02-12", True),
]


@pytest.mark.parametrize(("received", "on", "earliest", "provisional"), UNPUBLISHED)
def test_unpublished_year(received, on, earliest, provisional):
    found = due(Clock.PROMISE, CALENDAR, day(received))
    assert (found.on, found.earliest, found.is_provisional) == (
        day(on),
        day(earliest),
        provisional,
    )


def test_unpublished_year_of_a_calendar_clock():
    found = due(Clock.HANDLING, CALENDAR, day("2026-11-03"))
    assert (found.on, found.earliest, found.is_provisional) == (
        day("2027-01-04"),
        day("2027-01-02"),
        True,
    )
    new_year = due(Clock.HANDLING, CALENDAR, day("2026-11-02"))
    assert new_year.earliest == day("2027-01-02")


def test_extension_of_the_clock_counts_from_the_current_due_date():
    found = due(Clock.PROMISE, CALENDAR, day("2026-09-24"), extra=7)
    assert found.on == nth_working(CALENDAR, day("2026-10-12"), 7) == day("2026-10-21")


def test_clocks_of_each_kind():
    assert {kind: clocks_of(kind) for kind in Kind} == {
        Kind.HELP: (Clock.PROMISE,),
        Kind.CONSULTATION: (Clock.PROMISE,),
        Kind.ERRAND: (Clock.PROMISE,),
        Kind.OPINION: (Clock.PROMISE, Clock.NOTICE, Clock.HANDLING),
    }
