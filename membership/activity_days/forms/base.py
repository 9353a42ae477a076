"""What the forms share: fields of the browser, clean text, a date with two times."""

from datetime import datetime

from django import forms
from django.utils.timezone import localtime

from center.fields import DayField
from center.hours import moment
from center.workflow.forms import CleanForm
from membership.activity_days.models import ActivityDay, Meeting

YEARS = range(2000, 2101)


class TimeInput(forms.TimeInput):
    """The time field of the browser."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WhenForm(CleanForm):
    """A date with a start and an end of that day, in the time of Shanghai."""

    on = DayField(label="日期")
    start = forms.TimeField(label="开始", widget=TimeInput())
    end = forms.TimeField(label="结束", widget=TimeInput())

    def times(self) -> dict[str, datetime]:
        """Return the two moments."""
        data = self.cleaned_data
        return {
            "starts_at": moment(data["on"], data["start"]),
            "ends_at": moment(data["on"], data["end"]),
        }


def when_initial(row: ActivityDay | Meeting) -> dict[str, object]:
    """Return date and times of a row as the form shows them."""
    if row.starts_at is None or row.ends_at is None:
        return {"on": getattr(row, "on", None)}
    start, end = localtime(row.starts_at), localtime(row.ends_at)
    return {"on": start.date(), "start": start.time(), "end": end.time()}
