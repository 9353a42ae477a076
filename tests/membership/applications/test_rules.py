"""The law of applications, against dates counted out by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.applications import rules
from membership.applications.rules import State
from membership.rules.dates import age_on
from tests.membership.activity_days.test_rules import CALENDAR


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-01-31", "2026-02-28"),
        ("2026-01-30", "2026-02-28"),
        ("2026-01-29", "2026-02-28"),
        ("2026-01-28", "2026-02-28"),
        ("2026-02-28", "2026-03-28"),
        ("2028-01-31", "2028-02-29"),
        ("2028-02-29", "2028-03-29"),
        ("2026-03-31", "2026-04-30"),
        ("2026-05-31", "2026-06-30"),
        ("2026-08-31", "2026-09-30"),
        ("2026-10-31", "2026-11-30"),
        ("2026-11-30", "2026-12-30"),
        ("2026-12-31", "2027-01-31"),
        ("2026-12-01", "2027-01-01"),
        ("2100-01-31", "2100-02-28"),
        ("2000-01-31", "2000-02-29"),
    ],
)
def test_the_talk_is_due_a_month_later_or_on_its_last_day(day, due):
    assert rules.talk_due(date.fromisoformat(day)).isoformat() == due


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_month_later_is_the_next_month_and_never_a_later_day(day):
    due = rules.talk_due(day)

    assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == 1
    assert due.day == day.day or (
        due.day < day.day and (due + timedelta(days=1)).day == 1
    )


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-11-16", "2026-11-19"),  # Mon, Thu
        ("2026-11-19", "2026-11-24"),  # Thu, over a weekend
        ("2026-11-21", "2026-11-25"),  # a Saturday counts from Monday
        ("2026-09-30", "2026-10-10"),  # 国庆; Sat 10-10 is worked
        ("2026-02-13", "2026-02-25"),  # 02-14 worked, then 春节 to 02-23
        ("2026-04-29", "2026-05-07"),  # 04-30, then 五一 to 05-05
        ("2026-05-07", "2026-05-11"),  # Sat 05-09 is worked
        ("2025-09-30", "2025-10-11"),  # 国庆 2025; Sat 10-11 is worked
    ],
)
def test_three_working_days_to_hand_over(day, due):
    found = rules.hand_over_due(date.fromisoformat(day), CALENDAR)

    assert found == (date.fromisoformat(due), False)


def test_over_the_end_of_the_year_it_is_provisional():
    found = rules.hand_over_due(date(2026, 12, 30), CALENDAR)

    assert found == (date(2027, 1, 4), True)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2008-11-24", "2026-11-24", 18),
        ("2008-11-25", "2026-11-24", 17),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
    ],
)
def test_age(born, day, age):
    assert age_on(date.fromisoformat(born), date.fromisoformat(day)) == age


def test_the_table_of_moves():
    assert set(rules.FLOW.pairs) == {
        ("received", "handed_over"),
        ("received", "withdrawn"),
        ("handed_over", "talked"),
        ("handed_over", "withdrawn"),
    }
    for old in State:
        for new in State:
            assert rules.FLOW.may_become(old, new) is ((old, new) in rules.FLOW.pairs)
