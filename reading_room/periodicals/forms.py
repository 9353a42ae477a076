from django import forms

from center.fields import DayField
from center.registers.forms import EntryForm
from center.workflow.forms import ReasonForm, VersionForm


class SubscriptionForm(EntryForm):
    """What and how often is said once: the numbers follow from it."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)

    def prepare(self) -> None:
        """Suggest this year; of a known one only copies and notes change."""
        super().prepare()
        if self.row.pk is not None:
            for name in ("title", "year", "frequency", "first_on"):
                del self.fields[name]
            return
        self.suggest("year", self.at.year)


class ArriveForm(VersionForm):
    """When it came, and up to which number where several came as one."""

    columns = {"on": "arrived_on"}

    on = DayField(label="到的日期", required=False, is_past=True)
    through = forms.IntegerField(
        label="合到第几期",
        min_value=1,
        max_value=60,
        required=False,
        help_text="一本里合了几期的，写最后一期的期数；不是合刊就空着。",
    )


class ClaimForm(ReasonForm):
    def prepare(self) -> None:
        self.fields["reason"].label = "向谁催的、怎么说的"
