"""Where steps lead, and what is no chart."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from membership.diagrams import rules

TITLES = ["甲", "乙", "丙", "丙"]
CONTENT = sorted(Path(rules.__file__).parent.glob("content/*.json"))


def steps(*ways):
    pairs = zip(TITLES, ways, strict=False)
    return [SimpleNamespace(title=title, ways=way) for title, way in pairs]


@pytest.mark.parametrize(
    ("number", "ways", "expected"),
    [
        (1, "", [("", 2)]),
        (4, "", [("", 0)]),
        (2, "是：甲\n\n否: 4 ", [("是", 1), ("否", 4)]),
        (1, "乙", [("", 2)]),
        (1, "不合适：结束", [("不合适", 0)]),
        (1, "时间：晚：乙", [("时间：晚", 2)]),
    ],
)
def test_ways(number, ways, expected):
    assert rules.ways_of(TITLES, number, ways) == expected


@pytest.mark.parametrize(
    ("ways", "found"),
    [
        (["", "1", "", ""], []),
        ([], ["至少要留一步。"]),
        (["甲"], ["“甲”不能接回自己，也不能两次接到同一步。"]),
        (["是：2\n否：乙", ""], ["“甲”不能接回自己，也不能两次接到同一步。"]),
        (["戊"], ["“甲”的下一步：“戊”图里没有这一步。"]),
        (["5"], ["“甲”的下一步：“5”图里没有这一步。"]),
        (
            ["丙", "", "", ""],
            ["“甲”的下一步：“丙”有几步都叫这个名称，请写序号。"],
        ),
    ],
)
def test_problems(ways, found):
    assert rules.problems(steps(*ways)) == found


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_what_a_portal_begins_with_has_no_problem(path):
    found = json.loads(path.read_text("utf-8"))["steps"]
    assert (
        rules.problems([SimpleNamespace(**{"ways": ""} | one) for one in found]) == []
    )


def test_twenty_five_steps_each_with_its_source():
    found = json.loads(CONTENT[0].read_text("utf-8"))["steps"]
    phases = dict.fromkeys(step["phase"] for step in found)
    assert [sum(one["phase"] == name for one in found) for name in phases] == [
        2,
        4,
        5,
        7,
        7,
    ]
    # Articles of the 2014 edition, from the written rule.
    sources = {step["title"]: step["source"] for step in found}
    assert [sources[t] for t in ("党组织派人谈话", "确定发展对象", "材料归档")] == [
        "2014 第七条",
        "2014 第十三条",
        "2014 第三十七条",
    ]
