from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate

from center.fields import DayField, NameField, PhoneField, TextField
from center.forms import choose_from
from center.models import User
from center.registers.forms import form_field
from center.workflow.forms import CleanForm, ColumnsForm, ReasonForm, VersionForm
from membership.applications.models import Application
from membership.applications.rules import TO_TALK, Ground, State
from membership.models import Organization

NO_BRANCH = Organization.objects.none()


class ReceiveForm(CleanForm, ColumnsForm):
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
        formfield_callback = form_field

    name = NameField()
    born_on = DayField(label="出生日期", is_past=True)
    phone = PhoneField(required=False)
    signed_on = DayField(label="落款日期", is_past=True)
    copies = forms.IntegerField(label="份数", min_value=1, max_value=20, initial=1)
    pages = forms.IntegerField(label="页数", min_value=1, max_value=200, initial=1)
    branch = forms.ModelChoiceField(
        NO_BRANCH,
        label="对应的党支部",
        required=False,
        empty_label="还不确定，过后再定",
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
        user: User,
    ) -> None:
        super().__init__(data, initial=dict(initial))
        choose_from(self, "branch", Organization.objects.at_work_for(user))

    def clean(self) -> dict[str, Any]:
        """Ask for the reason when a branch is chosen."""
        cleaned = super().clean()
        if bool(cleaned.get("branch")) != bool(cleaned.get("ground")):
            self.add_error("ground", "定了支部要选判定依据，没定就都不选。")
        return cleaned

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: data[name] for name in [*self.Meta.fields, "branch", "ground"]}


class AssignForm(VersionForm):
    branch = forms.ModelChoiceField(
        NO_BRANCH, label="对应的党支部", empty_label="请选择"
    )
    ground = forms.ChoiceField(label="判定依据", choices=Ground)

    def prepare(self) -> None:
        self.choose_from("branch", Organization.objects.at_work_for(self.user))


class HandOverForm(VersionForm):
    columns = {"on": "handed_over_on", "to": "handed_to"}

    on = DayField(label="移交日期")
    to = NameField(label="支部接收人")

    def prepare(self) -> None:
        self.suggest("on", localdate(self.at))


class TalkForm(VersionForm):
    columns = {"on": "talked_on", "by_whom": "talked_by", "place": "talk_place"}

    on = DayField(label="谈话日期")
    by_whom = NameField(label="谈话人")
    place = TextField(label="谈话地点", max_length=80, required=False)

    def prepare(self) -> None:
        self.suggest("on", localdate(self.at))


class WithdrawForm(ReasonForm):
    def prepare(self) -> None:
        self.fields["reason"].label = "本人说明"


class FilterForm(forms.Form):
    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), TO_TALK, *State.choices], required=False
    )
    q = TextField(label="姓名或收件号", max_length=40, required=False)
