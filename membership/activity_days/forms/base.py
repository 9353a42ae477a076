"""What the forms share: a date with two times, and the branch of a new row."""

from typing import Any

from django import forms
from django.utils.timezone import localtime

from center.fields import ClockField, DayField, KeyField
from center.hours import moment
from center.keys import new_key
from center.workflow.forms import RowForm
from membership.models import Organization

YEARS = range(2000, 2101)


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WhenForm(RowForm):
    """A date with a start and an end of that day, in the time of Shanghai."""

    on = DayField(label="日期")
    start = ClockField(label="开始", widget=TimeInput())
    end = ClockField(label="结束", widget=TimeInput())

    def prepare(self) -> None:
        """Show date and times as the row has them."""
        start, end = self.row.starts_at, self.row.ends_at
        if start is None or end is None:
            self.tell(on=getattr(self.row, "on", None))
            return
        start, end = localtime(start), localtime(end)
        self.tell(on=start.date(), start=start.time(), end=end.time())

    def values(self) -> dict[str, Any]:
        """Return what the action takes, with the two moments."""
        data = self.cleaned_data
        kept = {
            name: data[name] for name in data.keys() - {"on", "start", "end", "key"}
        }
        return kept | {
            "starts_at": moment(data["on"], data["start"]),
            "ends_at": moment(data["on"], data["end"]),
        }


class OfBranchForm(RowForm):
    branch = forms.ModelChoiceField(
        label="党支部", queryset=Organization.objects.none(), empty_label="请选择"
    )
    key = KeyField()

    def prepare(self) -> None:
        """Offer the branches that the page knows."""
        super().prepare()
        self.choose_from("branch", self.options["branches"])
        few = list(self.options["branches"][:2])
        only = few[0].pk if len(few) == 1 else None
        self.suggest("branch", self.options.get("branch") or only)
        self.suggest("key", new_key())
