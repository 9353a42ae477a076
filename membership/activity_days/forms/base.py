"""What the forms share: fields of the browser, clean text, a date with two times."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.timezone import localtime

from center.hours import moment
from center.workflow.forms import CleanForm, DateInput
from membership.activity_days.models import ActivityDay, Meeting

YEARS = range(2000, 2101)


class TimeInput(forms.TimeInput):
    """The time field of the browser."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class MultiFileInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class MultiFileField(forms.FileField):
    """A list of uploaded files, not looked into yet."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=MultiFileInput(), **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files as a list, each one checked like a single one."""
        files = data if isinstance(data, list | tuple) and data else [data or None]
        one = super().clean
        return [one(file, initial) for file in files]


class WhenForm(CleanForm):
    """A date with a start and an end of that day, in the time of Shanghai."""

    on = forms.DateField(label="日期", widget=DateInput())
    start = forms.TimeField(label="开始", widget=TimeInput())
    end = forms.TimeField(label="结束", widget=TimeInput())

    def clean_on(self) -> date:
        """Refuse years that only a slip of the finger brings."""
        day: date = self.cleaned_data["on"]
        if day.year not in YEARS:
            raise forms.ValidationError("年份不对，请重新选日期。")
        return day

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
