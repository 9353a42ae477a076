"""What may be typed, and what is read from it."""

import pytest
from django.core.exceptions import ValidationError

from center.fields import KeyField, PhoneField, TextField
from reservations.forms.fields import NumberField, StartField, read_day
from tests.make import moment

STARTS = [
    "2026-11-25T09:30",
    " 2026-11-25T09:30 ",
    "2026-11-25 9:30",
    "２０２６-11-25 9：30",
    "2026年11月25日9点半",
    "20261125T0930",
]


@pytest.mark.parametrize("text", STARTS)
def test_a_start_is_local_time(text):
    assert StartField().clean(text) == moment("2026-11-25 09:30")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-25",
        "2026-11-25T09:30Z",
        "2026-02-30T09:30",
        "0000-01-01T09:30",
        "9999-12-31T23:59",
        "2026-11-25T09:60",
        "2026-11-25T09:30:20",
        "٢٠٢٦-11-25T09:30",
        "2026-W48-3T09:30",
        "2026-11-25T09:30\n2026-11-26T09:30",
        "明天",
        "9" * 5000,
    ],
)
def test_anything_else_is_not_a_start(text):
    with pytest.raises(ValidationError):
        StartField().clean(text)


@pytest.mark.parametrize("text", ["2026-W48-3", "20261125", "2026-13-01", "", "١"])
def test_a_day_is_an_iso_date_and_nothing_else(text):
    assert read_day(text) is None


def test_a_leap_day_is_a_day():
    assert str(read_day("2028-02-29")) == "2028-02-29"
    assert read_day("2027-02-29") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("007", 7), ("9999", 9999), ("３", 3), ("", None), (" ", None)],
)
def test_numbers(text, number):
    assert NumberField(least=1, wrong="不行", required=False).clean(text) == number


@pytest.mark.parametrize(
    "text", ["0", "-1", "+1", "1.0", "1e3", "٣", "½", "99999", "9" * 5000, "一"]
)
def test_not_numbers(text):
    with pytest.raises(ValidationError, match="不行"):
        NumberField(least=1, wrong="不行", required=False).clean(text)


def test_text_without_anything_to_see_is_empty():
    with pytest.raises(ValidationError):
        TextField().clean("\u200b\u202e\ufeff")
    assert TextField().clean("合\u200b唱\u202e") == "合唱"


@pytest.mark.parametrize(
    "text", ["161 1000 0001", "+86 161-1000-0001", "１６１10000001"]
)
def test_a_phone_is_read_as_people_write_it(text):
    assert PhoneField().clean(text) == "16110000001"


@pytest.mark.parametrize("text", ["1611000000", "26110000001", "161100000011", "abc"])
def test_not_a_phone(text):
    with pytest.raises(ValidationError):
        PhoneField().clean(text)


@pytest.mark.parametrize("text", ["<b>", "a" * 65, "钥匙", None, "a b"])
def test_a_strange_key_counts_as_none(text):
    assert KeyField().clean(text) == ""


def test_a_key_is_kept():
    assert KeyField().clean("0f" * 16) == "0f" * 16
