"""Plan, change the plan, call off; the three unified days."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from center.timetable.lookup import calendar_of
from center.workflow.actions import StaleError
from membership.activity_days.actions import planning, reporting
from membership.activity_days.models import (
    ActivityDay,
    ReportSetting,
    Step,
    TimeSlot,
)
from membership.activity_days.rules import State
from membership.models import Organization
from tests.membership import make as base
from tests.membership.activity_days import make
from tests.membership.activity_days.make import refused, replanned
from tests.membership.activity_days.test_rules import CALENDAR

pytestmark = pytest.mark.django_db


def test_the_calendar_of_the_rule_tests_is_the_one_the_portal_loads(house):
    loaded = calendar_of(house)
    first = date(2025, 1, 1)
    every = [first + timedelta(days=n) for n in range(730)]

    assert [loaded.is_working(d) for d in every] == [
        CALENDAR.is_working(d) for d in every
    ]


def test_plan_keeps_both_dates_and_leaves_a_step(branch_a, secretary):
    day = make.planned(branch_a, secretary, "2026-09-30", theme=" 学​习 ")

    day.refresh_from_db()
    assert (day.state, day.theme, day.center) == (
        State.PLANNED,
        "学习",
        branch_a.center,
    )
    assert (day.on, day.unified) == (date(2026, 9, 30), "")
    assert day.strict_due_on == date(2026, 10, 5)
    assert day.due_on == date(2026, 10, 8)
    assert day.rolled
    assert not day.due_is_provisional
    assert day.when_text == "2026年9月30日 周三 9:00–11:00"
    assert [(s.verb, s.state, s.by) for s in day.steps.all()] == [
        ("plan", "planned", secretary)
    ]


def test_plan_twice_with_one_form_is_one_day(branch_a, secretary):
    first = make.planned(branch_a, secretary, form_key="same")
    again = make.planned(branch_a, secretary, form_key="same")

    assert first.pk == again.pk
    assert ActivityDay.objects.count() == Step.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"hours": 0}, "结束要晚于开始。"),
        ({"hours": -1}, "结束要晚于开始。"),
        ({"start": "23:00", "hours": 2}, "要在同一天开始和结束。"),
        ({"theme": "​"}, "请写主题。"),
        ({"at": make.at("2024-01-01 09:00")}, "日期离今天超过一年，请看看年份对不对。"),
    ],
)
def test_plan_refuses(branch_a, secretary, change, text):
    with refused() as refusal:
        make.planned(branch_a, secretary, **change)

    assert refusal.text == text
    assert not ActivityDay.objects.exists()


def test_plan_refuses_a_committee_and_a_dissolved_branch(
    committee, branch_a, branch_b, secretary
):
    with refused() as refusal:
        make.planned(committee, secretary)
    assert refusal.text.endswith("请选一个党支部。")

    base.dissolved(branch_b)
    with refused() as refusal:
        make.planned(branch_b, secretary)
    assert refusal.text == "这个支部已经撤销。"


@pytest.mark.parametrize(
    ("start", "hours", "ok"),
    [
        ("07:00", 2, True),
        ("08:00", 1, True),
        ("08:01", 1, False),
        ("09:00", 2, False),
        ("10:59", 1, False),
        ("11:00", 1, True),
        ("08:00", 5, False),
    ],
)
def test_two_activity_days_of_a_branch_never_overlap(
    branch_a, secretary, start, hours, ok
):
    make.planned(branch_a, secretary)

    if ok:
        make.planned(branch_a, secretary, start=start, hours=hours)
    else:
        with refused("taken"):
            make.planned(branch_a, secretary, start=start, hours=hours)

    assert ActivityDay.objects.count() == (2 if ok else 1)


def test_another_branch_may_meet_at_the_same_time(branch_a, branch_b, secretary):
    make.planned(branch_a, secretary)
    make.planned(branch_b, secretary)

    assert TimeSlot.objects.count() == 2


def test_without_rolling_over_the_fifth_day_stands(branch_a, secretary, organizer):
    before = make.planned(branch_a, secretary, "2026-11-16")
    setting = reporting.set_report_rules(
        center=branch_a.center,
        rolls_over=False,
        expects_monthly=True,
        by=organizer,
        at=make.at("2026-11-15 10:00"),
    )
    again = reporting.set_report_rules(
        center=branch_a.center,
        rolls_over=False,
        expects_monthly=True,
        by=organizer,
        at=make.at("2026-11-15 11:00"),
    )
    after = make.planned(branch_a, secretary, "2026-11-17")

    before.refresh_from_db()
    assert before.due_on == date(2026, 11, 23)  # what was promised stays
    assert after.due_on == after.strict_due_on == date(2026, 11, 22)
    assert again == setting
    assert ReportSetting.objects.count() == 1


def test_replan_moves_the_day_and_its_dates(branch_a, secretary):
    day = make.planned(branch_a, secretary)

    day = replanned(day, secretary, "2026-09-30 14:00", "2026-09-30 15:00")

    day.refresh_from_db()
    assert (day.on, day.due_on) == (date(2026, 9, 30), date(2026, 10, 8))
    assert (day.version, day.theme) == (2, "新主题")
    slot = TimeSlot.objects.get()
    assert (slot.starts_at, slot.ends_at) == (day.starts_at, day.ends_at)
    assert {s.verb for s in day.steps.all()} == {"plan", "replan"}


def test_replan_refuses_a_stale_form_and_a_held_day(branch_a, secretary, members):
    day = make.planned(branch_a, secretary)
    replanned(day, secretary, "2026-11-16 14:00", "2026-11-16 15:00")

    with pytest.raises(StaleError) as stale:
        replanned(day, secretary, "2026-11-16 16:00", "2026-11-16 17:00", version=1)
    assert stale.value.current.version == 2

    held = make.held(branch_a, secretary, "2026-11-18")
    with refused("wrong_state"):
        replanned(held, secretary, "2026-11-18 16:00", "2026-11-18 17:00")


def test_cancel_frees_the_time_and_keeps_the_row(branch_a, secretary):
    day = make.in_state(State.CANCELLED, branch_a, secretary, None)

    assert not TimeSlot.objects.exists()
    make.planned(branch_a, secretary)
    assert day.steps.last().note == "停电"
    with refused("wrong_state"):
        planning.cancel(day, reason="再来", by=secretary, at=day.starts_at)


def test_cancel_needs_a_reason(branch_a, secretary):
    day = make.planned(branch_a, secretary)

    with refused() as refusal:
        planning.cancel(day, reason=" ​", by=secretary, at=day.starts_at)

    assert refusal.text == "请写取消的原因。"


# -- The three unified days


def test_every_branch_gets_its_three_days_once(
    branch_a, branch_b, committee, organizer
):
    at = make.at("2026-01-05 09:00")
    everything = Organization.objects.all()

    first = planning.plan_unified_days(
        year=2026, branches=everything, by=organizer, at=at
    )
    again = planning.plan_unified_days(
        year=2026, branches=everything, by=organizer, at=at
    )

    assert (first, again) == (6, 0)
    assert sorted(
        (d.branch_id, d.on.isoformat(), d.due_on.isoformat(), d.title)
        for d in ActivityDay.objects.all()
    ) == sorted(
        (branch.pk, on, due, title)
        for branch in (branch_a, branch_b)
        for on, due, title in [
            ("2026-05-01", "2026-05-06", "“五一”统一活动日"),
            ("2026-07-01", "2026-07-06", "“七一”统一活动日"),
            ("2026-10-01", "2026-10-08", "“十一”统一活动日"),
        ]
    )
    assert ActivityDay.objects.first().when_text.endswith("时间待定")


def test_a_unified_day_entered_by_hand_is_not_made_again(
    branch_a, organizer, secretary
):
    make.planned(branch_a, secretary, "2026-07-01")

    made = planning.plan_unified_days(
        year=2026, branches=[branch_a], by=organizer, at=make.at("2026-06-01 09:00")
    )

    assert made == 2
    with refused("unified"):
        make.planned(branch_a, secretary, "2026-07-01", start="15:00")


def test_a_unified_day_keeps_its_date_and_is_not_called_off(branch_a, secretary):
    day = make.planned(branch_a, secretary, "2026-07-01")
    assert day.unified == "party_day"

    with refused("unified"):
        replanned(day, secretary, "2026-07-02 09:00", "2026-07-02 10:00")
    with refused("wrong_state"):
        planning.cancel(day, reason="太忙", by=secretary, at=day.starts_at)
    with refused("unified"):
        make.hold(
            day,
            secretary,
            starts_at=make.at("2026-07-02 09:00"),
            ends_at=make.at("2026-07-02 10:00"),
            at=make.at("2026-07-03 09:00"),
        )
    moved = replanned(day, secretary, "2026-07-01 15:00", "2026-07-01 16:00")
    assert moved.unified == "party_day"


def test_another_day_cannot_move_onto_a_taken_unified_date(branch_a, secretary):
    make.planned(branch_a, secretary, "2026-10-01", start="15:00")
    day = make.planned(branch_a, secretary, "2026-09-29")

    with refused("unified"):
        replanned(day, secretary, "2026-10-01 09:00", "2026-10-01 10:00")


def test_another_day_that_moves_to_a_free_unified_date_becomes_it(branch_a, secretary):
    day = make.planned(branch_a, secretary, "2026-09-29")

    day = replanned(day, secretary, "2026-10-01 09:00", "2026-10-01 10:00")

    assert day.unified == "national_day"


def test_the_database_knows_the_unified_days_too(branch_a, secretary):
    day = make.planned(branch_a, secretary, "2026-07-01")

    for values in ({"unified": ""}, {"unified": "may_day"}, {"state": "cancelled"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ActivityDay.objects.filter(pk=day.pk).update(**values)
