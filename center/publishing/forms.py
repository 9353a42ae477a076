"""Forms of the verbs that every public text has."""

from typing import Any

from django import forms

from center.workflow.forms import BIGGEST, ReasonForm, RowForm, VersionForm


class SlimForm(RowForm):
    """A button; it may say from which version, and is refused then if that is old."""

    version = forms.IntegerField(
        required=False, min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        """Leave out the version where none was sent."""
        cleaned = super().clean()
        if cleaned.get("version") is None:
            cleaned.pop("version", None)
        return cleaned


class WhyForm(SlimForm):
    reason = ReasonForm.base_fields["reason"]


class ApproveForm(SlimForm):
    """Approve exactly the text that was shown."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.initial["digest"] = self.row.digest


__all__ = ["ApproveForm", "SlimForm", "VersionForm", "WhyForm"]
