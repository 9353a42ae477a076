"""Forms of meetings."""

from django import forms

from center.fields import NameField, TextField
from center.workflow.forms import ColumnsForm, VersionForm
from membership.activity_days.forms.base import OfBranchForm, WhenForm
from membership.activity_days.models import Meeting


class MeetingForm(WhenForm, ColumnsForm):
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
        field_classes: dict[str, type[forms.Field]] = {
            **dict.fromkeys(("host", "recorder", "lecturer"), NameField),
            **dict.fromkeys(("place", "topic"), TextField),
        }

    field_order = ["branch", "kind", "on", "start", "end"]
    decisions = TextField(lines=4, label="决议", max_length=2000, required=False)
    expected_count = forms.IntegerField(label="应到人数", min_value=0, max_value=5000)
    attending_count = forms.IntegerField(label="实到人数", min_value=0, max_value=5000)


class NewMeetingForm(OfBranchForm, MeetingForm):
    """Enter a meeting of a branch."""


class ChangeMeetingForm(MeetingForm, VersionForm):
    """Correct the entry of a meeting."""
