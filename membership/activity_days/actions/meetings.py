"""The short register of 三会一课: enter, correct, strike out."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from center.models import User
from center.workflow.actions import StaleError, in_words, needed, once, put
from membership.activity_days.actions.base import branch_at_work, times_checked
from membership.activity_days.models import Meeting, MeetingStep
from membership.models import Organization


class Details(TypedDict):
    """What the register says of a meeting."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str
    host: str
    recorder: str
    topic: str
    lecturer: str
    decisions: str
    expected_count: int
    attending_count: int


@once(Meeting)
def register_meeting(
    *,
    branch: Organization,
    form_key: str,
    by: User,
    at: datetime,
    **details: Unpack[Details],
) -> Meeting:
    """Enter a meeting that took place; refuse one that overlaps an activity day."""
    row = branch_at_work(branch)
    meeting = Meeting(center=row.center, branch=row, form_key=form_key)
    _fill(meeting, details, at=at)
    _save(meeting)
    _record(meeting, "登记", by=by, at=at)
    return meeting


@transaction.atomic
def change_meeting(
    meeting: Meeting,
    *,
    version: int,
    by: User,
    at: datetime,
    **details: Unpack[Details],
) -> Meeting:
    """Correct the entry; what stood there before is in the history."""
    row = _locked(meeting)
    if row.version != version:
        raise StaleError(row)
    _check_valid(row)
    before = f"{row.when_text} {row.topic}"
    _fill(row, details, at=at)
    row.version += 1
    _save(row)
    _record(row, f"修改，原为：{before}", by=by, at=at)
    return row


@transaction.atomic
def void_meeting(meeting: Meeting, *, reason: str, by: User, at: datetime) -> Meeting:
    """Strike an entry out; it stays readable and frees its time."""
    row = _locked(meeting)
    _check_valid(row)
    row.void_reason = needed(reason, "作废的原因")
    row.void_at = at
    row.version += 1
    row.full_clean(validate_unique=False)
    row.save(update_fields=["void_at", "void_reason", "version"])
    _record(row, f"作废：{row.void_reason}", by=by, at=at)
    return row


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def _check_valid(meeting: Meeting) -> None:
    if meeting.void_at is not None:
        raise ValidationError("这一条已经作废，不能再改。", code="wrong_state")


def _fill(meeting: Meeting, details: Details, *, at: datetime) -> None:
    starts_at, ends_at = details["starts_at"], details["ends_at"]
    times_checked(starts_at, ends_at, at=at)
    if ends_at > at:
        raise ValidationError("会议还没有结束，结束以后再登记。", code="early")
    put(meeting, **details)


def _save(meeting: Meeting) -> None:
    meeting.full_clean(validate_unique=False, validate_constraints=False)
    with in_words(), transaction.atomic():
        meeting.save()


def _record(meeting: Meeting, text: str, *, by: User, at: datetime) -> None:
    MeetingStep.objects.create(meeting=meeting, by=by, at=at, text=text[:300])
