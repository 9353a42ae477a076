"""Numbers of books, and the order of the shelves."""

import pytest

from reading_room import rules


@pytest.mark.parametrize(
    ("typed", "isbn"),
    [
        ("7-02-000220-X", "9787020002207"),
        ("978-7-02-000220-7", "9787020002207"),
        ("９７８７０２０００２２０７", "9787020002207"),
        ("ISBN 7 02 000220 x", "9787020002207"),
        ("", ""),
    ],
)
def test_an_isbn_is_kept_as_thirteen_digits(typed, isbn):
    assert rules.clean_isbn(typed) == isbn
    assert rules.why_not_isbn(isbn) == ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("9787020002208", "校验位"),
        ("7-02-000220-1", "10 位或 13 位"),
        ("979-0-2600-0043-8", "乐谱"),
        ("9.78702E+12", "科学记数"),
        ("12345", "10 位或 13 位"),
    ],
)
def test_what_is_no_isbn_is_told_and_never_guessed(typed, words):
    assert words in rules.why_not_isbn(rules.clean_isbn(typed))


def test_an_issn_has_a_check_digit():
    assert rules.clean_issn("1002123x") == "1002-123X"
    assert rules.why_not_issn("1002-123X") == ""
    assert "校验位" in rules.why_not_issn("1002-1231")
    assert "8 位" in rules.why_not_issn("1002")


def test_a_cn_number_in_its_one_form():
    for typed in ("CN11-1234/D", "cn 11—1234/d", "111234/D"):
        assert rules.clean_cn(typed) == "11-1234/D"
    assert rules.clean_cn("CN 11-0018") == "11-0018"
    assert [rules.why_not_cn(one) for one in ("", "11-1234/D", "11-0018")] == [""] * 3
    assert "如 11-1234/D" in rules.why_not_cn("1-234")


@pytest.mark.parametrize(
    "number", ["D922.1/3", "TP31/1", "K", "I247.5", "Z", "D/1", "B84-0/2"]
)
def test_classes_that_are_given_out(number):
    assert rules.why_not_call_number(number) == ""


@pytest.mark.parametrize(
    "number", ["L1/2", "M", "W1", "Y2", "TA1/1", "DD1", "1/2", "法"]
)
def test_classes_that_are_not(number):
    assert rules.why_not_call_number(number) != ""


def test_books_stand_by_decimals_then_by_size():
    order = ["D23/2", "D23/12", "D231/1", "D922.1/3", "D922.29/1", "TP31/1"]
    shuffled = [order[n] for n in (3, 0, 5, 2, 4, 1)]
    assert sorted(shuffled, key=rules.shelf_key) == order
