"""What stands in a form, in words: for pages that keep what was typed."""

from collections.abc import Container
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from center.fields import is_secret_field


def choose_from(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let a field choose among these rows."""
    cast("forms.ModelChoiceField", form.fields[name]).queryset = rows


def in_words(field: forms.BoundField) -> str:
    """Return what stands in a form field, in the words of its choices."""
    if is_secret_field(field.field):
        return "（不显示）" if field.value() else "（空）"
    value = field.value()
    values = value if isinstance(value, list | tuple) else [value]
    names = {str(key): str(name) for key, name in getattr(field.field, "choices", [])}
    shown = [names.get(str(one), str(one)) for one in values if one not in (None, "")]
    return "、".join(shown) or "（空）"


def kept_fields(
    form: forms.BaseForm, *, hidden: Container[str] = ()
) -> list[tuple[str, str]]:
    """Return label and words of what somebody filled in, ``hidden`` fields aside."""
    fields = [
        (str(field.label), in_words(field))
        for field in form.visible_fields()
        if field.name not in hidden and not is_secret_field(field.field)
    ]
    return [(label, text) for label, text in fields if text != "（空）"]
