from datetime import date, timedelta

import pytest

from center.notices import rules
from center.notices.rules import Period
from center.timetable.models import SpecialDay
from tests import make


@pytest.fixture
def calendar(house):
    return SpecialDay.objects.calendar()


@pytest.mark.parametrize(
    ("every", "number", "due"),
    [
        ("month", 8, "2026-09-10"),
        # October 10 is a make-up Saturday, May 10 a Sunday.
        ("month", 9, "2026-10-10"),
        ("month", 4, "2026-05-11"),
        ("quarter", 3, "2026-10-15"),
        ("half", 1, "2026-07-15"),
    ],
)
def test_a_period_is_disclosed_by_its_day(calendar, every, number, due):
    found = rules.due_of(Period(every, 2026, number), calendar)
    assert (str(found), calendar.is_provisional(found)) == (due, False)


def test_a_day_in_a_year_nobody_knows_is_provisional(calendar):
    found = rules.due_of(Period("year", 2026, 1), calendar)
    assert (found, calendar.is_provisional(found)) == (date(2027, 2, 1), True)
    last = rules.due_of(Period("month", 12, 12), calendar)
    assert calendar.is_provisional(last)


def test_a_duty_may_have_a_day_of_its_own(calendar):
    found = rules.due_of(Period("month", 2026, 1), calendar, 31)
    assert str(found) == "2026-02-28"


@pytest.mark.parametrize(
    ("on", "due"), [("2026-09-18", "2026-10-22"), ("2026-01-30", "2026-03-05")]
)
def test_what_happens_is_disclosed_in_twenty_workdays(calendar, on, due):
    assert str(rules.due_after(date.fromisoformat(on), calendar)) == due


@pytest.mark.parametrize(
    ("every", "keys"),
    [
        ("quarter", ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        ("half", ["2026-H1", "2026-H2"]),
        ("year", ["2026"]),
        ("event", []),
    ],
)
def test_periods_of_a_year(every, keys):
    assert [one.key for one in rules.periods_of(every, 2026)] == keys


def test_months_are_named_and_follow_each_other():
    months = rules.periods_of("month", 2026)
    assert [months[0].key, months[-1].key] == ["2026-01", "2026-12"]
    assert [one.after for one in months[:-1]] == [one.first for one in months[1:]]
    assert months[-1].after == date(2027, 1, 1)


def test_late_is_counted_in_natural_days():
    due = date(2026, 9, 10)
    days = [due - timedelta(days=1), due, due + timedelta(days=1)]
    assert [rules.late_by(due, day, due) for day in days] == [0, 0, 1]
    assert rules.late_by(due, None, due + timedelta(days=5)) == 5


@pytest.mark.parametrize(
    ("due", "done", "share"), [(0, 0, None), (3, 2, 67), (4, 4, 100)]
)
def test_a_score_is_a_share_of_what_was_due(due, done, share):
    assert rules.score(due, done) == share


AT = make.moment("2026-11-24 10:00")
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "told", "column"),
    [
        ("notice", {"show_from": AT, "show_until": AT}, "show_until"),
        ("notice", {"show_until": AT}, "show_until"),
        ("notice", {"pin_until": AT + 30 * DAY}, ""),
        ("notice", {"pin_until": AT + 31 * DAY}, "pin_until"),
        ("jobs", {"show_until": AT + DAY}, "employer"),
        ("jobs", {"employer": "厂"}, "show_until"),
        ("jobs", {"employer": "厂", "show_until": AT + 60 * DAY}, ""),
        ("jobs", {"employer": "厂", "show_until": AT + 61 * DAY}, "show_until"),
        ("jobs", {"employer": "厂", "show_until": AT + DAY, "body": "交押金"}, "body"),
        ("jobs", {"employer": "厂", "show_until": AT + DAY, "title": "保证金"}, "body"),
        (
            "jobs",
            {"employer": "厂", "show_until": AT + DAY, "body": "押 **金**"},
            "body",
        ),
        ("notice", {"body": "押金退还通知"}, ""),
    ],
)
def test_what_cannot_be_is_refused(kind, told, column):
    found = [name for name, _ in rules.contradictions(kind, told, AT)]
    assert found == [column] * bool(column)


@pytest.mark.parametrize(
    ("kind", "told", "mute", "scans", "lacks"),
    [
        ("notice", {"title": "a", "body": "b"}, 0, 0, []),
        ("notice", {}, 0, 0, ["标题", "正文"]),
        ("notice", {"title": "a", "body": "b"}, 1, 0, ["图片的文字说明"]),
        (
            "notice",
            {"title": "a", "body": "b"},
            0,
            1,
            ["扫描件的文字内容（写在正文里）"],
        ),
        ("notice", {"title": "a", "body": "字" * 20}, 0, 1, []),
        ("party", {"title": "a", "is_nothing": True}, 0, 0, ["审查人", "审查依据"]),
    ],
)
def test_what_a_text_needs(kind, told, mute, scans, lacks):
    assert rules.missing(kind, told, mute, scans) == lacks
