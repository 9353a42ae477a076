"""The clock against dates counted by hand and by chinese-calendar itself."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from center.timetable.actions import _published
from center.workdays import WorkCalendar
from petitions.rules import Kind
from petitions.rules.clock import (
    Clock,
    Paused,
    Standing,
    clocks_of,
    decision_problem,
    due,
    due_text,
    excluded_days,
    explain,
    extension_problem,
    is_overdue,
    nth_working,
    overdue_from,
    pause_problem,
    paused_between,
    rolled,
    standing,
    strip,
    working_days_left,
)
from petitions.rules.followup import (
    ReminderKind,
    call_by,
    objection_by,
    reminder_for,
    review_by,
)
from tests.make import moment

DAY = timedelta(days=1)


def _calendar(*years):
    rows = [row for year in years for row in _published(year)]
    return WorkCalendar(
        {row["day"]: row["name"] for row in rows if row["kind"] == "holiday"},
        {row["day"]: row["follows"] for row in rows if row["kind"] == "makeup"},
        frozenset(years),
    )


CALENDAR = _calendar(2025, 2026)


def day(text):
    return date.fromisoformat(text)


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
    calendar = _calendar(2023)
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


# -- Where a case stands


@pytest.mark.parametrize(
    ("at", "overdue"),
    [
        ("2026-12-02T15:59:59Z", False),
        ("2026-12-02T16:00:00Z", True),
        ("2026-12-02T00:00:00Z", False),
    ],
)
def test_overdue_from_midnight_in_beijing(at, overdue):
    due_on = day("2026-12-02")
    assert overdue_from(due_on).isoformat() == "2026-12-03T00:00:00+08:00"
    assert is_overdue(due_on, datetime.fromisoformat(at)) is overdue


@pytest.mark.parametrize(
    ("due_on", "found"),
    [
        ("2026-11-23", Standing.OVERDUE),
        ("2026-11-24", Standing.TODAY),
        ("2026-11-25", Standing.NOT_DUE),
    ],
)
def test_standing(due_on, found):
    assert standing(day(due_on), day("2026-11-24")) == found


@pytest.mark.parametrize(
    ("today", "due_on", "left"),
    [
        ("2026-11-24", "2026-11-24", 0),
        ("2026-11-24", "2026-11-25", 1),
        ("2026-11-27", "2026-11-30", 1),  # Friday to Monday
        ("2026-11-28", "2026-11-30", 1),
        ("2026-09-30", "2026-10-15", 7),
        ("2026-11-25", "2026-11-24", -1),
        ("2026-11-28", "2026-11-27", -1),  # overdue on a rest day is overdue
        ("2026-11-30", "2026-11-24", -4),
    ],
)
def test_working_days_left(today, due_on, left):
    assert working_days_left(CALENDAR, day(today), day(due_on)) == left


# -- The strip


def test_strip_over_the_national_day():
    days = strip(CALENDAR, day("2026-09-30"), day("2026-10-15"))
    assert [(one.day.day, one.number, one.label) for one in days] == [
        (30, 0, "收到"),
        *((n, None, "国庆节放假") for n in range(1, 8)),
        (8, 1, "第1天"),
        (9, 2, "第2天"),
        (10, 3, "第3天（调休上班）"),
        (11, None, "周日休息"),
        (12, 4, "第4天"),
        (13, 5, "第5天"),
        (14, 6, "第6天"),
        (15, 7, "第7天"),
    ]
    assert [one.is_makeup for one in days].count(True) == 1
    assert [one.is_due for one in days] == [False] * 15 + [True]
    assert not any(one.is_provisional for one in days)


def test_strip_marks_pauses_and_what_is_provisional():
    excluded = {day("2026-12-30")}
    on = due(Clock.PROMISE, CALENDAR, day("2026-12-23"), excluded=excluded).on
    days = strip(CALENDAR, day("2026-12-23"), on, excluded)
    assert [one.label for one in days if one.is_rest] == [
        "周六休息",
        "周日休息",
        "暂停计时",
        "法定节假日",
        "周六休息",
        "周日休息",
    ]
    assert [one.day.day for one in days if one.is_provisional] == [1, 2, 3, 4, 5]


def test_strip_of_a_day_that_is_its_own_due_day():
    (only,) = strip(CALENDAR, day("2026-11-28"), day("2026-11-28"))
    assert (only.number, only.is_due, only.is_rest) == (0, True, True)


def test_why_that_day():
    found = due(Clock.PROMISE, CALENDAR, day("2026-09-17"))
    assert explain(Clock.PROMISE, found.day0, found.on, found.skipped) == (
        "2026年9月17日（周四）收到，当天不算，从第二天数起。"
        "这些天不算：9月19日周六休息、9月25日中秋节放假、9月26日中秋节放假、"
        "9月27日中秋节放假。第7个工作日是2026年9月28日（周一）。"
    )
    assert explain(Clock.NOTICE, day("2026-11-02"), day("2026-11-17"), ()) == (
        "2026年11月2日（周一）收到，当天不算，从第二天数起。"
        "第15天是2026年11月17日（周二）。"
    )
    found = due(Clock.HANDLING, CALENDAR, day("2026-08-02"))
    assert [gone.day.day for gone in found.skipped] == [1, 2, 3, 4, 5, 6, 7]
    assert "顺延到2026年10月8日（周四）" in explain(
        Clock.HANDLING, found.day0, found.on, found.skipped
    )


def test_provisional_date_says_so():
    assert due_text(day("2027-01-04"), is_provisional=True) == (
        "预计 2027年1月4日（周一）（以国务院放假安排为准）"
    )
    assert due_text(day("2026-12-04"), is_provisional=False) == "2026年12月4日（周五）"


# -- Extension


@pytest.mark.parametrize(
    ("clock", "days", "fine"),
    [
        (Clock.PROMISE, 0, False),
        (Clock.PROMISE, 1, True),
        (Clock.PROMISE, 7, True),
        (Clock.PROMISE, 8, False),
        (Clock.PROMISE, -3, False),
        (Clock.HANDLING, 30, True),
        (Clock.HANDLING, 31, False),
        (Clock.NOTICE, 1, False),
    ],
)
def test_how_much_an_extension_may_add(clock, days, fine):
    assert (extension_problem(clock, days) == "") is fine


def test_an_extension_is_decided_before_the_due_day_ends():
    due_on = day("2026-12-02")
    assert decision_problem(due_on, moment("2026-12-02 23:59")) == ""
    assert "已经过了" in decision_problem(due_on, moment("2026-12-03 00:00"))


# -- Pauses: a working day is excluded iff the case was paused at 24:00 of it

PAUSES = [
    # received 2026-11-02 (Mon), due 2026-11-11; paused on, resumed on, new due
    ("2026-11-03", "2026-11-03", "2026-11-11"),  # same day: nothing moves
    ("2026-11-03", "2026-11-04", "2026-11-12"),
    ("2026-11-03", "2026-11-05", "2026-11-13"),
    ("2026-11-06", "2026-11-09", "2026-11-12"),  # over a weekend: one day
    ("2026-11-07", "2026-11-09", "2026-11-11"),  # a weekend alone costs nothing
    ("2026-11-07", "2026-11-08", "2026-11-11"),
    ("2026-11-06", "2026-11-07", "2026-11-12"),
    ("2026-11-02", "2026-11-03", "2026-11-11"),  # day 0 does not count anyway
    ("2026-11-11", "2026-11-12", "2026-11-12"),  # paused on the due day itself
    ("2026-11-04", "2026-11-18", "2026-11-25"),
]


@pytest.mark.parametrize(("paused", "resumed", "on"), PAUSES)
def test_pause_shifts_by_the_working_days_it_excludes(paused, resumed, on):
    excluded = excluded_days([paused_between(day(paused), day(resumed))])
    day0 = day("2026-11-02")
    assert due(Clock.PROMISE, CALENDAR, day0, excluded=excluded).on == day(on)


def test_a_pause_is_a_skipped_day_with_its_reason():
    excluded = excluded_days([Paused(day("2026-11-03"), day("2026-11-03"))])
    found = due(Clock.PROMISE, CALENDAR, day("2026-11-02"), excluded=excluded)
    assert [gone.why for gone in found.skipped] == ["暂停计时", "周六休息", "周日休息"]


@pytest.mark.parametrize(
    ("last", "fine"),
    [
        ("2026-11-23", False),
        ("2026-11-24", True),
        ("2026-12-24", True),
        ("2026-12-25", False),
    ],
)
def test_a_pause_says_until_when(last, fine):
    today = day("2026-11-24")
    assert (pause_problem(today, day(last), today) == "") is fine


def test_nothing_overdue_is_paused():
    today = day("2026-11-24")
    assert "超期" in pause_problem(today - DAY, today, today)


# -- After the answer


def test_call_objection_and_review():
    assert call_by(CALENDAR, day("2026-09-30")) == day("2026-10-08")
    assert objection_by(CALENDAR, day("2026-09-30")) == day("2026-10-13")
    assert review_by(CALENDAR, day("2026-09-02")) == day("2026-10-08")
    assert rolled(CALENDAR, day("2026-10-10")) == day("2026-10-10")


@pytest.mark.parametrize(
    ("today", "kind", "stands_for"),
    [
        ("2026-11-25", None, None),
        ("2026-11-26", ReminderKind.TWO, "2026-11-30"),
        ("2026-11-27", ReminderKind.ONE, "2026-11-30"),
        ("2026-11-28", ReminderKind.ONE, "2026-11-30"),
        ("2026-11-30", ReminderKind.TODAY, "2026-11-30"),
        ("2026-12-01", ReminderKind.OVERDUE, "2026-12-01"),
        ("2026-12-05", ReminderKind.OVERDUE, "2026-12-05"),
    ],
)
def test_which_reminder(today, kind, stands_for):
    on = day("2026-11-30")
    expected = (kind, day(stands_for)) if kind else None
    assert reminder_for(CALENDAR, on, on, day(today)) == expected


def test_a_provisional_case_is_reminded_by_its_earliest_date():
    on, earliest = day("2027-01-04"), day("2027-01-02")
    assert reminder_for(CALENDAR, on, earliest, day("2026-12-31")) is not None
    assert reminder_for(CALENDAR, on, earliest, day("2027-01-03")) == (
        ReminderKind.TODAY,
        earliest,
    )
