"""What a question is, and what a name is found by."""

import pytest

from center import search


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("社会保险", "shehuibaoxian", "shbx"),
        ("重庆", "chongqing", "cq"),
        ("参保", "canbao", "cb"),
        ("长者饭堂", "zhangzhefantang", "zzft"),
        ("女职工", "nvzhigong", "nzg"),
        ("调休", "tiaoxiu", "tx"),
        ("曾国藩", "zengguofan", "zgf"),
        ("单老师", "shanlaoshi", "sls"),
        ("Python 编程", "pythonbiancheng", "pbc"),
        ("《民法典》（大字版）", "minfadiandaziban", "mfddzb"),
    ],
)
def test_names_are_read_as_people_read_them(name, pinyin, initials):
    assert search.pinyin_of(name) == (pinyin, initials)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("社会", ["社会"]),
        ("社会　保险", ["社会", "保险"]),
        ("she hui bao", ["shehuibao"]),
        ("ＳＨＢＸ", ["shbx"]),
        ("nü zhi", ["nvzhi"]),
        ("社会 bx", ["社会", "bx"]),
        ("《社会》-保险", ["社会保险"]),
        ("xi'an", ["xian"]),
        ("%_%", []),
        ("", []),
        ("社" * 60, ["社" * 40]),
    ],
)
def test_a_question_is_plain(typed, asked):
    assert search.terms(typed) == asked


def test_pieces_of_a_question_are_pieces_of_what_it_finds():
    words, (pinyin, initials) = ["社会保险", "社保"], search.pinyin_of("社会保险")
    pieces = set(search.pieces(words, pinyin, initials))
    for text in ("社", "社会", "会保险", "社保"):
        assert set(search.pieces_of(text)) <= pieces
    assert set(search.initial_pieces("hbx")) <= pieces
    assert set(search.sound_pieces("huibao")) <= pieces
    assert set(search.sound_pieces("hu")) <= pieces
    assert not set(search.pieces_of("险社")) <= pieces
    assert not set(search.initial_pieces("sx")) <= pieces
