"""What may change in a diagram, how two editions differ, and where boxes go."""

from dataclasses import replace

import pytest

from membership.diagrams import content, rules
from membership.diagrams.drawing import LEFT, RIGHT, draw, wrapped
from membership.diagrams.rules import Change, Heading, Link, Step

A = Step("a", "甲", phase="一", next=(Link("b"),))
B = Step("b", "乙", phase="一", next=(Link("c", "是"), Link("d", "否")))
C = Step("c", "丙", phase="二")
D = Step("d", "丁", phase="二", next=(Link("a", "重来"),))
STEPS = [A, B, C, D]
TOP = Heading("图", "开头", "提醒")


@pytest.mark.parametrize("steps", [content.DEVELOPMENT, content.ORGANIZATION, STEPS])
def test_good_diagrams_have_no_problems(steps):
    assert rules.problems(steps) == []


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([], ["至少要留一步。"]),
        ([replace(A, next=(Link("a"),))], ["“甲”不能接回自己。"]),
        ([replace(A, next=(Link("x"),))], ["“甲”的下一步已经不在图里，请重新选。"]),
        (
            [replace(A, next=(Link("c"), Link("c", "又"))), C],
            ["“甲”的下一步重复了。"],
        ),
        (
            [replace(A, next=tuple(Link(k) for k in "cdefg"))]
            + [Step(k, k) for k in "cdefg"],
            ["“甲”后面最多接 4 步。"],
        ),
        ([Step(str(n), "步") for n in range(61)], ["最多 60 步，请合并一些。"]),
    ],
)
def test_problems(steps, found):
    assert rules.problems(steps) == found


def test_a_new_step_takes_over_the_ways_onward():
    new = Step("n", "新")

    steps = rules.inserted(STEPS, new, after="b")

    assert [s.key for s in steps] == ["a", "b", "n", "c", "d"]
    assert steps[1].next == (Link("n"),)
    assert steps[2].next == (Link("c", "是"), Link("d", "否"))


def test_a_step_that_goes_is_bridged():
    steps = rules.removed(STEPS, "b")

    assert [s.key for s in steps] == ["a", "c", "d"]
    assert steps[0].next == (Link("c", "是"), Link("d", "否"))


def test_bridging_makes_no_ring_and_no_double():
    steps = [
        Step("a", "甲", next=(Link("b"), Link("c"))),
        Step("b", "乙", next=(Link("a"), Link("c"))),
        C,
    ]

    assert rules.removed(steps, "b")[0].next == (Link("c"),)


def test_changes_name_every_difference():
    new_top = Heading("图", "新的开头", "提醒")
    new_steps = [
        replace(A, limit="三个月内", next=(Link("b", "可以"),)),
        D,
        B,
        Step("n", "新"),
    ]

    found = rules.changes((TOP, STEPS), (new_top, new_steps))

    assert found == [
        Change("开头的话", "开头", "新的开头"),
        Change("甲：时限和要求", "", "三个月内"),
        Change("甲：下一步", "乙", "可以→乙"),
        Change("新增步骤", "", "新"),
        Change("去掉步骤", "丙", ""),
        Change("步骤的先后", "甲、乙、丙、丁", "甲、丁、乙、新"),
    ]
    assert rules.changes((TOP, STEPS), (TOP, STEPS)) == []


def test_twenty_five_steps_each_with_its_source_and_the_mark():
    steps = content.DEVELOPMENT

    assert len(steps) == 25
    phases = dict.fromkeys(step.phase for step in steps)
    assert list(phases) == [
        "申请入党",
        "积极分子",
        "发展对象",
        "接收预备党员",
        "考察和转正",
    ]
    assert [sum(s.phase == p for s in steps) for p in phases] == [2, 4, 5, 7, 7]
    assert all(step.source.startswith("2014 ") for step in steps)
    assert all(
        step.revision.startswith("2026 年修订：")
        and step.revision.endswith("待组织部门核对")
        for step in steps
    )
    # Articles of the 2014 edition, from the written rule.
    assert [s.source for s in steps if s.key in ("talk", "candidate", "archive")] == [
        "2014 第七条",
        "2014 第十三条",
        "2014 第三十七条",
    ]


@pytest.mark.parametrize(
    "steps", [content.DEVELOPMENT, content.ORGANIZATION, STEPS, [C]]
)
def test_no_two_boxes_touch_and_nothing_leaves_the_sheet(steps):
    drawing = draw(steps)
    boxes = drawing.boxes

    assert len(boxes) == len(steps)
    for n, one in enumerate(boxes):
        assert one.x >= LEFT
        assert one.x + one.width <= RIGHT
        assert one.bottom < drawing.height
        assert all(one.y < line.y < one.bottom for line in one.lines)
        for other in boxes[n + 1 :]:
            apart = one.x + one.width < other.x or other.x + other.width < one.x
            assert apart or one.bottom < other.y or other.bottom < one.y
    assert len(drawing.arrows) == sum(len(step.next) for step in steps)


def test_many_ways_share_a_row_and_a_long_way_goes_round():
    many = [Step("a", "甲", next=(*tuple(Link(k) for k in "bcde"), Link("f")))]
    many += [Step(k, k, next=(Link("f"),)) for k in "bcde"] + [Step("f", "末")]

    drawing = draw(many)

    rows = {box.step.key: box.row for box in drawing.boxes}
    assert rows == {"a": 0, "b": 1, "c": 1, "d": 1, "e": 1, "f": 2}
    round_way = drawing.arrows[4].points.split()
    assert len(round_way) == 6
    assert round_way[2].startswith("1094,")


def test_text_is_broken_by_width_and_marks_never_start_a_line():
    assert wrapped("一二三四五", 60, 20) == ["一二三", "四五"]
    assert wrapped("一二三，四", 60, 20) == ["一二三，", "四"]
    assert wrapped("abcdef", 60, 20) == ["abcde", "f"]
    assert wrapped("", 60, 20) == []
