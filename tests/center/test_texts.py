"""What belongs together stays on one line."""

import pytest

from center.templatetags.texts import whole


def kept(text):
    return f'<span class="nb">{text}</span>'


CASES = [
    ("12月2日（周三）前答复", f"{kept('12月2日（周三）')}前答复"),
    (
        "12月1日 周二 9:00–10:00",
        f"{kept('12月1日 周二')} {kept('9:00–10:00')}",
    ),
    ("到 12:00，再开", f"到 {kept('12:00')}，再开"),
    ("打 000-16100000", f"打 {kept('000-16100000')}"),
    ("编号 4VJZ SZ4G 7SEW。", f"编号 {kept('4VJZ SZ4G 7SEW')}。"),
    ("9:00 何平，尾号 0004", f"{kept('9:00')} 何平，{kept('尾号 0004')}"),
    ("还有 7 个工作日", f"还有 {kept('7 个工作日')}"),
    ("超期 11 个工作日", kept("超期 11 个工作日")),
    ("打 161 1999 0001", f"打 {kept('161 1999 0001')}"),
    ("到 3 号窗口", f"到 {kept('3 号窗口')}"),
    ("订杂志 1 种，报纸 0 种", "订杂志 1 种，报纸 0 种"),
    ("没有数字", "没有数字"),
]


@pytest.mark.parametrize(("text", "shown"), CASES)
def test_a_date_a_time_a_number_is_one_piece(text, shown):
    assert whole(text) == shown


def test_what_was_typed_stays_text():
    assert whole("<b>9:00</b>") == f"&lt;b&gt;{kept('9:00')}&lt;/b&gt;"
