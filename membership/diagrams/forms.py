from collections.abc import Sequence
from typing import Any

from django import forms

from center.fields import DayField, KeyField
from center.workflow.forms import BIGGEST, CleanForm
from membership.diagrams.models import HEADING, TEXTS, Edition, Step
from membership.diagrams.rules import MAX_STEPS

AREAS = ("intro", "caution", "text", "ways")
WIDGETS = {name: forms.Textarea(attrs={"rows": 3}) for name in AREAS}
Texts = dict[str, Any]


class _EditionForm(CleanForm, forms.ModelForm):
    key = KeyField()
    base = forms.IntegerField(min_value=1, max_value=BIGGEST, widget=forms.HiddenInput)

    def applied(self, heading: Texts, steps: Sequence[Texts]) -> Texts:
        typed = {name: self.cleaned_data[name] for name in HEADING}
        return {"heading": typed | {"note": "改了标题和说明"}, "steps": steps}


class HeadingForm(_EditionForm):
    class Meta:
        model = Edition
        fields = HEADING
        widgets = WIDGETS


class StepForm(_EditionForm):
    position = forms.IntegerField(label="排在第几步", min_value=1, max_value=MAX_STEPS)
    is_gone = forms.BooleanField(label="去掉这一步", required=False)
    checked_on = DayField(
        label="核对于",
        required=False,
        help_text="还没核对就空着，会标“待核对”。",
    )

    class Meta:
        model = Step
        fields = TEXTS
        widgets = WIDGETS

    def applied(self, heading: Texts, steps: Sequence[Texts]) -> Texts:
        """Return the heading and the steps, this one in its place or left out."""
        data, place = self.cleaned_data, self.initial["position"]
        kept = [*steps[: place - 1], *steps[place:]]
        did = "去掉" if data["is_gone"] else "改了" if place <= len(steps) else "新增"
        if not data["is_gone"]:
            typed = {name: data[name] for name in TEXTS}
            kept.insert(data["position"] - 1, typed)
        note = f"{did}“{data['title']}”"
        return {"heading": heading | {"note": note}, "steps": kept}
