"""Fields that read what people type, strictly and without falling over anything."""

import re
from datetime import date, datetime, time
from html import escape
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe

from center.hours import moment

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MINUTE = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
# Years in which a booking can be; also keeps arithmetic with days out of trouble.
YEARS = range(2000, 2200)
MOST_DIGITS = 4


def read_day(text: str) -> date | None:
    """Return an ISO date, or None for anything else; ASCII digits only."""
    if not re.fullmatch(DAY, text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def read_start(text: str) -> datetime | None:
    """Return a local time such as 2026-11-25T09:30 as a moment, or None."""
    found = re.fullmatch(rf"({DAY})T({MINUTE})", text)
    day = read_day(found[1]) if found else None
    return moment(day, time.fromisoformat(found[2])) if found and day else None


def read_number(text: str) -> int | None:
    """Return a whole number of at most four ASCII digits, or None."""
    short = re.fullmatch(rf"[0-9]{{1,{MOST_DIGITS}}}", text)
    return int(text) if short else None


class Choices(forms.Select):
    """One of many plain options; a template for each of 200 seats takes too long."""

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        """Return the whole element, written in one go."""
        chosen = str(value or "")
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if key == chosen else ""}>'
            f"{escape(str(label))}</option>"
            for key, label in self.choices
        )
        others = flatatt(self.build_attrs(self.attrs, attrs))
        text = f'<select name="{escape(name)}"{others}>{options}</select>'
        return mark_safe(text)  # noqa: S308 - escaped piece by piece


class NumberField(forms.CharField):
    """A whole number from ``least`` on; ``wrong`` is said about everything else."""

    widget = forms.NumberInput

    def __init__(self, *, least: int, wrong: str, **kwargs: Any) -> None:
        self.least, self.wrong = least, wrong
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return super().widget_attrs(widget) | {"min": self.least}

    def clean(self, value: object) -> int | None:
        """Return the number, or None when nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        number = read_number(text)
        if number is None or number < self.least:
            raise ValidationError(self.wrong, code="number")
        return number


class StartField(forms.CharField):
    """When something begins: local time of Asia/Shanghai, to the minute."""

    widget = forms.HiddenInput
    wrong = "选的时间看不懂，请回到上一页重新选一个。"

    def clean(self, value: object) -> datetime | None:
        """Return the moment, or None when nothing was sent."""
        text = super().clean(value)
        start = read_start(text)
        if text and start is None:
            raise ValidationError(self.wrong, code="start")
        return start
