"""Extensions, pauses, and what follows the answer."""

import pytest

from petitions.rules.clock import (
    Clock,
    decision_refusal,
    due,
    excluded_days,
    longer_refusal,
    pause_refusal,
    paused_between,
    rolled,
)
from petitions.rules.followup import (
    ReminderKind,
    call_by,
    objection_by,
    reminder_for,
    review_by,
)
from tests.make import moment
from tests.petitions.days import CALENDAR, DAY, day


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
    assert (longer_refusal(clock, days) == "") is fine


def test_an_extension_is_decided_before_the_due_day_ends():
    due_on = day("2026-12-02")
    assert decision_refusal(due_on, moment("2026-12-02 23:59")) == ""
    assert "已经过了" in decision_refusal(due_on, moment("2026-12-03 00:00"))


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
    excluded = excluded_days([(day("2026-11-03"), day("2026-11-03"))])
    found = due(Clock.PROMISE, CALENDAR, day("2026-11-02"), excluded=excluded)
    assert [why for _, why in found.skipped] == ["暂停计时", "周六休息", "周日休息"]


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
    assert (pause_refusal(today, day(last), today) == "") is fine


def test_nothing_overdue_is_paused():
    today = day("2026-11-24")
    assert "超期" in pause_refusal(today - DAY, today, today)


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
