"""Phones, codes and visible text, as people type them."""

import pytest

from center.rules import in_fours, mask_phone, new_code
from center.text import CODE_LETTERS, clean_code


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
