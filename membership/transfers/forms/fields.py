"""Fields that several forms have."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from center.fields import ReasonField, TextField
from center.text import half_width
from membership.models import Organization
from membership.rules.organizations import HOLDS_MEMBERS

EMPTY = [("", "—")]
_MONTH = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?")


class MonthField(forms.Field):
    """A month, written 2026-11; kept as its first day."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(
            attrs={"type": "month", "placeholder": "2026-11", "autocomplete": "off"}
        )
        super().__init__(widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """Read a month; refuse what is none."""
        if value in self.empty_values:
            return None
        found = _MONTH.fullmatch(half_width(str(value)[:40]))
        if found and 1921 <= int(found[1]) <= 2200 and 1 <= int(found[2]) <= 12:
            return date(int(found[1]), int(found[2]), 1)
        raise ValidationError("月份写成 2026-11 这样。")


def line(label: str, length: int, **options: Any) -> TextField:
    options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
    return TextField(label=label, max_length=length, **options)


def words(label: str, length: int = 300, **options: Any) -> TextField:
    """Return a field for a few lines of text."""
    return TextField(lines=3, label=label, max_length=length, **options)


def why(label: str, length: int = 300, **options: Any) -> ReasonField:
    """Return a text area for why something is done."""
    return ReasonField(lines=3, label=label, max_length=length, **options)


class BranchField(forms.ModelChoiceField):
    """A branch in which a formal relation may stand."""

    def __init__(self, **options: Any) -> None:
        branches = Organization.objects.active().filter(kind__in=HOLDS_MEMBERS)
        super().__init__(queryset=branches, **options)

    def label_from_instance(self, obj: Organization) -> str:
        return obj.name
