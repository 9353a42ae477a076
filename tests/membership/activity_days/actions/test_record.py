"""What is written down of an activity day: the roll, the record, tasks."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from membership.activity_days.actions import record, reporting
from membership.activity_days.models import (
    Task,
)
from membership.activity_days.rules import State
from tests.membership import make as base
from tests.membership.activity_days import make
from tests.membership.activity_days.make import refused, tasks

pytestmark = pytest.mark.django_db


def test_hold_draws_up_the_roll(branch_a, secretary, members):
    base.member(branch_a, "新来", kind="probationary", joined_on=date(2026, 11, 17))

    day = make.held(branch_a, secretary)

    day.refresh_from_db()
    assert (day.state, day.recorder, day.version) == (State.HELD, "许婷", 2)
    assert [str(row.member) for row in day.attendances.all()] == ["秦朗", "许婷"]
    assert {row.presence for row in day.attendances.all()} == {""}


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"at": make.at("2026-11-16 10:59")}, "活动还没有结束，结束以后再登记。"),
        ({"theme": ""}, "请写主题。"),
        ({"place": " "}, "请写地点。"),
    ],
)
def test_hold_refuses(branch_a, secretary, change, text):
    day = make.planned(branch_a, secretary)
    fields = {"theme": "学习", "place": "会议室"} | change

    with refused() as refusal:
        record.hold(
            day,
            **{
                "version": 1,
                "starts_at": day.starts_at,
                "ends_at": day.ends_at,
                "host": "秦朗",
                "recorder": "许婷",
                "by": secretary,
                "at": day.ends_at,
            }
            | fields,
        )

    assert refusal.text == text
    day.refresh_from_db()
    assert day.state == State.PLANNED


def test_write_fills_the_record_and_says_so_once(branch_a, secretary, members):
    day = make.written(make.held(branch_a, secretary), secretary)
    same = make.written(day, secretary)

    day.refresh_from_db()
    assert (day.contents, day.effect) == (["study"], "大家明白了要做什么。")
    assert same.version == day.version == 3
    assert [s.verb for s in day.steps.all()] == ["plan", "hold", "write"]


def test_write_asks_who_came_from_outside(branch_a, secretary, members):
    day = make.held(branch_a, secretary)

    with refused("outside"):
        make.written(day, secretary, outside_count=2)
    day = make.written(day, secretary, outside_count=2, outside_note="积极分子 2 人")
    assert day.outside_count == 2


def test_write_refuses_unknown_contents(branch_a, secretary, members):
    day = make.held(branch_a, secretary)

    with pytest.raises(ValidationError):
        make.written(day, secretary, contents=["party"])


def test_the_roll_takes_presence_and_reasons(branch_a, secretary, members):
    day = make.held(branch_a, secretary)
    qin, xu, _ = members

    day = make.attended(
        day, secretary, {qin.pk: ("leave", "出差"), xu.pk: ("online", "")}
    )

    rows = day.attendances.values_list("member__name", "presence", "reason")
    assert list(rows) == [("秦朗", "leave", "出差"), ("许婷", "online", "")]
    assert day.steps.last().note == "改了 2 人"


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (("leave", ""), "秦朗：请假要写事由。"),
        (("exempt", " "), "秦朗：免予参加要写事由。"),
        (("made_up", ""), "秦朗：补课请用“登记补课”。"),
        (("here", ""), "秦朗：补课请用“登记补课”。"),
    ],
)
def test_the_roll_refuses(branch_a, secretary, members, mark, text):
    day = make.held(branch_a, secretary)

    with refused() as refusal:
        make.attended(day, secretary, {members[0].pk: mark})

    assert refusal.text == text
    assert not day.attendances.exclude(presence="").exists()


def test_the_roll_ignores_other_branches_and_takes_late_comers(
    branch_a, secretary, members
):
    day = make.held(branch_a, secretary)
    other = members[2]
    new = base.member(branch_a, "后补")

    record.mark_attendance(
        day,
        version=day.version,
        marks={other.pk: ("present", ""), new.pk: ("present", "")},
        by=secretary,
        at=day.ends_at,
    )

    rows = day.attendances.values_list("member__name", "presence")
    assert sorted(rows) == sorted([("后补", "present"), ("秦朗", ""), ("许婷", "")])


def test_tasks_are_answered_one_by_one_until_they_are_closed(
    branch_a, secretary, members
):
    first = make.complete(branch_a, secretary, "2026-09-14")
    first = tasks(
        first,
        secretary,
        new=[("走访", "秦朗", date(2026, 9, 30)), ("清扫", "许婷", None)],
    )
    visit, sweep = Task.objects.order_by("pk")
    assert list(Task.objects.open_before(first)) == []

    second = make.complete(branch_a, secretary, "2026-10-12")
    assert list(Task.objects.open_before(second)) == [visit, sweep]
    with refused("incomplete") as refusal:
        reporting.report(
            second, version=second.version, by=secretary, at=second.ends_at
        )
    assert refusal.text == "上次布置的任务还有 2 项没有填完成情况。"

    second = tasks(
        second, secretary, {visit.pk: ("done", ""), sweep.pk: ("partly", "还差一栋")}
    )
    second = reporting.report(
        second, version=second.version, by=secretary, at=second.ends_at
    )

    third = make.complete(branch_a, secretary, "2026-11-16")
    assert list(Task.objects.open_before(third)) == [sweep]
    third = tasks(third, secretary, {sweep.pk: ("dropped", "物业接手")})
    fourth = make.complete(branch_a, secretary, "2026-11-18")
    assert list(Task.objects.open_before(fourth)) == []
    # The answer on a later day does not change what an earlier day was asked.
    assert list(Task.objects.open_before(third)) == [sweep]


def test_an_answer_may_be_mended_while_the_record_is_open(branch_a, secretary, members):
    first = tasks(
        make.complete(branch_a, secretary, "2026-09-14"),
        secretary,
        new=[("走访", "秦朗", None)],
    )
    task = first.tasks.get()
    second = make.complete(branch_a, secretary, "2026-10-12")
    second = tasks(second, secretary, {task.pk: ("not_done", "下雨")})
    second = tasks(second, secretary, {task.pk: ("done", "")})
    second = tasks(second, secretary, {task.pk: ("done", "")})

    assert [(a.outcome, a.note) for a in second.answers.all()] == [("done", "")]


@pytest.mark.parametrize(
    ("answer", "new", "text"),
    [
        (("partly", ""), [], "“走访”没有全部完成，请写说明。"),
        (("dropped", " "), [], "“走访”没有全部完成，请写说明。"),
        (("", ""), [("", "秦朗", None)], "请写任务内容。"),
        (("", ""), [("走访", "", None)], "请写任务的责任人。"),
        (
            ("", ""),
            [("走访", "秦朗", date(2026, 10, 11))],
            "任务的期限不能早于活动当天。",
        ),
    ],
)
def test_tasks_refuse(branch_a, secretary, members, answer, new, text):
    first = tasks(
        make.complete(branch_a, secretary, "2026-09-14"),
        secretary,
        new=[("走访", "秦朗", None)],
    )
    second = make.complete(branch_a, secretary, "2026-10-12")

    with refused() as refusal:
        tasks(second, secretary, {first.tasks.get().pk: answer}, new)

    assert refusal.text == text
