"""The form of a line, made from its columns, and the questions above a list."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms.models import fields_for_model
from django.utils.timezone import localdate

from center.fields import DayField, KeyField, TextField
from center.models import User
from center.registers.models import Entry
from center.registers.rules import State
from center.sheets import MAX_BYTES
from center.workflow.forms import BIGGEST, CleanForm, RowForm

QUERY_LENGTH = 40


def seen(rows: models.QuerySet[Any], user: User) -> models.QuerySet[Any]:
    """Return what somebody may choose: visible to them, or of their centers."""
    if hasattr(rows, "visible_to"):
        found: models.QuerySet[Any] = rows.visible_to(user)
        return found
    if hasattr(rows.model, "center_id"):
        rows = rows.filter(center__in=user.center_ids)
    return rows


class EntryForm(RowForm):
    """The columns of a line that people fill in; a register may refine it."""

    sections: ClassVar[Mapping[str, Sequence[str]]] = {}

    def prepare(self) -> None:
        """Offer only what the person may see; a new line is of today."""
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                chosen = self.initial.get(name)
                self.choose_from(name, self._choices(field.queryset, chosen))
        if self.row.pk is None:
            for name, field in self.fields.items():
                if isinstance(field, forms.DateField) and field.required:
                    self.suggest(name, localdate(self.at))

    def _choices(
        self, rows: models.QuerySet[Any], chosen: object
    ) -> models.QuerySet[Any]:
        """Leave out what is struck, unless it was chosen before that."""
        if self.user is None:
            return rows.none()
        rows = seen(rows, self.user)
        if not issubclass(rows.model, Entry):
            return rows
        return rows.filter(Q(state=State.VALID) | Q(pk=chosen)).order_by("pk")

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (heading, [self[name] for name in names if name in self.fields])
            for heading, names in self.sections.items()
            if any(name in self.fields for name in names)
        ]


def made_form(
    base: type[EntryForm],
    model: type[models.Model],
    sections: Mapping[str, Sequence[str]],
    *,
    names: Sequence[str],
    is_new: bool,
) -> type[EntryForm]:
    """Return the form of a line; a new one carries a key, a known one its version."""
    fields = fields_for_model(model, fields=names, formfield_callback=form_field)
    fields = {name: one for name, one in fields.items() if name not in base.base_fields}
    hidden: dict[str, forms.Field] = {}
    if is_new:
        hidden["key"] = KeyField()
    else:
        hidden["version"] = forms.IntegerField(
            min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
        )
    more = {"sections": sections, "field_order": [*names]}
    made: type[EntryForm] = type(
        f"{model.__name__}Form", (base,), {**fields, **hidden, **more}
    )
    return made


def form_field(column: models.Field, **kwargs: Any) -> forms.Field | None:
    """Return the house's own field for a column."""
    if isinstance(column, models.DateField) and not isinstance(
        column, models.DateTimeField
    ):
        kwargs["form_class"] = DayField
    elif isinstance(column, models.TextField) and not column.choices:
        kwargs |= {"form_class": TextField, "lines": 6}
    elif isinstance(column, models.CharField) and not column.choices:
        kwargs["form_class"] = TextField
    found: forms.Field | None = column.formfield(**kwargs)
    return found


class SearchForm(CleanForm):
    def __init__(
        self,
        data: Any,
        *,
        words: str,
        filters: Mapping[str, forms.Field],
        has_period: bool,
    ) -> None:
        super().__init__(data)
        if words:
            self.fields["q"] = TextField(
                label=words, max_length=QUERY_LENGTH, required=False
            )
        self.fields |= filters
        if has_period:
            for name, label in (("from", "从"), ("to", "到")):
                self.fields[name] = DayField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        cleaned = super().clean()
        start, end = cleaned.get("from"), cleaned.get("to")
        if start and end and end < start:
            self.add_error("to", "结束日期要晚于开始日期。")
        return cleaned

    @property
    def asked(self) -> str:
        """Return the question in words, for the log of exports and for paper."""
        if not self.is_valid():
            return ""
        return "；".join(
            f"{bound.label}：{self._answer(bound)}"
            for bound in self.visible_fields()
            if self.cleaned_data.get(bound.name)
        )

    def _answer(self, bound: forms.BoundField) -> str:
        value = self.cleaned_data[bound.name]
        is_model = isinstance(bound.field, forms.ModelChoiceField)
        choices = {} if is_model else dict(getattr(bound.field, "choices", ()))
        return str(choices.get(value, value))


class UploadForm(CleanForm):
    """A file with lines to be looked at; nothing is entered by it."""

    file = forms.FileField(
        label="文件",
        help_text=f".xlsx 或 .csv，不超过 {MAX_BYTES // 1_000_000} MB。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    @classmethod
    def refused(cls, refusal: ValidationError) -> Self:
        """Return it with nothing in it but why the last file failed."""
        form = cls({})
        form.errors.clear()
        form.add_error(None, refusal)
        return form


class RunForm(CleanForm):
    """Lines that were looked at, and how many wrong ones were seen and left out."""

    rows = forms.CharField(widget=forms.HiddenInput)
    bad = forms.IntegerField(min_value=0, max_value=BIGGEST, widget=forms.HiddenInput)
    skip = forms.BooleanField(required=False)
