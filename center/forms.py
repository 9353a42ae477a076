"""What stands in a form, in words: for pages that keep what was typed."""

from collections.abc import Callable, Collection, Container, Iterator
from itertools import takewhile
from typing import Any

from django import forms
from django.db.models import QuerySet

from center.fields import is_secret_field
from center.models import User
from center.searchable import by_pinyin

# Stands over what somebody filled in where no form knows the name of the field.
UNNAMED = "您填的"


def choose_from(
    form: forms.BaseForm,
    name: str,
    rows: QuerySet[Any],
    label: Callable[[Any], str] | None = None,
) -> None:
    """Let a field offer these rows, each called what ``label`` says if not its own.

    People stand by pinyin, as in every list of names.
    """
    field: Any = form.fields[name]
    field.queryset = rows.order_by(by_pinyin(), "pk") if rows.model is User else rows
    if label is not None:
        field.label_from_instance = label


def in_words(field: forms.BoundField) -> str:
    """Return what stands in a form field, in the words of its choices."""
    if is_secret_field(field.field):
        return "（不显示）" if field.value() else "（空）"
    value = field.value()
    values = value if isinstance(value, list | tuple) else [value]
    names = {str(key): str(name) for key, name in getattr(field.field, "choices", [])}
    shown = [names.get(str(one), str(one)) for one in values if one not in (None, "")]
    return "、".join(shown) or "（空）"


def fields_named(names: Collection[str], module: str) -> dict[str, forms.Field]:
    """Return the fields of these names, of the form that most likely has sent them.

    For pages that know what was sent and not by which form: the form with the most of
    these names, near the view in ``module``. No choice is asked of the database.
    """
    if not names:  # most refused pages come without a form
        return {}
    own = module.split(".")

    def likeness(form: Any) -> tuple[int, int, int]:
        parts = form.__module__.split(".")
        pairs = zip(own, parts, strict=False)
        near = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        return sum(name in form.base_fields for name in names), near, -len(parts)

    found: dict[str, forms.Field] = {}
    asked = {
        one
        for one in _forms_below(forms.BaseForm)
        if not one.base_fields.keys().isdisjoint(names)
    }
    for form in sorted(asked, key=likeness):
        found |= {n: form.base_fields[n] for n in names if n in form.base_fields}
    return found


def _forms_below(form: type) -> Iterator[Any]:
    one: Any
    for one in form.__subclasses__():
        if getattr(one, "base_fields", None):
            yield one
        yield from _forms_below(one)


def label_of(field: forms.Field | None) -> str:
    return str(getattr(field, "label", "") or "") or UNNAMED


def choice_text(field: forms.Field | None, value: str) -> str:
    """Return what was chosen in its words, as far as they stand in the form itself."""
    choices = getattr(field, "choices", None)
    names = choices if isinstance(choices, list) else []
    return {str(key): str(text) for key, text in names}.get(value, value)


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
