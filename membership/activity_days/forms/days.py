"""Forms of activity days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from center.fields import (
    DayField,
    FilesField,
    KeyField,
    ManyFilesInput,
    NameField,
    TextField,
)
from center.forms import choose_from
from center.keys import new_key
from center.uploads import clean_uploads
from center.workflow.forms import ReasonForm, RowForm, VersionForm
from membership.activity_days.forms.base import YEARS, OfBranchForm, WhenForm
from membership.activity_days.models import (
    Attendance,
    Photo,
    ReportSetting,
    Task,
    TaskAnswer,
    TypicalCase,
)
from membership.activity_days.rules import Content, Outcome, Presence, State
from membership.models import Organization

NEW_TASKS = 3
CHOSEN_LATER = Presence.MADE_UP
PICTURES = "image/jpeg,image/png"
BEFORE_REPORT = "可以先存，报送前要填好。"


class PlanForm(WhenForm):
    theme = TextField(label="主题", max_length=80)
    place = TextField(label="地点", max_length=80)
    host = NameField(label="主持人", max_length=40, required=False)


class NewDayForm(OfBranchForm, PlanForm):
    field_order = ["branch", "on", "start", "end", "theme", "place", "host"]


class ChangePlanForm(PlanForm, VersionForm):
    """Change what is planned."""


class HoldForm(ChangePlanForm):
    host = NameField(label="主持人", max_length=40)
    recorder = NameField(label="记录人", max_length=40)


class WriteForm(VersionForm):
    """Write the record; it may be saved before it is whole."""

    contents = forms.MultipleChoiceField(
        label="内容（可多选）",
        choices=Content,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=BEFORE_REPORT,
    )
    host = NameField(label="主持人", max_length=40, required=False)
    recorder = NameField(label="记录人", max_length=40, required=False)
    process = TextField(
        lines=8,
        label="议程和经过",
        max_length=4000,
        required=False,
        help_text=BEFORE_REPORT,
    )
    opinions = TextField(
        lines=4, label="党员发言和群众意见", max_length=2000, required=False
    )
    effect = TextField(
        lines=3, label="效果", max_length=1000, required=False, help_text=BEFORE_REPORT
    )
    outside_count = forms.IntegerField(
        label="列席人数", min_value=0, max_value=1000, initial=0
    )
    outside_note = TextField(
        label="列席的是谁",
        max_length=200,
        required=False,
        help_text="例如：入党积极分子 2 人，群众代表 1 人。",
    )


class AttendanceForm(VersionForm):
    def prepare(self) -> None:
        self.rows: list[Attendance] = list(self.options["page"])
        choices = [(one.value, one.label) for one in Presence if one != CHOSEN_LATER]
        for row in self.rows:
            name, number = row.member.name, row.member_id
            self.fields[f"p{number}"] = forms.ChoiceField(
                label=f"{name}：出勤",
                choices=choices,
                initial=row.presence or Presence.PRESENT,
                disabled=row.presence == CHOSEN_LATER,
                required=row.presence != CHOSEN_LATER,
            )
            self.told |= {f"p{number}", f"r{number}"}
            self.fields[f"r{number}"] = TextField(
                label=f"{name}：事由",
                max_length=100,
                required=False,
                initial=row.reason,
            )

    def lines(self) -> list[tuple[Attendance, Any, Any]]:
        """Return for each member the row and its two fields."""
        return [
            (row, self[f"p{row.member_id}"], self[f"r{row.member_id}"])
            for row in self.rows
        ]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        marks = {
            row.member_id: (data[f"p{row.member_id}"], data[f"r{row.member_id}"])
            for row in self.rows
            if row.presence != CHOSEN_LATER
        }
        return {"version": data["version"], "marks": marks}


class TasksForm(VersionForm):
    """The tasks of last time one by one, and room for new ones."""

    def prepare(self) -> None:
        self.tasks: list[Task] = list(self.options["tasks"])
        answers: Mapping[int, TaskAnswer] = self.options["answers"]
        for task in self.tasks:
            answer = answers.get(task.pk)
            self.fields[f"o{task.pk}"] = forms.ChoiceField(
                label=f"“{task.text}”完成情况",
                choices=[("", "请选择"), *Outcome.choices],
                required=False,
                initial=answer.outcome if answer else "",
            )
            self.told |= {f"o{task.pk}", f"n{task.pk}"}
            self.fields[f"n{task.pk}"] = TextField(
                label=f"“{task.text}”说明",
                max_length=200,
                required=False,
                initial=answer.note if answer else "",
            )
        for n in range(1, NEW_TASKS + 1):
            self.fields[f"text{n}"] = TextField(
                label=f"任务 {n}", max_length=200, required=False
            )
            self.fields[f"who{n}"] = TextField(
                label=f"责任人 {n}", max_length=40, required=False
            )
            self.fields[f"due{n}"] = DayField(label=f"期限 {n}", required=False)

    def old(self) -> list[tuple[Task, Any, Any]]:
        return [(task, self[f"o{task.pk}"], self[f"n{task.pk}"]) for task in self.tasks]

    def fresh(self) -> list[tuple[Any, Any, Any]]:
        numbers = range(1, NEW_TASKS + 1)
        return [(self[f"text{n}"], self[f"who{n}"], self[f"due{n}"]) for n in numbers]

    def values(self) -> dict[str, Any]:
        version = self.cleaned_data["version"]
        return {"version": version, "answers": self.answers(), "new": self.new()}

    def answers(self) -> dict[int, tuple[str, str]]:
        data = self.cleaned_data
        return {t.pk: (data[f"o{t.pk}"], data[f"n{t.pk}"]) for t in self.tasks}

    def new(self) -> list[tuple[str, str, date | None]]:
        data = self.cleaned_data
        return [
            (data[f"text{n}"], data[f"who{n}"], data[f"due{n}"])
            for n in range(1, NEW_TASKS + 1)
            if data[f"text{n}"] or data[f"who{n}"]
        ]


class ReturnForm(ReasonForm):
    def prepare(self) -> None:
        self.fields["reason"].label = "退回意见"


class MakeUpForm(RowForm):
    on = DayField(label="补课日期")
    how = TextField(
        label="怎么补的", max_length=100, help_text="例如：送学上门，学习文件。"
    )


class CaseForm(RowForm):
    """Write a typical case; the last wording is shown to start from."""

    title = TextField(
        label="标题", max_length=TypicalCase._meta.get_field("title").max_length
    )
    body = TextField(
        lines=14,
        label="正文",
        max_length=TypicalCase._meta.get_field("body").max_length,
    )

    def prepare(self) -> None:
        last = self.row.cases.order_by("-number").first()
        if last:
            self.initial = {"title": last.title, "body": last.body}


class PhotoForm(RowForm):
    kind = forms.ChoiceField(label="类别", choices=Photo.Kind)
    key = KeyField()
    photos = FilesField(
        label="照片",
        required=True,
        widget=ManyFilesInput(attrs={"accept": PICTURES, "multiple": True}),
        help_text="JPG、PNG，每张 5 MB 以内，一次最多 5 张。拍摄地点等信息会自动去掉；"
        "请不要上传涉密内容。",
    )

    def prepare(self) -> None:
        self.initial["key"] = new_key()

    def values(self) -> dict[str, Any]:
        data, who = self.cleaned_data, self.options["who"]
        try:
            files = clean_uploads(data["photos"], who=who, at=self.at)
        except ValidationError as refusal:
            raise ValidationError({"photos": refusal.error_list}) from refusal
        key = self.options["bind"](data["key"])
        return {"kind": data["kind"], "files": files, "form_key": key}


class ReportSettingForm(forms.ModelForm):
    class Meta:
        model = ReportSetting
        fields = ["rolls_over", "expects_monthly"]


# What is to be reported, beside the states.
DUE = [("late", "缺报"), ("soon", "三天内到期")]


class FilterForm(forms.Form):
    branch = forms.ModelChoiceField(
        label="支部",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="全部",
    )
    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *DUE, *State.choices], required=False
    )
    year = forms.IntegerField(
        label="年份", min_value=YEARS[0], max_value=YEARS[-1], required=False
    )

    def __init__(self, data: QueryDict, *, branches: QuerySet[Organization]) -> None:
        super().__init__(data)
        choose_from(self, "branch", branches)
