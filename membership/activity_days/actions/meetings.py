"""The short register of 三会一课: enter, correct, strike out."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from center.models import User
from center.workflow.actions import Change, because, enter, once, put, step
from membership.activity_days.actions.base import branch_at_work, times_checked
from membership.activity_days.models import Meeting
from membership.activity_days.rules import MeetingVerb
from membership.models import Organization


@once(Meeting)
def register_meeting(
    *, branch: Organization, form_key: str, by: User, at: datetime, **details: Any
) -> Meeting:
    """Enter a meeting that took place; refuse one that overlaps an activity day."""
    row = branch_at_work(branch)
    meeting = Meeting(center=row.center, branch=row, form_key=form_key)
    _fill(meeting, details, at=at)
    return enter(meeting, MeetingVerb.REGISTER, by=by, at=at, note="登记")


@step(MeetingVerb.CHANGE)
def change_meeting(change: Change[Meeting], **details: Any) -> None:
    """Correct the entry; what stood there before is in the history."""
    row = change.row
    change.note = f"修改，原为：{row.when_text} {row.topic}"
    _fill(row, details, at=change.at)


@step(MeetingVerb.VOID)
def void_meeting(change: Change[Meeting], *, reason: str) -> None:
    """Strike an entry out; it stays readable and frees its time."""
    row = change.row
    row.void_at, row.void_reason = change.at, because(reason, "作废的原因")[:200]
    change.note = f"作废：{row.void_reason}"


def _fill(meeting: Meeting, details: dict[str, Any], *, at: datetime) -> None:
    times_checked(details["starts_at"], details["ends_at"], at=at)
    if details["ends_at"] > at:
        raise ValidationError("会议还没有结束，结束以后再登记。", code="early")
    put(meeting, **details)
