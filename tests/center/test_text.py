"""Text, names, phones, codes and dates, as people type and paste them."""

import unicodedata
from datetime import date

import pytest

from center import text
from center.text import clean_code, clean_phone, is_phone, person_name, visible

PHONES = [
    ("16110000001", "16110000001"),
    (" 161 1000 0001 ", "16110000001"),
    ("161-1000-0001", "16110000001"),
    ("+86 16110000001", "16110000001"),
    ("(161)10000001", "16110000001"),
    ("１６１１００００００１", "16110000001"),
    ("\u202d16110000001\u202c", "16110000001"),
    ("\u206816110000001\u2069", "16110000001"),
    ("8616110000001", "16110000001"),
    ("0086 16110000001", "16110000001"),
    ("161–1000–0001", "16110000001"),
    ("161‑1000‑0001", "16110000001"),
    ("161.1000.0001", "16110000001"),
    ("161·1000·0001", "16110000001"),
    ("161、1000、0001", "16110000001"),
    ("161_1000_0001。", "16110000001"),
    ("手机：16110000001", "16110000001"),
    ("tel:+86-161-1000-0001", "16110000001"),
]
NO_PHONES = [
    "",
    "1611000000",
    "161100000011",
    "12110000001",
    "06110000001",
    "1611000000a",
    "16110000001\n2",
    "16110000001 16110000002",
    "两个：16110000001、2",
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
    ("编号：9M3F M7WW DEYQ。", "9M3FM7WWDEYQ"),
    ("预约码 ABCD1234", "ABCD1234"),
    ("\u200e9M3FM7WWDEYQ", "9M3FM7WWDEYQ"),
    ("9M3F–M7WW–DEYQ", "9M3FM7WWDEYQ"),
    ("https://a.example/petitions/track/?code=9M3FM7WWDEYQ", "9M3FM7WWDEYQ"),
    (f"https://{'long.' * 20}example/petitions/9M3FM7WWDEYQ/", "9M3FM7WWDEYQ"),
    ("诉求编号：9M3F M7WW DEYQ，请保存好。", "9M3FM7WWDEYQ"),
    ("预约码 ABCD 1234\n请准时来", "ABCD1234"),
    ("“ABCD 1234”", "ABCD1234"),
    ("（ABCD-1234）", "ABCD1234"),
    ("No. ABCD1234", "ABCD1234"),
    ("code=ABCD1234", "ABCD1234"),
    ("ABCD_1234", "ABCD1234"),
    ("ABCD，1234", "ABCD1234"),
    ("https://[/9M3FM7WWDEYQ", ""),
    ("", ""),
    ("ABCD!", ""),
    ("UUUU", ""),
    ("' OR 1=1", ""),
]


@pytest.mark.parametrize(("typed", "kept"), CODES)
def test_a_code_is_read_as_it_is_written_or_spoken(typed, kept):
    assert clean_code(typed) == kept


TYPED = [
    ("  林晓 ", "林晓"),
    ("林\u200b晓\u202e", "林晓"),
    ("\u200b\u2060\ufeff", ""),
    ("a\x00b\x07", "ab"),
    ("一行\n两行\t三", "一行\n两行\t三"),
    ("e\u0301", "é"),
    ("😀", "😀"),
    ("王\ue863", "王䶮"),
    ("王\ue81e", "王龴"),
    ("王\ue816\ue855", "王\U00020087\U000241fe"),
    ("\ue000", "\ue000"),
    ("一\r二\r\n三\u2028四\x0b五", "一\n二\n三\n四\n五"),
    ("👨\u200d👩\u200d👧🏽\u200d♀️", "👨\u200d👩\u200d👧🏽\u200d♀️"),
    ("🏴\U000e0067\U000e007f", "🏴\U000e0067\U000e007f"),
    ("林\U000e0067", "林"),
    ("ᠠ\u180eᠨ", "ᠠ\u180eᠨ"),
    ("林\u200d晓\u180e", "林晓"),
    ("葛\U000e0100𠮷𬺰", "葛\U000e0100𠮷𬺰"),
    ("\u3164", ""),
    ("\u0600٣", "\u0600٣"),
]


@pytest.mark.parametrize(("typed", "kept"), TYPED)
def test_only_what_can_be_seen_is_kept(typed, kept):
    assert visible(typed) == kept


@pytest.mark.parametrize("sign", sorted(text.PRIVATE))
def test_signs_of_gb_18030_are_no_private_ones(sign):
    kept = visible(f"王{chr(sign)}")
    assert len(kept) == 2
    assert unicodedata.category(kept[1]) not in ("Co", "Cn")


def test_nothing_that_is_drawn_ever_vanishes():
    drawn = [
        chr(sign)
        for sign in range(0x20, 0x30000)
        if unicodedata.category(chr(sign))[0] in "LMNPSC"
        and unicodedata.category(chr(sign)) not in ("Cc", "Cf", "Cs", "Cn")
        and chr(sign) not in "\u3164\uffa0\u2800"
    ]
    lost = [sign for sign in drawn if len(visible(f"林{sign}晓")) < 3]
    combined = [sign for sign in lost if unicodedata.category(sign)[0] != "M"]
    assert combined == []


def test_what_cannot_be_drawn_is_refused_by_its_place():
    assert text.unprintable("王小\ue000").startswith("第 3 个字显示不出来")
    assert text.unprintable("王\uffff").startswith("第 2 个字")
    assert text.unprintable("王䶮") == ""


NAMES = [
    ("邓某", "邓某"),
    ("邓　某", "邓某"),
    ("邓  某", "邓某"),
    ("邓\n某", "邓某"),
    ("邓\r某", "邓某"),
    ("阿依古丽•买买提", "阿依古丽·买买提"),
    ("阿依古丽．买买提", "阿依古丽·买买提"),
    ("阿依古丽 ・ 买买提", "阿依古丽·买买提"),
    ("阿依古丽.买买提", "阿依古丽·买买提"),
    ("阿依古丽˙买买提", "阿依古丽·买买提"),
    ("阿依古丽ꞏ买买提", "阿依古丽·买买提"),
    ("阿依古丽ㆍ买买提", "阿依古丽·买买提"),
    ("阿依古丽∘买买提", "阿依古丽·买买提"),
    ("Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith"),
    ("J.R. Smith", "J.R. Smith"),
    ("𠮷 田", "𠮷田"),
    ("葛\U000e0100 某", "葛\U000e0100某"),
    ("⼀某", "一某"),
]


@pytest.mark.parametrize(("typed", "kept"), NAMES)
def test_a_name_has_one_form(typed, kept):
    assert person_name(typed) == kept
    assert person_name(kept) == kept


CONTACTS = [
    ("0571-87654321", "0571-87654321"),
    ("057187654321", "0571-87654321"),
    ("（0571）8765 4321", "0571-87654321"),
    ("010－65551234", "010-65551234"),
    ("０２１–65551234", "021-65551234"),
    ("8765432", "8765432"),
    ("0571-87654321转5", "0571-87654321-5"),
    ("0571-87654321-802", "0571-87654321-802"),
    ("+86 571 87654321", "0571-87654321"),
    ("400-800-1234", "4008001234"),
    ("+86 138 0013 8000", "13800138000"),
]


@pytest.mark.parametrize(("typed", "kept"), CONTACTS)
def test_a_number_to_call_has_one_form(typed, kept):
    assert text.clean_contact(typed) == kept
    assert text.is_contact(kept)
    assert len(kept) <= 20


@pytest.mark.parametrize("typed", ["12345", "161; drop", "1" * 21, "无", "1234567a"])
def test_what_nobody_can_call_is_no_number(typed):
    assert not text.is_contact(text.clean_contact(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "８０００",
        "\u200e8000",
        "80 00",
        "80-00",
        "+86 138 0013 8000",
        "尾号 8000",
        "****8000",
        "8000。",
    ],
)
def test_the_last_four_digits(typed):
    assert text.last_four(typed) == "8000"


DATES = [
    "2010-06-01",
    "2010/6/1",
    "2010.6.1",
    "20100601",
    "2010年6月1日",
    "２０１０年６月１日",
    "2010-06-01 00:00:00",
    "2010/6/1 0:00",
    "2010-06-01T00:00:00",
    "2010–06–01",
    "2010 年 6 月 1 日",
    "2010年6月1号",
    "2010。6。1",
    "2010、6、1",
    "2010年6月1日（星期二）",
    "2010/6/1 周二 9:00",
    "2010-06-01 上午 9:00",
    "2010-06-01 12:00 AM",
    "2010年6月1日9时",
    "2010-06-01T00:00:00+08:00",
]


@pytest.mark.parametrize("typed", DATES)
def test_a_date_is_read_as_it_is_written(typed):
    assert text.read_date(typed) == date(2010, 6, 1)


# The day of a time with Z is another one here from 16:00 on.
NO_DATES = ["", "2010", "2010-02-30", "10-6-1", "0000-01-01", "2010-06-01T00:00:00Z"]


@pytest.mark.parametrize("typed", NO_DATES)
def test_anything_else_is_no_date(typed):
    assert text.read_date(typed) is None


CLOCKS = [
    ("9:00", "9:00:00"),
    ("09：00", "9:00:00"),
    ("９：３０", "9:30:00"),
    ("9.30", "9:30:00"),
    ("0930", "9:30:00"),
    ("9点", "9:00:00"),
    ("9点半", "9:30:00"),
    ("9时30分", "9:30:00"),
    ("下午2:00", "14:00:00"),
    ("下午14:00", "14:00:00"),
    ("中午12点", "12:00:00"),
    ("2:00 PM", "14:00:00"),
    ("12:00 AM", "0:00:00"),
    ("23:59:59", "23:59:59"),
    ("24:00", "1 day, 0:00:00"),
]


@pytest.mark.parametrize(("typed", "since"), CLOCKS)
def test_a_time_is_read_as_it_is_written(typed, since):
    assert str(text.read_clock(typed)) == since


@pytest.mark.parametrize(
    "typed", ["", "9", "9:", "9:60", "24:01", "25:00", "9:00Z", "明天"]
)
def test_anything_else_is_no_time(typed):
    assert text.read_clock(typed) is None


@pytest.mark.parametrize(
    "typed",
    ["2026年 9月 1日9：00", "2026/9/1 上午9点", "20260901 0900", "2026-09-01T09:00"],
)
def test_a_moment_is_a_day_and_a_time(typed):
    assert text.read_moment(typed).isoformat() == "2026-09-01T09:00:00"


def test_a_day_ends_as_the_next_begins():
    assert str(text.read_moment("2026-09-01 24:00")) == "2026-09-02 00:00:00"
    assert text.read_moment("2026-09-01") is None
    assert text.read_moment("9999-12-31 24:00") is None


TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("day", "is_past", "fits"),
    [
        (date(1, 1, 1), False, False),
        (date(1899, 12, 31), False, False),
        (date(1900, 1, 1), False, True),
        (date(2026, 11, 30), True, True),
        (date(2026, 12, 1), True, False),
        (date(2036, 12, 31), False, True),
        (date(2037, 1, 1), False, False),
    ],
)
def test_days_that_nobody_means(day, is_past, fits):
    assert (text.implausible(day, TODAY, is_past=is_past) == "") is fits


@pytest.mark.parametrize(
    ("stored", "tail"),
    [
        ("13800138000", "8000"),
        ("0571-87654321-802", "4321"),
        ("87654321", "4321"),
        ("", ""),
    ],
)
def test_the_tail_of_a_stored_number(stored, tail):
    assert text.tail_of(stored) == tail
