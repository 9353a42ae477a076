"""One column of one row, as people read it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.timezone import localtime

Model = type[models.Model]


def field_of(model: Model, path: str) -> models.Field | None:
    """Return the column at the end of ``item__unit``, or nothing for a property."""
    name, _, rest = path.partition("__")
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    found: models.Field | None = field
    return field_of(field.related_model, rest) if rest else found


def label(model: Model, path: str) -> str:
    """Return the heading of a column; that of a property is its docstring."""
    if field := field_of(model, path):
        return str(field.verbose_name)
    return (getattr(model, path).__doc__ or path).strip().rstrip(".")


def related(model: Model, paths: Iterable[str]) -> list[str]:
    """Return the relations that these columns read along."""
    found = []
    for path in paths:
        steps = path.split("__")
        for n in range(1, len(steps) + 1):
            field = field_of(model, "__".join(steps[:n]))
            if field is not None and (field.many_to_one or field.one_to_one):
                found.append("__".join(steps[:n]))
    return list(dict.fromkeys(found))


def text(row: Any, path: str) -> str:
    """Return a column of a row in words; what is empty is empty."""
    name, _, rest = path.partition("__")
    if rest:
        beside = getattr(row, name)
        return text(beside, rest) if beside is not None else ""
    if display := getattr(row, f"get_{name}_display", None):
        return str(display())
    return worded(getattr(row, name))


def worded(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)
