"""The law of activity days, checked against dates counted out by hand.

The calendars are written down here from the published schedules of the State Council
(2025 and 2026), not read from the package that the portal uses.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from center.workdays import WorkCalendar
from membership.activity_days import rules
from membership.activity_days.rules import Standing, State


def days(*spans):
    found = {}
    for text in spans:
        first, _, last = text.partition("..")
        day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        while day <= end:
            found[day] = "假"
            day += timedelta(days=1)
    return found


HOLIDAYS = days(
    "2025-01-01",
    "2025-01-28..2025-02-04",
    "2025-04-04..2025-04-06",
    "2025-05-01..2025-05-05",
    "2025-05-31..2025-06-02",
    "2025-10-01..2025-10-08",
    "2026-01-01..2026-01-03",
    "2026-02-15..2026-02-23",
    "2026-04-04..2026-04-06",
    "2026-05-01..2026-05-05",
    "2026-06-19..2026-06-21",
    "2026-09-25..2026-09-27",
    "2026-10-01..2026-10-07",
)
MAKE_UP = days(
    "2025-01-26",
    "2025-02-08",
    "2025-04-27",
    "2025-09-28",
    "2025-10-11",
    "2026-01-04",
    "2026-02-14",
    "2026-02-28",
    "2026-05-09",
    "2026-09-20",
    "2026-10-10",
)
CALENDAR = WorkCalendar(
    holidays=HOLIDAYS,
    makeup_days=dict.fromkeys(MAKE_UP, 0),
    published_years=frozenset({2025, 2026}),
)


# Event, fifth day, last day to report. Weekdays were looked up on a wall calendar.
DUE = [
    # the three unified days
    ("2026-05-01", "2026-05-06", "2026-05-06"),  # Wed, first day after the holiday
    ("2026-07-01", "2026-07-06", "2026-07-06"),  # Mon
    ("2026-10-01", "2026-10-06", "2026-10-08"),  # in the holiday, on to Thu
    ("2025-05-01", "2025-05-06", "2025-05-06"),  # Tue
    ("2025-07-01", "2025-07-06", "2025-07-07"),  # Sun, on to Mon
    ("2025-10-01", "2025-10-06", "2025-10-09"),  # in the holiday, on to Thu
    # over holidays
    ("2026-09-21", "2026-09-26", "2026-09-28"),  # 中秋 Sat, on to Mon
    ("2026-09-20", "2026-09-25", "2026-09-28"),  # 中秋 Fri, on to Mon
    ("2026-09-30", "2026-10-05", "2026-10-08"),
    ("2026-02-10", "2026-02-15", "2026-02-24"),  # 春节, on to Tue
    ("2026-02-18", "2026-02-23", "2026-02-24"),  # last day of 春节
    ("2026-03-30", "2026-04-04", "2026-04-07"),  # 清明
    ("2026-06-14", "2026-06-19", "2026-06-22"),  # 端午 Fri, on to Mon
    ("2025-01-23", "2025-01-28", "2025-02-05"),  # 春节 2025
    ("2025-05-26", "2025-05-31", "2025-06-03"),  # 端午 2025
    ("2025-12-27", "2026-01-01", "2026-01-04"),  # 元旦; Sun 01-04 is worked
    # weekends that are worked
    ("2026-02-09", "2026-02-14", "2026-02-14"),  # Sat, worked
    ("2026-02-23", "2026-02-28", "2026-02-28"),  # Sat, worked
    ("2026-05-04", "2026-05-09", "2026-05-09"),  # Sat, worked
    ("2026-09-15", "2026-09-20", "2026-09-20"),  # Sun, worked
    ("2026-10-05", "2026-10-10", "2026-10-10"),  # Sat, worked
    ("2025-01-21", "2025-01-26", "2025-01-26"),  # Sun, worked
    ("2025-09-23", "2025-09-28", "2025-09-28"),  # Sun, worked
    ("2025-10-06", "2025-10-11", "2025-10-11"),  # Sat, worked
    # ordinary weeks
    ("2026-11-16", "2026-11-21", "2026-11-23"),  # Sat, on to Mon
    ("2026-11-17", "2026-11-22", "2026-11-23"),  # Sun, on to Mon
    ("2026-11-18", "2026-11-23", "2026-11-23"),  # Mon
    ("2026-11-20", "2026-11-25", "2026-11-25"),
    ("2026-02-26", "2026-03-03", "2026-03-03"),  # over the end of February
]


@pytest.mark.parametrize(("on", "strict", "due"), DUE)
def test_five_natural_days_and_on_to_a_working_day(on, strict, due):
    found = rules.report_due(date.fromisoformat(on), CALENDAR, rolls=True)

    assert found.strict_on.isoformat() == strict
    assert found.due_on.isoformat() == due
    assert not found.is_provisional


@pytest.mark.parametrize(("on", "strict", "due"), DUE)
def test_without_rolling_the_fifth_day_is_the_last(on, strict, due):
    found = rules.report_due(date.fromisoformat(on), CALENDAR, rolls=False)

    assert (found.strict_on, found.due_on) == (found.due_on, found.strict_on)
    assert found.due_on.isoformat() == strict


@pytest.mark.parametrize(
    ("on", "due", "provisional"),
    [
        ("2026-12-25", "2026-12-30", False),
        ("2026-12-26", "2026-12-31", False),
        ("2026-12-27", "2027-01-01", True),  # a Friday as far as anybody knows
        ("2026-12-28", "2027-01-04", True),
    ],
)
def test_what_reaches_into_an_unpublished_year_is_provisional(on, due, provisional):
    found = rules.report_due(date.fromisoformat(on), CALENDAR, rolls=True)

    assert (found.due_on.isoformat(), found.is_provisional) == (due, provisional)


def test_a_due_date_that_needs_no_calendar_is_never_provisional():
    found = rules.report_due(date(2026, 12, 28), CALENDAR, rolls=False)

    assert (found.due_on, found.is_provisional) == (date(2027, 1, 2), False)


@given(st.dates(date(2024, 12, 1), date(2026, 12, 20)))
def test_the_last_day_is_worked_and_never_before_the_fifth(on):
    found = rules.report_due(on, CALENDAR, rolls=True)

    assert CALENDAR.is_working(found.due_on)
    assert found.strict_on == on + timedelta(days=5)
    between = (found.due_on - found.strict_on).days
    assert not any(
        CALENDAR.is_working(found.strict_on + timedelta(days=n)) for n in range(between)
    )


@pytest.mark.parametrize(
    ("day", "unified"),
    [
        ("2026-05-01", "may_day"),
        ("2026-07-01", "party_day"),
        ("2026-10-01", "national_day"),
        ("2026-05-02", ""),
        ("2026-01-05", ""),
        ("2026-06-01", ""),
    ],
)
def test_the_three_unified_days(day, unified):
    assert rules.unified_on(date.fromisoformat(day)) == unified


def test_unified_days_of_a_year():
    found = [(u.value, d.isoformat()) for u, d in rules.unified_days(2027)]

    assert found == [
        ("may_day", "2027-05-01"),
        ("party_day", "2027-07-01"),
        ("national_day", "2027-10-01"),
    ]


@pytest.mark.parametrize(
    ("reported", "today", "expected"),
    [
        (None, "2026-10-01", Standing.OPEN),
        (None, "2026-09-30", Standing.AHEAD),
        (None, "2026-10-08", Standing.OPEN),  # the last day still counts
        (None, "2026-10-09", Standing.MISSING),
        ("2026-10-08", "2026-11-01", Standing.IN_TIME),
        ("2026-10-09", "2026-11-01", Standing.LATE),
        ("2026-10-01", "2026-10-01", Standing.IN_TIME),
    ],
)
def test_standing(reported, today, expected):
    found = rules.standing(
        on=date(2026, 10, 1),
        due_on=date(2026, 10, 8),
        reported_on=date.fromisoformat(reported) if reported else None,
        today=date.fromisoformat(today),
    )

    assert found == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["in_time", "late"], "late"),
        (["late", "missing", "in_time"], "missing"),
        (["ahead", "in_time"], "ahead"),
        (["open", "ahead"], "open"),
        (["late", "open"], "late"),
    ],
)
def test_a_month_shows_its_worst(found, expected):
    standings = [Standing(one) for one in found]

    shown = rules.month_standing(standings, is_expected=True, is_over=True)

    assert shown == Standing(expected)


@pytest.mark.parametrize(
    ("expected", "over", "shown"),
    [
        (True, True, Standing.MISSING),
        (True, False, None),
        (False, True, None),
        (False, False, None),
    ],
)
def test_an_empty_month_is_missing_only_where_one_is_expected(expected, over, shown):
    assert rules.month_standing([], is_expected=expected, is_over=over) == shown


@pytest.mark.parametrize(
    ("attending", "expected", "rate"),
    [
        (0, 0, None),
        (0, 3, 0),
        (1, 3, 33),
        (2, 3, 67),
        (1, 8, 13),
        (1, 2, 50),
        (7, 7, 100),
    ],
)
def test_attendance_rate_rounds_half_up(attending, expected, rate):
    assert rules.attendance_rate(attending, expected) == rate


def test_the_table_of_moves():
    assert set(rules.FLOW.pairs) == {
        ("planned", "held"),
        ("planned", "cancelled"),
        ("held", "reported"),
        ("reported", "returned"),
        ("reported", "signed"),
        ("returned", "reported"),
    }


@pytest.mark.parametrize("old", State)
@pytest.mark.parametrize("new", State)
def test_may_become_is_the_table(old, new):
    assert rules.FLOW.may_become(old, new) is ((old, new) in rules.FLOW.pairs)


def test_everything_missing_is_named_at_once():
    found = rules.missing_in_report(
        contents=[], process="", effect="", host="", unmarked=2, unanswered=1
    )

    assert found == [
        "请至少选一类内容。",
        "请写主持人。",
        "请写议程和经过。",
        "请写效果。",
        "还有 2 名党员没有登记出勤。",
        "上次布置的任务还有 1 项没有填完成情况。",
    ]


def test_a_whole_report_lacks_nothing():
    found = rules.missing_in_report(
        contents=["study"],
        process="学",
        effect="好",
        host="秦",
        unmarked=0,
        unanswered=0,
    )

    assert found == []


def test_five_categories_and_four_meetings():
    assert len(rules.Content) == 5
    assert len(rules.MeetingKind) == 4
    assert len(rules.Presence) == 6


@pytest.mark.parametrize(
    ("founded_on", "since"),
    [(date(2020, 3, 9), date(2020, 3, 9)), (None, date(2026, 11, 24))],
)
def test_a_branch_counts_from_its_founding(founded_on, since):
    found = rules.expected_from(founded_on=founded_on, registered_on=date(2026, 11, 24))
    assert found == since


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (2025, 12, False),
        (2026, 8, False),
        (2026, 9, True),
        (2026, 10, True),
        (2027, 1, True),
    ],
)
def test_the_month_of_the_founding_is_the_first(year, month, expected):
    since = date(2026, 9, 30)
    assert rules.is_month_expected(year, month, since=since) == expected
