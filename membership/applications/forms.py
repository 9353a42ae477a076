from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from center.rules import clean_phone, visible
from membership.applications.models import Application
from membership.applications.rules import Ground, State
from membership.models import Organization

BIGGEST = 2_000_000_000
YEARS = range(1900, 2101)


class DateInput(forms.DateInput):
    """The date field of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Cleaned(forms.Form):
    """A form whose typed texts carry nothing invisible and whose dates are sane."""

    def clean(self) -> dict[str, Any]:
        """Free every text of invisible signs; an invisible answer is no answer."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = visible(value)
                if not cleaned[name] and self.fields[name].required:
                    self.add_error(name, "请填写这一项。")
            elif hasattr(value, "year") and value.year not in YEARS:
                self.add_error(name, "年份不对，请重新选日期。")
        return cleaned


class VersionForm(Cleaned):
    """Carries from which version somebody acts."""

    version = forms.IntegerField(
        min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )


class BranchField(forms.ModelChoiceField):
    """A branch among those that somebody may see."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Organization.objects.none(), **options)


class ReceiveForm(Cleaned, forms.ModelForm):
    class Meta:
        model = Application
        fields = [
            "name",
            "sex",
            "born_on",
            "nation",
            "native_place",
            "education",
            "phone",
            "work_unit",
            "home",
            "is_mobile",
            "is_league_member",
            "copies",
            "pages",
            "signed_on",
        ]
        widgets = {"born_on": DateInput(), "signed_on": DateInput()}

    phone = forms.CharField(label="手机号", max_length=20, required=False)
    copies = forms.IntegerField(label="份数", min_value=1, max_value=20, initial=1)
    pages = forms.IntegerField(label="页数", min_value=1, max_value=200, initial=1)
    branch = BranchField(
        label="对应的党支部", required=False, empty_label="还不确定，过后再定"
    )
    ground = forms.ChoiceField(
        label="判定依据", choices=[("", "请选择"), *Ground.choices], required=False
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
        self.fields["branch"].queryset = branches  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """Return the number as eleven digits, or as it was typed."""
        return clean_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """Ask for the reason when a branch is chosen."""
        cleaned = super().clean()
        if bool(cleaned.get("branch")) != bool(cleaned.get("ground")):
            self.add_error("ground", "定了支部要选判定依据，没定就都不选。")
        return cleaned

    def details(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        return {name: data[name] for name in [*self.Meta.fields, "branch", "ground"]}

    def _post_clean(self) -> None:
        """Leave the row alone; the action fills and checks it."""


class AssignForm(VersionForm):
    branch = BranchField(label="对应的党支部", empty_label="请选择")
    ground = forms.ChoiceField(label="判定依据", choices=Ground)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, object],
        branches: QuerySet[Organization],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.fields["branch"].queryset = branches  # type: ignore[attr-defined]


class HandOverForm(VersionForm):
    on = forms.DateField(label="移交日期", widget=DateInput())
    to = forms.CharField(label="支部接收人", max_length=40)


class TalkForm(VersionForm):
    on = forms.DateField(label="谈话日期", widget=DateInput())
    by_whom = forms.CharField(label="谈话人", max_length=40)
    place = forms.CharField(label="谈话地点", max_length=80, required=False)


class WithdrawForm(VersionForm):
    reason = forms.CharField(
        label="本人说明", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class FilterForm(forms.Form):
    """Which applications to list."""

    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *State.choices], required=False
    )
    q = forms.CharField(label="姓名或收件号", max_length=40, required=False)
