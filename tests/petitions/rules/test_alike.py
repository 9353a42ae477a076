"""Whether two requests of one person are about one matter."""

import pytest

from petitions.rules.alike import Matter, gist_of, is_alike

LAMP = Matter("help", "楼道灯不亮", "三号楼二单元的楼道灯不亮一周了，请帮忙修一修。")


@pytest.mark.parametrize(
    ("kind", "title", "body", "expected"),
    [
        ("help", "楼道灯还没修", "上次说的灯还是不亮", True),
        ("help", "三号楼灯坏了", "灯不亮，催一下", True),
        ("opinion", "楼道灯不亮", "灯坏了一个月没人修", True),
        ("help", "灯", "3号楼2单元楼道灯不亮", True),
        ("help", "五号楼楼道灯不亮", "五号楼一单元的灯不亮", False),
        ("help", "楼道堆满杂物", "三号楼二单元楼道有人堆东西，希望清理", False),
        ("help", "电梯坏了", "三号楼二单元的电梯坏了一周了，请帮忙修一修。", False),
        ("consultation", "低保怎么申请", "家里有困难，想问要哪些材料", False),
        ("help", "求助（待补充）", "", False),
    ],
)
def test_words_kind_and_place_decide(kind, title, body, expected):
    mine, other = gist_of(LAMP), gist_of(Matter(kind, title, body))
    assert is_alike(mine, other) is is_alike(other, mine) is expected


def test_two_that_say_nothing_yet_are_not_alike():
    empty = gist_of(Matter("help", "求助（待补充）", ""))
    assert not is_alike(empty, empty)


def test_a_short_text_is_compared_whole():
    short = [Matter("help", title, "") for title in ("电梯停了", "电梯又停了")]
    assert is_alike(*map(gist_of, short))
