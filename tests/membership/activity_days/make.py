"""Builders of activity days and meetings, through the actions."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from django.core.exceptions import ValidationError

from center.uploads import CleanFile
from membership.activity_days.actions import meetings, planning, record, reporting
from membership.activity_days.models import ActivityDay, Meeting
from membership.activity_days.rules import State
from tests import make as people

_number = count(1)


def at(text: str) -> datetime:
    """Read ``"2026-11-16 09:00"``."""
    return people.moment(text)


def planned(branch, by, on="2026-11-16", start="09:00", hours=2, **fields):
    """Plan an activity day, on the morning before unless said otherwise."""
    starts_at = at(f"{on} {start}")
    fields = {
        "theme": "学习文件",
        "place": "会议室",
        "form_key": f"day-{next(_number)}",
        "at": starts_at - timedelta(days=1),
    } | fields
    return planning.plan(
        branch=branch,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        by=by,
        **fields,
    )


def held(branch, by, on="2026-11-16", **fields) -> ActivityDay:
    """Plan an activity day and write down that it was held."""
    day = planned(branch, by, on, **fields)
    return hold(day, by)


def hold(day, by, **fields) -> ActivityDay:
    fields = {
        "version": day.version,
        "starts_at": day.starts_at,
        "ends_at": day.ends_at,
        "theme": day.theme or "统一活动",
        "place": day.place or "会议室",
        "host": "秦朗",
        "recorder": "许婷",
        "at": day.ends_at + timedelta(minutes=5),
    } | fields
    return record.hold(day, by=by, **fields)


def written(day, by, **fields) -> ActivityDay:
    fields = {
        "version": day.version,
        "contents": ["study"],
        "host": "秦朗",
        "recorder": "许婷",
        "process": "集体学习，讨论。",
        "opinions": "",
        "effect": "大家明白了要做什么。",
        "outside_count": 0,
        "outside_note": "",
        "at": day.ends_at + timedelta(minutes=10),
    } | fields
    return record.write(day, by=by, **fields)


def attended(day, by, marks=None, **fields) -> ActivityDay:
    marks = marks or {}
    ids = day.attendances.values_list("member_id", flat=True)
    marks = {pk: marks.get(pk, ("present", "")) for pk in ids}
    fields = {
        "version": day.version,
        "at": day.ends_at + timedelta(minutes=15),
    } | fields
    return record.mark_attendance(day, marks=marks, by=by, **fields)


def complete(branch, by, on="2026-11-16", **fields) -> ActivityDay:
    """Return a day that was held and lacks nothing for its report."""
    day = held(branch, by, on, **fields)
    return attended(written(day, by), by)


def reported(branch, by, on="2026-11-16", reported="", **fields) -> ActivityDay:
    day = complete(branch, by, on, **fields)
    moment = at(reported) if reported else day.ends_at + timedelta(hours=1)
    return reporting.report(day, version=day.version, by=by, at=moment)


def returned(day, organizer) -> ActivityDay:
    moment = day.reported_at + timedelta(hours=1)
    return reporting.return_report(
        day, version=day.version, reason="请补写效果。", by=organizer, at=moment
    )


def signed(day, organizer) -> ActivityDay:
    moment = day.reported_at + timedelta(hours=1)
    return reporting.sign(day, version=day.version, by=organizer, at=moment)


def in_state(state, branch, by, organizer, on="2026-11-16") -> ActivityDay:
    """Return an activity day in any state, on the way that the portal allows."""
    if state == State.PLANNED:
        return planned(branch, by, on)
    if state == State.CANCELLED:
        day = planned(branch, by, on)
        return planning.cancel(day, reason="停电", by=by, at=day.starts_at)
    if state == State.HELD:
        return complete(branch, by, on)
    day = reported(branch, by, on)
    if state == State.RETURNED:
        return returned(day, organizer)
    return signed(day, organizer) if state == State.SIGNED else day


def meeting(branch, by, on="2026-11-16", start="09:00", hours=1, **fields) -> Meeting:
    starts_at = at(f"{on} {start}")
    ends_at = starts_at + timedelta(hours=hours)
    fields = {
        "kind": "members",
        "place": "会议室",
        "host": "秦朗",
        "recorder": "",
        "topic": "换届准备",
        "lecturer": "",
        "decisions": "",
        "expected_count": 10,
        "attending_count": 8,
        "form_key": f"meeting-{next(_number)}",
        "at": ends_at + timedelta(hours=1),
    } | fields
    return meetings.register_meeting(
        branch=branch, starts_at=starts_at, ends_at=ends_at, by=by, **fields
    )


def refused(code=None):
    class Refused:
        def __enter__(self):
            self.catch = pytest.raises(ValidationError)
            self.info = self.catch.__enter__()
            return self

        def __exit__(self, *error):
            done = self.catch.__exit__(*error)
            if code is not None:
                errors = self.info.value.error_list
                assert {one.code for one in errors} == {code}
            return done

        @property
        def text(self):
            return "".join(self.info.value.messages)

    return Refused()


def replanned(day, by, start, end, version=None):
    return planning.replan(
        day,
        version=version or day.version,
        starts_at=at(start),
        ends_at=at(end),
        theme="新主题",
        place="会议室",
        by=by,
        at=at("2026-09-01 09:00"),
    )


def tasks(day, by, answers=None, new=(), **fields):
    fields = {"version": day.version, "at": day.ends_at} | fields
    return record.settle_tasks(
        day, answers=answers or {}, new=list(new), by=by, **fields
    )


def photo(name="合影.jpg", content_type="image/jpeg"):
    return CleanFile(name, content_type, b"\xff\xd8\xff pixels")
