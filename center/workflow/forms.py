"""Forms about one row: clean text, and from which version somebody acts."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.db.models.expressions import DatabaseDefault
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from center.fields import ReasonField
from center.forms import choose_from
from center.models import User
from center.text import visible

BIGGEST = 2_000_000_000


class CleanForm(forms.Form):
    """A form whose texts carry nothing invisible."""

    def clean(self) -> dict[str, Any]:
        """Free every text of invisible signs; an invisible answer is no answer."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = visible(value)
                if not cleaned[name] and self.fields[name].required:
                    missing = self.fields[name].error_messages["required"]
                    self.add_error(name, missing)
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return what the action takes, by the names of its parameters."""
        return self.cleaned_data


class RowForm(CleanForm):
    """A form of a verb, filled from the columns of the row that it has fields for.

    ``columns`` names the column of a field that is called otherwise; ``secrets`` names
    fields that no answer repeats.
    """

    columns: ClassVar[Mapping[str, str]] = {}
    secrets: ClassVar[frozenset[str]] = frozenset()
    # What was uploaded; a form may have a field of this name.
    files: Any

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        row: Model,
        user: User | None,
        at: datetime,
        auto_id: str = "id_%s",
        **options: Any,
    ) -> None:
        # Whatever row the subject's own forms are about.
        self.row: Any = row
        self.user, self.at, self.options = user, at, options
        known = {one.name for one in row._meta.fields}
        names = {name: self.columns.get(name, name) for name in self.base_fields}
        initial = {
            name: _stored(row, column)
            for name, column in names.items()
            if column in known and name not in self.secrets
        }
        # What the row says now; the rest of a fresh form is only suggested.
        self.told = set(initial)
        super().__init__(data, files, initial=initial, auto_id=auto_id)
        self.prepare()

    def prepare(self) -> None:
        """Set what depends on the row, the person or the day; nothing by default."""

    def is_shown_first(self) -> bool:
        return False

    def has_just_led_to(self, current: Any, verb: str) -> bool:
        """Say whether the own verb has led from the form's version to this one."""
        sent = self.cleaned_data.get("version")
        if sent is None or not verb or current.version != sent + 1 or not self.user:
            return False
        names = current.step_names
        wanted = {"version": current.version, "verb": str(verb), "by": self.user.pk}
        made = {names.get(name, name): value for name, value in wanted.items()}
        return bool(current.steps_made.filter(**made).exists())

    def unsaid(self, current: Any) -> str:
        """Say what was typed now and stands neither in the row nor in its step."""
        step = current.steps_made.filter(
            **{current.step_names.get("version", "version"): current.version}
        ).first()
        note = str(getattr(step, current.step_names.get("note", "note"), ""))
        texts = [
            str(self.cleaned_data.get(bound.name) or "")
            for bound in self.visible_fields()
            if isinstance(bound.field, forms.CharField)
            and bound.name not in self.told
            and not self._is_secret(bound)
        ]
        lines = (line.strip() for text in texts for line in text.splitlines())
        lost = "；".join(line for line in lines if line and line not in note)
        return f"这一次写的“{lost}”没有再记一遍，要补充请另外写。" if lost else ""

    def suggest(self, name: str, value: Any) -> None:
        """Fill a field in where the row says nothing yet."""
        if self.initial.get(name) in ("", None):
            self.initial[name] = value
            self.told.discard(name)

    def tell(self, **values: Any) -> None:
        self.initial = {**self.initial, **values}
        self.told |= values.keys()

    def compared(self, row: Model, **options: Any) -> list[tuple[str, str, str | None]]:
        """Return label, what was typed, and what the row says now if it says it.

        What must not be repeated is left out, whoever typed it.
        """
        now = type(self)(row=row, user=self.user, at=self.at, **options)
        return [
            (
                str(bound.label),
                _text(bound, self.cleaned_data.get(bound.name)),
                _told(now, bound.name),
            )
            for bound in self.visible_fields()
            if not self._is_secret(bound)
        ]

    def kept(self) -> list[tuple[str, str]]:
        """Return label and text of what was typed, without what is not repeated."""
        shown = [one for one in self.visible_fields() if not self._is_secret(one)]
        said = [(str(one.label), _text(one, one.value())) for one in shown]
        return [(label, text) for label, text in said if text]

    def _is_secret(self, bound: forms.BoundField) -> bool:
        is_closed = isinstance(
            bound.field.widget, forms.PasswordInput | forms.FileInput
        )
        return is_closed or bound.name in self.secrets

    def choose_from(
        self, name: str, rows: QuerySet[Any], label: Callable[[Any], str] | None = None
    ) -> None:
        choose_from(self, name, rows, label)


def _stored(row: Model, column: str) -> Any:
    """Return what a row says; of a new one what the database will fill in."""
    value = row.serializable_value(column)
    if isinstance(value, DatabaseDefault):
        default: Any = value  # its expression is not in the stubs
        return getattr(default.expression, "value", None)
    return value


class ColumnsForm(forms.ModelForm):
    """Fields made from columns, where the action fills and checks the row."""

    def _post_clean(self) -> None:
        """Leave the row alone."""


class VersionForm(RowForm):
    """A form that carries from which version somebody acts; alone, a bare button."""

    version = forms.IntegerField(
        min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )


class ReasonForm(VersionForm):
    reason = ReasonField(
        label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


def _told(form: RowForm, name: str) -> str | None:
    """Return what the row of a fresh form says in a field, None if it says nothing."""
    if name not in form.told or name not in form.fields:
        return None
    bound = form[name]
    if isinstance(bound.field, forms.ModelMultipleChoiceField):
        return _text(bound, bound.initial)
    if isinstance(bound.field, forms.ModelChoiceField):
        return str(getattr(form.row, form.columns.get(name, name), None) or "")
    return _text(bound, bound.initial)


def _text(bound: forms.BoundField, value: Any) -> str:
    """Return a value as the person reads it in the form."""
    field = bound.field
    is_model = isinstance(field, forms.ModelChoiceField)
    choices: dict[Any, Any] = {} if is_model else dict(getattr(field, "choices", ()))
    if isinstance(value, list | tuple | QuerySet):
        return "、".join(str(choices.get(one, one)) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(choices.get(value, value))
