"""Numbers, moments and codes of the walk-in register."""

from datetime import date, timedelta

import pytest

from center.reception import rules
from tests.make import moment

NOW = moment("2026-11-24 10:00")


def test_a_number_is_day_and_running_number():
    assert rules.number_of(date(2026, 11, 24), 7) == "20261124-007"
    assert rules.read_number("20261124-007") == (date(2026, 11, 24), 7)
    assert rules.read_number("20261124-1024") == (date(2026, 11, 24), 1024)


@pytest.mark.parametrize("text", ["20261324-001", "2026-11-24", "20261124-1", "abc"])
def test_what_is_no_number(text):
    assert rules.read_number(text) is None


@pytest.mark.parametrize(
    ("at", "days", "words"),
    [
        ("2026-11-24 10:01", 7, ""),
        ("2026-11-24 10:02", 7, "还没有到"),
        ("2026-11-17 00:00", 7, ""),
        ("2026-11-16 23:59", 7, "7 天以内"),
        ("2026-10-24 09:00", 31, ""),
        ("2026-10-23 09:00", 31, "31 天以内"),
    ],
)
def test_a_visit_is_neither_ahead_nor_too_old(at, days, words):
    refusal = rules.moment_refusal(moment(at), NOW, days)
    assert words in refusal
    assert bool(words) == bool(refusal)


def test_what_is_older_than_a_quarter_of_an_hour_stood_on_paper():
    assert not rules.needs_sheet(NOW - timedelta(minutes=15), NOW)
    assert rules.needs_sheet(NOW - timedelta(minutes=15, seconds=1), NOW)


def test_a_line_is_taken_back_for_ten_minutes():
    assert rules.may_undo(NOW, NOW + timedelta(minutes=10))
    assert not rules.may_undo(NOW, NOW + timedelta(minutes=10, seconds=1))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("91350100M000100Y43", ""),
        ("91350100M000100Y44", "校验位"),
        ("91350100M000100Y4", "18 位"),
        ("91350100I000100Y43", "18 位"),
    ],
)
def test_the_credit_code_has_a_check_digit(code, words):
    refusal = rules.credit_code_refusal(code)
    assert words in refusal
    assert bool(words) == bool(refusal)
