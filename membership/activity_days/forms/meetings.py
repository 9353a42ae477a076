"""Forms of meetings."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from center.workflow.forms import BIGGEST
from membership.activity_days.forms.base import WhenForm
from membership.activity_days.models import Meeting
from membership.models import Organization


class MeetingForm(WhenForm, forms.ModelForm):
    """What the register says of a meeting."""

    class Meta:
        model = Meeting
        fields = [
            "kind",
            "place",
            "host",
            "recorder",
            "topic",
            "lecturer",
            "decisions",
            "expected_count",
            "attending_count",
        ]
        widgets = {"decisions": forms.Textarea(attrs={"rows": 4})}

    field_order = ["branch", "kind", "on", "start", "end"]
    expected_count = forms.IntegerField(label="应到人数", min_value=0, max_value=5000)
    attending_count = forms.IntegerField(label="实到人数", min_value=0, max_value=5000)

    def details(self) -> dict[str, Any]:
        """Return what the actions take."""
        data = self.cleaned_data
        return self.times() | {name: data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """Leave the row alone; the action fills and checks it."""


class NewMeetingForm(MeetingForm):
    """Enter a meeting of a branch."""

    branch = forms.ModelChoiceField(
        label="党支部", queryset=Organization.objects.none(), empty_label="请选择"
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, object],
        branches: QuerySet[Organization],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        field = self.fields["branch"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = branches


class ChangeMeetingForm(MeetingForm):
    """Correct the entry of a meeting."""

    version = forms.IntegerField(
        min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )
