"""Phones, codes and visible text, as people type them."""

import pytest

from center.rules import (
    CODE_LETTERS,
    clean_code,
    clean_phone,
    in_fours,
    is_phone,
    mask_phone,
    new_code,
    visible,
)

PHONES = [
    ("16110000001", "16110000001"),
    (" 161 1000 0001 ", "16110000001"),
    ("161-1000-0001", "16110000001"),
    ("+86 16110000001", "16110000001"),
    ("(161)10000001", "16110000001"),
    ("１６１１００００００１", "16110000001"),
]
NO_PHONES = [
    "",
    "1611000000",
    "161100000011",
    "12110000001",
    "06110000001",
    "1611000000a",
    "16110000001\n2",
    "٠١٢٣٤٥٦٧٨٩٠",
]


@pytest.mark.parametrize(("typed", "kept"), PHONES)
def test_a_phone_is_kept_in_one_form(typed, kept):
    assert clean_phone(typed) == kept


@pytest.mark.parametrize("typed", NO_PHONES)
def test_what_is_no_phone_stays_none(typed):
    assert not is_phone(clean_phone(typed))
    assert not is_phone(typed + "\n")


CODES = [
    ("abcd-efgh", "ABCDEFGH"),
    ("AB CD 12 34", "ABCD1234"),
    ("oOiIlL00", "00111100"),
    ("ABCD·EFGH", "ABCDEFGH"),
    ("ＡＢＣＤ１２３４", "ABCD1234"),
    ("https://portal.example/bookings/abcd1234/", "ABCD1234"),
    ("/bookings/ABCD1234", "ABCD1234"),
    ("", ""),
    ("ABCD!", ""),
    ("UUUU", ""),
    ("' OR 1=1", ""),
]


@pytest.mark.parametrize(("typed", "kept"), CODES)
def test_a_code_is_read_as_it_is_written_or_spoken(typed, kept):
    assert clean_code(typed) == kept


@pytest.mark.parametrize("length", [8, 12])
def test_a_new_code_reads_back(length):
    codes = {new_code(length) for _ in range(500)}
    assert len(codes) == 500
    for code in codes:
        assert len(code) == length
        assert set(code) <= set(CODE_LETTERS)
        assert clean_code(in_fours(code).lower()) == code


def test_a_phone_is_masked():
    assert mask_phone("16110000001") == "161****0001"
    assert mask_phone(None) == "未留手机"
    assert mask_phone("") == "未留手机"


TYPED = [
    ("  林晓 ", "林晓"),
    ("林\u200b晓\u202e", "林晓"),
    ("\u200b\u2060\ufeff", ""),
    ("a\x00b\x07", "ab"),
    ("一行\n两行\t三", "一行\n两行\t三"),
    ("e\u0301", "é"),
    ("😀", "😀"),
    ("\ue000", ""),
]


@pytest.mark.parametrize(("typed", "kept"), TYPED)
def test_only_what_can_be_seen_is_kept(typed, kept):
    assert visible(typed) == kept
