"""Text counted as the browser counts it, and refused in our own words."""

import pytest
from django.core.exceptions import ValidationError

from center.fields import Words
from membership.transfers.forms import fields

TEN_LINES = "\n".join(["字" * 29] * 10)


def refusal(field, typed):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages


@pytest.mark.parametrize(
    "field", [Words(lines=True, max_length=299), fields.words("x", 299)]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_line_break_is_one_sign(field, ending):
    assert len(TEN_LINES) == 299
    assert field.clean(TEN_LINES.replace("\n", ending)) == TEN_LINES
    longer = (TEN_LINES + "多").replace("\n", ending)
    assert refusal(field, longer) == ["最多 299 个字，现在有 300 个，请删短一些。"]


def test_what_nobody_sees_does_not_count_and_is_no_answer():
    field = Words(max_length=2)
    assert field.clean("\u200b林\u200b晓\u200b") == "林晓"
    assert refusal(field, "\u200b \r\n") == ["请填写这一项。"]
    asked = Words(error_messages={"required": "请写名字。"})
    assert refusal(asked, "") == ["请写名字。"]


def test_one_line_stays_one_line():
    assert Words().clean("林\r\n晓") == "林 晓"
    assert fields.line("x", 9).clean("林\r晓") == "林 晓"


def test_the_browser_is_told_the_same_length():
    assert Words(max_length=30).widget.attrs["maxlength"] == "30"
