from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from center.accounts.backends import staff_with
from center.fields import ACCEPT, DayField, KeyField, TextField
from center.models import User
from center.workflow.forms import CleanForm, RowForm, VersionForm
from reading_room.documents.models import Document
from reading_room.documents.rules import GRADES, NO_GRADE, Kind, mark_in, why_marked


def reviewer_field(**options: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="可公开审查人",
        empty_label="还没有审查",
        **options,
    )


def colleagues(user: User | None, *, but: list[int]) -> Any:
    rows = staff_with("documents.review_document").exclude(pk__in=but)
    return rows.filter(center__in=user.center_ids if user else [])


class _TextForm(RowForm):
    title = TextField(label="标题", max_length=120)
    kind = forms.ChoiceField(label="类别", choices=Kind)
    issuer = TextField(
        label="发文机关、主讲人", max_length=80, help_text="讲话、讲座写主讲人和职务。"
    )
    number = TextField(label="文号", max_length=60, required=False)
    dated_on = DayField(label="成文日期", is_past=True)
    summary = TextField(
        label="我们写的摘要",
        lines=6,
        max_length=3000,
        required=False,
        help_text="用自己的话写。别人的讲话、讲座不抄全文。",
    )
    source_url = forms.URLField(
        label="出处网址", max_length=300, required=False, assume_scheme="https"
    )
    file = forms.FileField(
        label="文件",
        required=False,
        help_text="PDF 或图片，不超过 5 MB。讲话、讲座不附文件。",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    aliases = TextField(label="关键词", max_length=120, required=False)
    secrecy = forms.ChoiceField(
        label="密级",
        choices=[(one, one) for one in GRADES],
        initial=NO_GRADE,
        help_text="只收没有密级、可以公开的文件。",
    )

    def clean_file(self) -> Any:
        """Refuse a file by its name before anybody looks into it."""
        file = self.cleaned_data["file"]
        if file and (mark := mark_in(str(file.name))):
            raise ValidationError(f"文件名{why_marked(mark)}")
        return file

    def clean_source_url(self) -> str:
        url: str = self.cleaned_data["source_url"]
        if url and not url.startswith(("https://", "http://")):
            raise ValidationError("网址以 https:// 或 http:// 开头。")
        return url


class NewForm(_TextForm):
    """A new document, with its review where there was one on paper."""

    reviewed_by = reviewer_field(required=False)
    reviewed_on = DayField(label="审查日期", required=False, is_past=True)
    review_basis = TextField(
        label="审查依据",
        max_length=200,
        required=False,
        help_text="审查人、日期、依据要么都填，要么都空着，以后由同事在系统里审查。",
    )
    key = KeyField()

    def prepare(self) -> None:
        if self.user:
            rows = colleagues(self.user, but=[])
            self.choose_from("reviewed_by", rows)


class ChangeForm(_TextForm, VersionForm):
    """The same text again; what changes has to be reviewed again."""

    def prepare(self) -> None:
        if isinstance(self.row, Document) and self.row.file_name:
            self.fields[
                "file"
            ].help_text = f"现在是“{self.row.file_name}”，不选就不换。"
        self.initial["file"] = None


class ReviewForm(VersionForm):
    reviewed_by = reviewer_field()
    reviewed_on = DayField(label="审查日期", is_past=True)
    review_basis = TextField(label="审查依据", max_length=200)

    def prepare(self) -> None:
        wrote = self.row.steps.filter(verb__in=["add", "change"])
        but = [*wrote.values_list("by", flat=True), self.row.uploaded_by_id]
        self.choose_from("reviewed_by", colleagues(self.user, but=but))
        if self.user and self.user.pk not in but:
            self.suggest("reviewed_by", self.user.pk)
        self.suggest("reviewed_on", localdate(self.at))


class LookForm(CleanForm):
    # Whatever is longer is cut, not refused.
    q = TextField(label="标题、文号、发文机关、主讲人", required=False)
    kind = forms.ChoiceField(
        label="类别", choices=[("", "全部"), *Kind.choices], required=False
    )
    year = forms.RegexField(
        r"^[12][0-9]{3}$",
        label="哪一年",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "年份写成四位数字，如 2026。"},
    )
