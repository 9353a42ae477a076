"""The register of meetings, which never stand for an activity day."""

import pytest
from django.db import IntegrityError, transaction

from center.workflow.actions import StaleError
from membership.activity_days.actions import meetings
from membership.activity_days.models import (
    ActivityDay,
    Meeting,
    TimeSlot,
)
from tests.membership.activity_days import make
from tests.membership.activity_days.make import refused, replanned

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["members", "committee", "group", "lecture"])
def test_a_meeting_and_an_activity_day_never_share_time(branch_a, secretary, kind):
    day = make.planned(branch_a, secretary)

    with refused("taken") as refusal:
        make.meeting(branch_a, secretary, kind=kind, lecturer="讲", start="10:30")
    assert "不能和会议重叠" in refusal.text

    make.meeting(branch_a, secretary, kind=kind, lecturer="讲", start="11:00")
    with refused("taken"):
        make.planned(branch_a, secretary, start="11:30")
    with refused("taken"):
        replanned(day, secretary, "2026-11-16 10:00", "2026-11-16 11:01")
    assert Meeting.objects.count() == 1


def test_the_database_refuses_the_overlap_without_the_action(branch_a, secretary):
    day = make.planned(branch_a, secretary)
    meeting = make.meeting(branch_a, secretary, start="14:00")

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=day.starts_at)


def test_one_time_cannot_belong_to_both(branch_a, secretary):
    make.planned(branch_a, secretary)
    meeting = make.meeting(branch_a, secretary, start="14:00")
    TimeSlot.objects.filter(meeting=meeting).delete()

    with pytest.raises(IntegrityError), transaction.atomic():
        TimeSlot.objects.update(meeting=meeting)


def test_two_group_meetings_may_sit_at_once_others_not(branch_a, secretary):
    make.meeting(branch_a, secretary, kind="group")
    make.meeting(branch_a, secretary, kind="group")
    make.meeting(branch_a, secretary, kind="members", start="10:00")

    with refused("taken"):
        make.meeting(branch_a, secretary, kind="committee", start="10:30")


def test_a_void_meeting_frees_its_time(branch_a, secretary):
    meeting = make.meeting(branch_a, secretary)

    meeting = meetings.void_meeting(
        meeting, reason="记错了", by=secretary, at=make.at("2026-11-17 09:00")
    )

    make.planned(branch_a, secretary)
    assert [s.text for s in meeting.steps.all()] == ["登记", "作废：记错了"]
    with refused("wrong_state"):
        meetings.void_meeting(
            meeting, reason="再作废", by=secretary, at=make.at("2026-11-17 10:00")
        )


def test_a_meeting_is_entered_once_and_mended_with_its_history(branch_a, secretary):
    meeting = make.meeting(branch_a, secretary, form_key="m")
    assert make.meeting(branch_a, secretary, form_key="m") == meeting

    changed = change(meeting, secretary, topic="改过的议题")

    assert (changed.topic, changed.version) == ("改过的议题", 2)
    assert (
        changed.steps.last().text
        == "修改，原为：2026年11月16日 周一 9:00–10:00 换届准备"
    )
    with pytest.raises(StaleError):
        change(meeting, secretary, version=1)


def change(meeting, by, version=None, **fields):
    names = (
        "kind",
        "starts_at",
        "ends_at",
        "place",
        "host",
        "recorder",
        "topic",
        "lecturer",
        "decisions",
        "expected_count",
        "attending_count",
    )
    values = {name: getattr(meeting, name) for name in names} | fields
    return meetings.change_meeting(
        meeting,
        version=version or meeting.version,
        by=by,
        at=make.at("2026-11-20 09:00"),
        **values,
    )


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"kind": "lecture"}, "党课要写讲课人。"),
        ({"attending_count": 11}, "实到人数不能比应到人数多。"),
        ({"at": make.at("2026-11-16 09:30")}, "会议还没有结束，结束以后再登记。"),
        ({"hours": 0}, "结束要晚于开始。"),
    ],
)
def test_a_meeting_refuses(branch_a, secretary, fields, text):
    with refused() as refusal:
        make.meeting(branch_a, secretary, **fields)

    assert text in refusal.text
    assert not Meeting.objects.exists()


def test_another_integrity_error_is_not_dressed_up(branch_a, secretary, monkeypatch):
    def fail(*_args, **_fields):
        raise IntegrityError("something else")

    monkeypatch.setattr(ActivityDay, "save", fail)
    with pytest.raises(IntegrityError, match="something else"):
        make.planned(branch_a, secretary)
