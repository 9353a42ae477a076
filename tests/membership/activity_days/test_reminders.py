"""Reminders: each once, to the right person, however often the job runs."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from center.outbox.models import Message
from membership.activity_days.actions import planning
from membership.activity_days.actions.reminders import plan_ahead, remind
from membership.activity_days.models import ActivityDay
from membership.models import Organization
from tests import make as people
from tests.membership.activity_days import make
from tests.together import at_once


@pytest.mark.django_db
def test_due_late_and_unified_are_told_once(
    branch_a, branch_b, secretary, organizer, members
):
    make.held(branch_a, secretary, "2026-06-24")  # due 06-29
    make.reported(branch_a, secretary, "2026-06-22")  # nothing to remind of
    make.in_state("cancelled", branch_a, secretary, organizer, "2026-06-25")
    make.held(branch_b, organizer, "2026-06-24")  # nobody is secretary there
    planning.plan_unified_days(
        year=2026,
        branches=Organization.objects.all(),
        by=organizer,
        at=make.at("2026-06-01 09:00"),
    )
    make.planned(branch_a, secretary, "2026-07-02")

    told = []
    for day in (
        "06-24",
        "06-26",
        "06-27",
        "06-28",
        "06-29",
        "06-30",
        "07-05",
        "07-20",
        "12-20",
    ):
        for _ in range(2):
            remind(make.at(f"2026-{day} 08:00"))
        fresh = Message.objects.exclude(pk__in=[m.pk for _, m in told]).order_by("pk")
        told += [(day, message) for message in fresh]

    texts = [(day, str(m.person), m.text) for day, m in told if "6月24日" in m.text]
    name = "中共清河第一支部委员会 6月24日的党员活动日"
    other = "中共清河第二支部委员会 6月24日的党员活动日"
    assert texts == [
        ("06-28", "钱立", f"{name}的纪实，请在 6月29日 前报送上级党委。"),
        ("06-30", "钱立", f"{name}已过报送期限（6月29日），请尽快补报。"),
        ("06-30", "何平", f"{name}已过报送期限（6月29日），请尽快补报。"),
        ("06-30", "何平", f"{other}已过报送期限（6月29日），请尽快补报。"),
    ]
    unified = [
        (day, str(m.person))
        for day, m in told
        if "还没有安排" in m.text and "七一" in m.text
    ]
    assert unified == [("06-24", "钱立")]


@pytest.mark.django_db
def test_the_count_is_what_was_written(branch_a, secretary, organizer, members):
    make.held(branch_a, secretary, "2026-06-24")
    at = make.at("2026-06-29 08:00")

    assert (remind(at), remind(at)) == (1, 0)
    people.User.objects.filter(pk=secretary.pk).update(phone=None)
    assert remind(make.at("2026-06-30 08:00")) == 1  # only the organizer has a phone


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_once(branch_a, secretary, organizer, members):
    make.held(branch_a, secretary, "2026-06-24")
    at = make.at("2026-06-30 08:00")

    at_once(lambda: remind(at), lambda: remind(at))

    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_the_calendar_enters_what_is_still_to_come(branch_a, branch_b, organizer):
    make.planned(branch_a, organizer, "2026-07-01")
    at = make.at("2026-06-01 08:00")

    assert (plan_ahead(at), plan_ahead(at)) == (3, 0)

    assert sorted(
        ActivityDay.objects.values_list("branch", "on", "steps__by", "steps__note")
    ) == sorted(
        [
            (
                branch_a.pk,
                date(2026, 7, 1),
                organizer.pk,
                "2026年7月1日 周三 9:00–11:00",
            ),
            (branch_a.pk, date(2026, 10, 1), None, "统一活动日，系统按日历建好"),
            (branch_b.pk, date(2026, 7, 1), None, "统一活动日，系统按日历建好"),
            (branch_b.pk, date(2026, 10, 1), None, "统一活动日，系统按日历建好"),
        ]
    )
    assert plan_ahead(make.at("2026-12-01 08:00")) == 0


@pytest.mark.django_db
def test_the_command_needs_nobodys_name(branch_a):
    call_command("plan_unified_days")

    assert set(ActivityDay.objects.values_list("steps__by", flat=True)) == {None}


@pytest.mark.django_db
def test_the_command_enters_the_unified_days(branch_a, organizer, capsys):
    call_command("plan_unified_days", by=organizer.phone)
    call_command("plan_unified_days", by=organizer.phone)

    assert [line[:6] for line in capsys.readouterr().out.splitlines()] == [
        "新建 3 个",
        "新建 0 个",
    ]
    assert ActivityDay.objects.count() == 3
    with pytest.raises(CommandError):
        call_command("plan_unified_days", by="16199999999")
    with pytest.raises(CommandError):
        call_command("plan_unified_days", by=organizer.phone, year=1900)
