"""What is found in a text, and what is wrong with a draft."""

import pytest

from petitions.rules.drafts import draft_problems
from petitions.rules.privacy import (
    Found,
    of_strangers,
    plain_number,
    proposed,
    sounds_like_accusation,
    spots,
)

# A made-up ID number of a region that cannot exist.
ID_NUMBER = "000000199001011234"
CARD = "6222 0212 3456 7890 123"


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("请打 16100000001", (), [(Found.PHONE, "16100000001")]),
        ("请打 161 0000 0001。", (), [(Found.PHONE, "161 0000 0001")]),
        ("请打+86-16100000001", (), [(Found.PHONE, "+86-16100000001")]),
        ("１６１００００００１１", (), [(Found.PHONE, "１６１００００００１１")]),
        ("座机 000-16100000", (), [(Found.PHONE, "000-16100000")]),
        (f"证号{ID_NUMBER}的", (), [(Found.ID_NUMBER, ID_NUMBER)]),
        ("00000019900101123X", (), [(Found.ID_NUMBER, "00000019900101123X")]),
        ("卡号6200000000000000", (), [(Found.LONG_NUMBER, "6200000000000000")]),
        ("写到 lin@example.org", (), [(Found.EMAIL, "lin@example.org")]),
        ("云A12345 停在门口", (), [(Found.PLATE, "云A12345")]),
        (
            "住青禾小区3号楼2单元501室",
            (),
            [(Found.ADDRESS, "住青禾小区3号楼2单元501室")],
        ),
        ("3栋2单元501", (), [(Found.ADDRESS, "3栋2单元501")]),
        ("门牌3-2-501。", (), [(Found.ADDRESS, "3-2-501")]),
        ("卡6222 0212 3456 7890 123", (), [(Found.LONG_NUMBER, CARD)]),
        ("住三号楼二单元五零一室", (), [(Found.ADDRESS, "三号楼二单元五零一室")]),
        ("二单元５０１", (), [(Found.ADDRESS, "二单元５０１")]),
        ("加微信：lin_xiao88", (), [(Found.WECHAT, "微信：lin_xiao88")]),
        ("QQ 12345678", (), [(Found.WECHAT, "QQ 12345678")]),
        ("护照E12345678", (), [(Found.PASSPORT, "E12345678")]),
        ("护照 EA1234567。", (), [(Found.PASSPORT, "EA1234567")]),
        ("热线 400-820-1234", (), []),
        ("林晓说灯坏了", ("林晓", "林"), [(Found.NAME, "林晓")]),
        ("找王阿姨和李主任", (), [(Found.NAME, "王"), (Found.NAME, "李")]),
        ("我叫吴桐，住这里", (), [(Found.NAME, "吴桐")]),
        ("2026年11月24日，7 个工作日，3 楼", (), []),
        ("活动室下午两点开，每次 20 人", (), []),
    ],
)
def test_spots(text, names, found):
    assert [(spot.kind, spot.text) for spot in spots(text, names)] == found


FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
STRANGERS = [
    *("16100000077", "161 0000 0077", "161-0000-0077", "161.0000.0077"),
    *("+86 161-0000-0077", "一六一零零零零零零七七", "幺六一〇〇〇〇〇〇七七"),
    *("000-16100000", "(000)16100000", "000 1610 0000"),
    *(ID_NUMBER, "000000 19900101 1234", "00000019900101123x"),
    *("6222021234567890123", CARD, "6222-0212-3456-7890"),
    *("6 2 2 2 0 2 1 2 3 4 5 6 7 8 9 0", "4367 4200 1234 5678"),
    *("3号楼2单元501", "12号楼 3 单元 402", "三号楼二单元五零一室", "五单元三零二"),
    *("三栋二零一", "3-2-501", "3#2-501", "3#楼501室"),
    *("微信号 abc_123456", "VX: lin_xiao88", "加V lin_xiao88", "Q 12345678"),
    *("QQ:12345678", "扣扣12345678"),
    *("护照E12345678", "台胞证12345678", "军官证号 军字第12345678"),
    *("lin@example.org", "lin (at) example.org"),
    *("京A12345", "京A·12345", "鲁B 12345", "沪AD12345", "粤Z1234港", "WJ京12345"),
]


@pytest.mark.parametrize("text", STRANGERS)
def test_what_is_a_strangers_is_found_in_every_spelling(text):
    for spelled in (text, text.translate(FULL)):
        for around in (f"请打{spelled}，谢谢", f"见 {spelled} 。", spelled):
            assert of_strangers(around), around


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-24 09:00 到 12:00", "2026年11月24日 14:00—17:30"),
        *("编号 SCA9 HZDP G3WA", "临办〔2026〕3 号", "3 楼 301 室", "一座桥、两幢楼"),
        *("共 1234567 元", "第 12 条第 3 款", "热线 12345、400-820-1234", "1#会议室"),
        *("二〇二六年十一月二十四日", "一九九八年", "清河路 12 号"),
    ],
)
def test_what_is_nobodys_is_left_alone(text):
    assert of_strangers(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *(("欧阳女士说灯坏了", "欧阳"), ("覃大夫看过", "覃"), ("张老先生来过", "张老")),
        *(("老张答应了", "老张"), ("请小张处理", "小张"), ("张总来过", "张总")),
        *(("仇大姐反映", "仇大姐"), ("李姐已经来过", "李姐"), ("王老太太", "王老")),
        *(("他叫王小明，住这里", "王小明"), ("我是李明。", "李明")),
        ("请联系张伟，", "张伟"),
    ],
)
def test_people_are_asked_about_however_they_are_called(text, name):
    assert [spot.text for spot in spots(text)] == [name]


def test_overlapping_spots_become_one():
    text = "青禾小区3号楼林晓家"
    (only,) = spots(text, ["3号楼林晓"])
    assert only.text == "青禾小区3号楼林晓"
    assert proposed(text, ["3号楼林晓"]) == "■■家"


def test_proposed_text_hides_how_long_a_name_is():
    assert proposed("林晓家的电话16100000001", ["林晓"]) == "■■家的电话■■"
    assert proposed("16100000001 是林晓家的", ["林晓"]) == "■■ 是■■家的"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("+86 161-0000-0001", "16100000001"),
        ("１６１", "161"),
        ("000-16100000", "00016100000"),
        ("8600000000000", "8600000000000"),
    ],
)
def test_plain_number(text, plain):
    assert plain_number(text) == plain


@pytest.mark.parametrize(
    ("text", "accuses"),
    [
        ("我要实名举报某干部受贿", True),
        ("检举控告", True),
        ("我要控告村干部", True),
        ("反映社区主任挪用公款的问题", True),
        ("举报楼上半夜装修噪音", False),
        ("反映楼道灯不亮", False),
        ("希望多宣传反腐倡廉，反映很好", False),
        ("咨询举报电话是多少", False),
    ],
)
def test_accusations_are_recognized(text, accuses):
    assert sounds_like_accusation(text) is accuses


FINE = "您好，楼道灯今天上午已经修好，请您放心。"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (FINE, []),
        ("好的", ["short"]),
        (FINE + "联系人××", ["placeholder"]),
        (FINE + "【单位名称】", ["placeholder"]),
        (FINE + "时间____", ["placeholder"]),
        (FINE + "{name}", ["placeholder"]),
        (FINE + "XX单位", ["placeholder"]),
        (FINE + "某某同志", ["placeholder"]),
        (FINE + "（  ）", ["placeholder"]),
        (FINE + "［单位］", ["placeholder"]),
        (FINE + "｛时间｝", ["placeholder"]),
        (FINE + "<姓名>", ["placeholder"]),
        (FINE + "〔单位〕", ["placeholder"]),
        (FINE + "（姓名）", ["placeholder"]),
        (FINE + "%name%", ["placeholder"]),
        (FINE + "○○街道", ["placeholder"]),
        (FINE + "《文件名》", ["placeholder"]),
        *[
            (FINE + blank, ["placeholder"])
            for blank in ("待补充", "TBD", "***", "＊＊＊", "于  日前", "9 月  日")
        ],
        (FINE + "按临办〔2026〕3 号、二〇〇六年的《条例》，占 10% 到 20%……", []),
        (FINE + "您的家属■■", ["veiled"]),
        (FINE + "型号 XXL100 的灯", []),
        (FINE + "请打 16100000001", []),
        (FINE + "请打 000-16100000", []),
        (FINE + "请打 16100000077", ["number"]),
        (FINE + f"证号 {ID_NUMBER}", ["number"]),
        (FINE + f"打到 {CARD}", ["number"]),
        (FINE + "打到6222021234567890123", ["number"]),
        (FINE + "受理编号 33010620261124001712", []),
        (FINE + "车是浙A12345", ["number"]),
        (FINE + "车是云A54321", []),
        (FINE + "就在三号楼二单元五零一室", ["number"]),
        (FINE + "就在3-2-501", ["number"]),
        (FINE + "请到清河路12号二楼 201 室", []),
        (FINE + "写信到 a@qinghe.gov.cn", []),
        (FINE + "写信到 a@example.org", ["number"]),
        (FINE + "加微信 lin_xiao88", ["number"]),
        (FINE + "护照E12345678", ["number"]),
        (FINE + "内部意见：不办", ["internal"]),
    ],
)
def test_draft_problems(text, codes):
    own = ["161 0000 0001", "000-16100000", ""]
    found = draft_problems(text, own_numbers=own, own_words="我的车云A54321")
    assert [problem.code for problem in found] == codes


def test_open_asks_are_named_and_internal_words_only_warn():
    (asks,) = draft_problems(FINE, open_asks=[3, 1])
    assert asks.text == "还有事项没有答复：第 1、3 项。"
    assert asks.is_blocking
    (warning,) = draft_problems(FINE + "不要告诉他")
    assert not warning.is_blocking
