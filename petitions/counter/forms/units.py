"""Shape of what staff type about other units: urging, calling back, objecting."""

from typing import Any

from django import forms

from center.fields import ReasonField, TextField
from center.models import Center
from center.wording import date_in_sentence
from petitions.actions.objections import last_day, open_parts
from petitions.counter.forms.verbs import (
    CaseForm,
    ReasonForm,
    long_text,
    reason_text,
    yes_or_no,
)
from petitions.models import Assist
from petitions.rules.states import LENGTHS


class EscalateForm(CaseForm):
    superior = TextField(label="报给哪里", required=False, max_length=60)
    reason = reason_text("为什么要上报")

    def prepare(self) -> None:
        if self.case.center.parent_id:
            del self.fields["superior"]


class HandBackForm(CaseForm):
    is_answer = yes_or_no("这是", "我们的答复", "退回，不归我们办")
    text = ReasonField(
        lines=6,
        label="答复，或退回的理由",
        max_length=LENGTHS["text"],
        help_text="退回的请写清楚依据哪一条。",
    )

    def prepare(self) -> None:
        """Speak of a superior outside the portal as whoever asked it does."""
        if self.case.owner_center_id is None:
            field: Any = self.fields["is_answer"]
            field.label = "上级怎么回的"
            field.choices = [("1", "给了答复"), ("0", "退回来了，说不归他们办")]
            self.fields["text"].label = "他们的答复，或退回的理由"


class AssistForm(CaseForm):
    unit = TextField(label="请哪个单位", required=False, max_length=60)
    center = forms.ModelChoiceField(
        label="或者请哪个中心",
        required=False,
        queryset=Center.objects.none(),
        empty_label="（不是系统里的中心）",
    )
    part = long_text("请他们做什么", "reason", help_text="不要写他的姓名、电话和住址。")

    def prepare(self) -> None:
        self.initial.pop("center")
        self.choose_from("center", Center.objects.exclude(pk=self.case.center_id))

    def clean(self) -> dict[str, Any]:
        """Ask for a unit or a center."""
        data = super().clean() or {}
        if not data.get("unit") and not data.get("center"):
            self.add_error("unit", "请写单位的名字，或者选一个中心。")
        return data


class AssistedForm(CaseForm):
    assist = forms.ModelChoiceField(label="哪一部分", queryset=Assist.objects.none())
    finding = TextField(lines=6, label="结果", max_length=1000)

    def prepare(self) -> None:
        self.offer_parts(open_parts(self.case, self.user))


class UrgeForm(CaseForm):
    text = long_text("催的话", "reason", help_text="过一个工作日没答复，就能调回来。")


class RecallForm(ReasonForm):
    """Why the answer is not waited for."""


class ObjectForm(CaseForm):
    assist = forms.ModelChoiceField(label="哪一部分", queryset=Assist.objects.none())
    reason = reason_text("为什么不归本单位办", help_text="写清楚依据哪一条。")

    def prepare(self) -> None:
        """Offer the parts nobody has objected to, and say until when it works."""
        rows = open_parts(self.case, self.user).filter(objected_at__isnull=True)
        self.offer_parts(rows)
        if days := [last_day(row) for row in rows]:
            self.fields[
                "assist"
            ].help_text = f"最晚 {date_in_sentence(min(days))}提出。"


class RuleForm(CaseForm):
    assist = forms.ModelChoiceField(label="哪一部分", queryset=Assist.objects.none())
    is_theirs = yes_or_no(
        "归不归它办", "仍由它办", "异议成立，不归它办", "请选归不归它办。"
    )
    reason = reason_text("裁定的理由")

    def prepare(self) -> None:
        self.offer_parts(Assist.objects.disputed().filter(petition=self.case))
