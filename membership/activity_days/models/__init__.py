"""Activity days, what belongs to them, and the short register of 三会一课."""

from membership.activity_days.models.days import ActivityDay, Step
from membership.activity_days.models.meetings import Meeting, MeetingStep
from membership.activity_days.models.parts import (
    Attendance,
    Photo,
    Task,
    TaskAnswer,
    TypicalCase,
)
from membership.activity_days.models.times import ReportSetting, TimeSlot

__all__ = [
    "ActivityDay",
    "Attendance",
    "Meeting",
    "MeetingStep",
    "Photo",
    "ReportSetting",
    "Step",
    "Task",
    "TaskAnswer",
    "TimeSlot",
    "TypicalCase",
]
