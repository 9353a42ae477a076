from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from center.text import visible
from membership.diagrams.models import Edition, Node
from membership.diagrams.rules import MAX_NEXT, Heading, Link, Step

TEXTS = ("title", "phase", "actor", "limit", "text", "record", "source", "revision")


class _Cleaned(forms.ModelForm):
    """A form whose typed texts carry nothing invisible, with key and base edition."""

    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    base = forms.IntegerField(
        min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = visible(value)
                if not cleaned[name] and self.fields[name].required:
                    self.add_error(name, "请填写这一项。")
        return cleaned


class HeadingForm(_Cleaned):
    class Meta:
        model = Edition
        fields = ["title", "intro", "caution"]
        widgets = {
            "intro": forms.Textarea(attrs={"rows": 3}),
            "caution": forms.Textarea(attrs={"rows": 3}),
        }

    def heading(self) -> Heading:
        """Return what was typed."""
        data = self.cleaned_data
        return Heading(data["title"], data["intro"], data["caution"])


class StepForm(_Cleaned):
    """One step and the ways onward; for a new step also behind which one it comes."""

    class Meta:
        model = Node
        fields = [*TEXTS, "shape"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        initial: dict[str, object],
        steps: Sequence[Step],
    ) -> None:
        super().__init__(data, initial=initial)
        own = self.initial.get("step_key")
        choices = [("", "没有")] + [
            (step.key, f"{n}. {step.title}")
            for n, step in enumerate(steps, start=1)
            if step.key != own
        ]
        if own is None:
            self.fields["after"] = forms.ChoiceField(
                label="放在哪一步后面", choices=choices[1:]
            )
            return
        for n in range(1, MAX_NEXT + 1):
            self.fields[f"next_{n}"] = forms.ChoiceField(
                label=f"下一步（{n}）", choices=choices, required=False
            )
            self.fields[f"label_{n}"] = forms.CharField(
                label=f"什么情况走这里（{n}）", max_length=20, required=False
            )

    def step(self, key: str) -> Step:
        """Return what was typed as a step."""
        data = self.cleaned_data
        links = [
            Link(data[f"next_{n}"], data[f"label_{n}"])
            for n in range(1, MAX_NEXT + 1)
            if data.get(f"next_{n}")
        ]
        texts = {name: data[name] for name in TEXTS}
        return Step(key=key, shape=data["shape"], next=tuple(links), **texts)


def step_initial(step: Step) -> dict[str, object]:
    """Return the values with which the form of a step starts."""
    initial: dict[str, object] = {name: getattr(step, name) for name in TEXTS}
    initial |= {"shape": step.shape, "step_key": step.key}
    for n, link in enumerate(step.next[:MAX_NEXT], start=1):
        initial |= {f"next_{n}": link.to, f"label_{n}": link.label}
    return initial


class BaseForm(forms.Form):
    """Which edition the verb means."""

    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    base = forms.IntegerField(
        min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput
    )
