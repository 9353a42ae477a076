"""The form of a notice with its files, and what is asked of the lists."""

from typing import Any

from django import forms
from django.db.models import Q
from django.forms.models import fields_for_model
from django.utils.timezone import localdate

from center.fields import FilesField, KeyField, MomentField, TextField
from center.keys import bound
from center.models import User
from center.notices.models import Duty, Notice, Text
from center.notices.rules import Kind
from center.publishing.forms import WhyForm
from center.registers.forms import form_field
from center.registers.rules import State
from center.search import LONGEST_QUESTION
from center.searchable import by_pinyin
from center.workflow.forms import BIGGEST, RowForm

ABOUT = ["kind", "duty", "period"]
SAID = [
    *("title", "body", "byline", "unit", "topic", "employer", "is_nothing"),
    *("show_from", "show_until", "pin_until", "occurred_on"),
    *("reviewed_by", "review_basis", "change_note"),
]
MOMENTS = {
    "show_from": "空着就是审核通过的那一刻。",
    "show_until": "空着就一直在；招聘必填，最多 60 天。",
    "pin_until": "最多 30 天，一类最多三条。",
}
FILES = 3


def _columns() -> dict[str, forms.Field]:
    about = fields_for_model(Notice, fields=ABOUT, formfield_callback=form_field)
    said = fields_for_model(Text, fields=SAID, formfield_callback=form_field)
    made = {name: one for name, one in {**about, **said}.items() if one}
    for name, words in MOMENTS.items():
        column: Any = Text._meta.get_field(name)
        label = str(column.verbose_name)
        made[name] = MomentField(label=label, required=False, help_text=words)
    made["body"].help_text = "可以分段、列点，**加粗**、[文字](网址)；图片放在附件里。"
    made["period"].help_text = "如 2026-08、2026-Q3、2026-H1、2026。"
    return made


class _TextForm(RowForm):
    """All that a notice says; nothing but its kind is required."""

    key = KeyField()
    files = FilesField(limit=FILES)
    is_scan = forms.BooleanField(
        label="这次传的是扫描件（正文里要有文字内容）", required=False
    )

    def prepare(self) -> None:
        """Offer the duties of the center and the colleagues who may review."""
        notice = self.row.notice
        self.tell(**{name: notice.serializable_value(name) for name in ABOUT})
        duties = Duty.objects.filter(center=notice.center_id)
        known = duties.filter(Q(state=State.VALID) | Q(pk=notice.duty_id))
        self.choose_from("duty", known.order_by("pk"))
        staff = User.objects.filter(is_staff=True, is_active=True)
        mine = Q(center=notice.center_id) | Q(pk=self.row.reviewed_by_id)
        self.choose_from("reviewed_by", staff.filter(mine).order_by(by_pinyin(), "pk"))
        for name, field in self.fields.items():
            field.required = name == "kind"
        kind: Any = self.fields["kind"]
        kind.choices = Kind.choices

    @property
    def sent_files(self) -> list[tuple[str, str]]:
        """Return title and words of each file that came, in their order."""
        count = len(self.cleaned_data["files"])
        return list(
            zip(
                self._listed("files_title", count),
                self._listed("files_alt", count),
                strict=True,
            )
        )

    def _listed(self, name: str, count: int) -> list[str]:
        """Return one text a file; of more lines than files the empty ones go."""
        data: Any = self.data
        typed = [one.strip()[:200] for one in data.getlist(name)]
        if len(typed) != count:
            typed = [one for one in typed if one]
        return [*typed, *[""] * count][:count]

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        key = bound(data.pop("key", ""), self.options["request"])
        sent, is_scan = data.pop("files"), data.pop("is_scan")
        cleaned = self.options["clean"](sent)
        files = [
            (clean, title[:80], words, is_scan)
            for clean, (title, words) in zip(cleaned, self.sent_files, strict=True)
        ]
        return {**data, "files": files, "form_key": key}


class _EditForm(_TextForm):
    version = forms.IntegerField(
        min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )

    def values(self) -> dict[str, Any]:
        data: Any = self.data
        return {**super().values(), "drop_files": data.getlist("drop_files")}


def _made(base: type[_TextForm], name: str) -> type[_TextForm]:
    return type(name, (base,), {**_columns(), "field_order": [*ABOUT, *SAID]})


NewForm = _made(_TextForm, "NewForm")
EditForm = _made(_EditForm, "EditForm")


class WithdrawForm(WhyForm):
    """Say why it is taken down; readers are told."""


class LookForm(forms.Form):
    """What a reader looks for; a wrong choice asks for everything."""

    q = TextField(label="找公告", required=False)
    kind = forms.ChoiceField(choices=[("", "全部"), *Kind.choices], required=False)
    unit = TextField(required=False, max_length=40)

    def asked(self) -> dict[str, str]:
        """Return what is asked, empty where it was not understood."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return asked | {"q": asked["q"][:LONGEST_QUESTION]}


class YearForm(forms.Form):
    year = forms.IntegerField(min_value=2000, max_value=2100, required=False)

    def asked(self, today: Any) -> int:
        """Return the year that is asked for, this one where it was not understood."""
        self.is_valid()
        return int(self.cleaned_data.get("year") or localdate(today).year)
