"""Forms check shape. Whether the rules allow it, the action decides."""

from membership.activity_days.forms.base import (
    YEARS,
    VersionForm,
    when_initial,
)
from membership.activity_days.forms.days import (
    AttendanceForm,
    CaseForm,
    ChangePlanForm,
    FilterForm,
    HoldForm,
    MakeUpForm,
    NewDayForm,
    PhotoForm,
    ReasonForm,
    ReportSettingForm,
    TasksForm,
    WriteForm,
)
from membership.activity_days.forms.meetings import (
    ChangeMeetingForm,
    NewMeetingForm,
)

__all__ = [
    "YEARS",
    "AttendanceForm",
    "CaseForm",
    "ChangeMeetingForm",
    "ChangePlanForm",
    "FilterForm",
    "HoldForm",
    "MakeUpForm",
    "NewDayForm",
    "NewMeetingForm",
    "PhotoForm",
    "ReasonForm",
    "ReportSettingForm",
    "TasksForm",
    "VersionForm",
    "WriteForm",
    "when_initial",
]
