from datetime import date

import pytest

from center.guide import rules


@pytest.mark.parametrize(
    ("days", "words"),
    [(None, "未写"), (0, "当场办结"), (1, "1 个工作日"), (20, "20 个工作日")],
)
def test_a_promise_in_words(days, words):
    assert rules.promise(days) == words


@pytest.mark.parametrize(
    ("helps", "how"),
    [
        ([], "none"),
        (["none"], "none"),
        (["whole", "none"], "part"),
        (["part", "part"], "part"),
        (["whole", "part"], "part"),
        (["whole", "whole"], "whole"),
    ],
)
def test_how_much_of_an_errand_the_center_does(helps, how):
    assert rules.errand(helps) == how


@pytest.mark.parametrize(
    ("before", "now", "pair"),
    [
        (20, 10, (20, 10)),
        (10, 10, None),
        (5, 10, None),
        (None, 1, None),
        (5, None, None),
    ],
)
def test_only_less_is_shown_as_before_and_after(before, now, pair):
    assert rules.shorter(before, now) == pair


def test_a_text_is_checked_once_a_year():
    last = date(2025, 11, 24)
    days = [date(2026, 11, 23), date(2026, 11, 24)]
    assert [rules.needs_check(last, day) for day in days] == [False, True]
