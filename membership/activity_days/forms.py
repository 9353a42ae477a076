from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import localtime

from center.hours import moment
from center.rules import visible
from membership.activity_days.models import (
    ActivityDay,
    Attendance,
    Meeting,
    Photo,
    ReportSetting,
    Task,
    TaskAnswer,
    TypicalCase,
)
from membership.activity_days.rules import Content, Outcome, Presence, State
from membership.models import Organization

BIGGEST = 2_000_000_000
YEARS = range(2000, 2101)
NEW_TASKS = 3
CHOSEN_LATER = Presence.MADE_UP


class DateInput(forms.DateInput):
    """The date field of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The time field of the browser."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class MultiFileInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class MultiFileField(forms.FileField):
    """A list of uploaded files, not looked into yet."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=MultiFileInput(), **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files as a list, each one checked like a single one."""
        files = data if isinstance(data, list | tuple) else [data]
        one = super().clean
        return [one(file, initial) for file in files]


class Cleaned(forms.Form):
    """A form whose typed texts carry nothing invisible."""

    def clean(self) -> dict[str, Any]:
        """Free every text of invisible signs; an invisible answer is no answer."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = visible(value)
                if not cleaned[name] and self.fields[name].required:
                    self.add_error(name, "请填写这一项。")
        return cleaned


class VersionForm(Cleaned):
    """Carries from which version somebody acts."""

    version = forms.IntegerField(
        min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )


class WhenForm(Cleaned):
    """A date with a start and an end of that day, in the time of Shanghai."""

    on = forms.DateField(label="日期", widget=DateInput())
    start = forms.TimeField(label="开始", widget=TimeInput())
    end = forms.TimeField(label="结束", widget=TimeInput())

    def clean_on(self) -> date:
        """Refuse years that only a slip of the finger brings."""
        day: date = self.cleaned_data["on"]
        if day.year not in YEARS:
            raise forms.ValidationError("年份不对，请重新选日期。")
        return day

    def times(self) -> dict[str, datetime]:
        """Return the two moments."""
        data = self.cleaned_data
        return {
            "starts_at": moment(data["on"], data["start"]),
            "ends_at": moment(data["on"], data["end"]),
        }


class PlanForm(WhenForm):
    theme = forms.CharField(label="主题", max_length=80)
    place = forms.CharField(label="地点", max_length=80)
    host = forms.CharField(label="主持人", max_length=40, required=False)

    def details(self) -> dict[str, Any]:
        """Return what the actions take."""
        data = self.cleaned_data
        names = [
            name for name in ("theme", "place", "host", "recorder") if name in data
        ]
        return self.times() | {name: data[name] for name in names}


class NewDayForm(PlanForm):
    branch = forms.ModelChoiceField(
        label="党支部", queryset=Organization.objects.none(), empty_label="请选择"
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    field_order = ["branch", "on", "start", "end", "theme", "place", "host"]

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


class ChangePlanForm(PlanForm, VersionForm):
    pass


class HoldForm(PlanForm, VersionForm):
    host = forms.CharField(label="主持人", max_length=40)
    recorder = forms.CharField(label="记录人", max_length=40)


class WriteForm(VersionForm):
    contents = forms.MultipleChoiceField(
        label="内容（可多选）",
        choices=Content,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    host = forms.CharField(label="主持人", max_length=40, required=False)
    recorder = forms.CharField(label="记录人", max_length=40, required=False)
    process = forms.CharField(
        label="议程和经过",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    opinions = forms.CharField(
        label="党员发言和群众意见",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    effect = forms.CharField(
        label="效果",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    outside_count = forms.IntegerField(
        label="列席人数", min_value=0, max_value=1000, initial=0
    )
    outside_note = forms.CharField(
        label="列席的是谁",
        max_length=200,
        required=False,
        help_text="例如：入党积极分子 2 人，群众代表 1 人。",
    )


class AttendanceForm(VersionForm):
    """One line for each member on the page."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        version: int,
        rows: Iterable[Attendance],
    ) -> None:
        super().__init__(data, initial={"version": version})
        self.rows = list(rows)
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
            self.fields[f"r{number}"] = forms.CharField(
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

    def marks(self) -> dict[int, tuple[str, str]]:
        """Return presence and reason by member."""
        data = self.cleaned_data
        return {
            row.member_id: (data[f"p{row.member_id}"], data[f"r{row.member_id}"])
            for row in self.rows
            if row.presence != CHOSEN_LATER
        }


class TasksForm(VersionForm):
    """The tasks of last time one by one, and room for new ones."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        version: int,
        tasks: Iterable[Task],
        answers: Mapping[int, TaskAnswer],
    ) -> None:
        super().__init__(data, initial={"version": version})
        self.tasks = list(tasks)
        for task in self.tasks:
            answer = answers.get(task.pk)
            self.fields[f"o{task.pk}"] = forms.ChoiceField(
                label=f"“{task.text}”完成情况",
                choices=[("", "请选择"), *Outcome.choices],
                required=False,
                initial=answer.outcome if answer else "",
            )
            self.fields[f"n{task.pk}"] = forms.CharField(
                label=f"“{task.text}”说明",
                max_length=200,
                required=False,
                initial=answer.note if answer else "",
            )
        for n in range(1, NEW_TASKS + 1):
            self.fields[f"text{n}"] = forms.CharField(
                label=f"任务 {n}", max_length=200, required=False
            )
            self.fields[f"who{n}"] = forms.CharField(
                label=f"责任人 {n}", max_length=40, required=False
            )
            self.fields[f"due{n}"] = forms.DateField(
                label=f"期限 {n}", required=False, widget=DateInput()
            )

    def old(self) -> list[tuple[Task, Any, Any]]:
        """Return for each old task its two fields."""
        return [(task, self[f"o{task.pk}"], self[f"n{task.pk}"]) for task in self.tasks]

    def fresh(self) -> list[tuple[Any, Any, Any]]:
        """Return the fields of the new tasks."""
        numbers = range(1, NEW_TASKS + 1)
        return [(self[f"text{n}"], self[f"who{n}"], self[f"due{n}"]) for n in numbers]

    def answers(self) -> dict[int, tuple[str, str]]:
        """Return outcome and note by task."""
        data = self.cleaned_data
        return {t.pk: (data[f"o{t.pk}"], data[f"n{t.pk}"]) for t in self.tasks}

    def new(self) -> list[tuple[str, str, date | None]]:
        """Return the new tasks that were typed."""
        data = self.cleaned_data
        return [
            (data[f"text{n}"], data[f"who{n}"], data[f"due{n}"])
            for n in range(1, NEW_TASKS + 1)
            if data[f"text{n}"] or data[f"who{n}"]
        ]


class ReasonForm(VersionForm):
    reason = forms.CharField(
        label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class MakeUpForm(Cleaned):
    on = forms.DateField(label="补课日期", widget=DateInput())
    how = forms.CharField(
        label="怎么补的", max_length=100, help_text="例如：送学上门，学习文件。"
    )


class CaseForm(Cleaned, forms.ModelForm):
    class Meta:
        model = TypicalCase
        fields = ["title", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}


class PhotoForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=Photo.Kind)
    files = MultiFileField(
        label="照片",
        help_text="JPG、PNG，每张 5 MB 以内，一次最多 5 张。拍摄地点等信息会自动去掉；"
        "请不要上传涉密内容。",
    )


class ReportSettingForm(forms.ModelForm):
    class Meta:
        model = ReportSetting
        fields = ["rolls_over", "expects_monthly"]


class MeetingForm(WhenForm, forms.ModelForm):
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


class ChangeMeetingForm(MeetingForm, VersionForm):
    pass


class FilterForm(forms.Form):
    """Which activity days or meetings to list."""

    branch = forms.ModelChoiceField(
        label="支部",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="全部",
    )
    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *State.choices], required=False
    )
    year = forms.IntegerField(
        label="年份", min_value=YEARS[0], max_value=YEARS[-1], required=False
    )

    def __init__(self, data: QueryDict, *, branches: QuerySet[Organization]) -> None:
        super().__init__(data)
        field = self.fields["branch"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = branches


def when_initial(row: ActivityDay | Meeting) -> dict[str, object]:
    """Return date and times of a row as the form shows them."""
    if row.starts_at is None or row.ends_at is None:
        return {"on": getattr(row, "on", None)}
    start, end = localtime(row.starts_at), localtime(row.ends_at)
    return {"on": start.date(), "start": start.time(), "end": end.time()}
