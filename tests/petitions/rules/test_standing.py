"""Where a case stands, and the strip that shows it."""

from datetime import datetime

import pytest

from petitions.rules.clock import (
    Clock,
    Standing,
    due,
    due_text,
    explain,
    is_overdue,
    overdue_from,
    standing,
    strip,
    working_days_left,
)
from tests.petitions.days import CALENDAR, day


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
    assert [day.day for day, _ in found.skipped] == [1, 2, 3, 4, 5, 6, 7]
    assert "顺延到2026年10月8日（周四）" in explain(
        Clock.HANDLING, found.day0, found.on, found.skipped
    )


def test_provisional_date_says_so():
    assert due_text(day("2027-01-04"), is_provisional=True) == (
        "预计 2027年1月4日（周一）（以国务院放假安排为准）"
    )
    assert due_text(day("2026-12-04"), is_provisional=False) == "2026年12月4日（周五）"
