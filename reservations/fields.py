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
from center.keys import KEY_LENGTH
from center.rules import clean_phone, is_phone, visible

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MINUTE = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
# Years in which a booking can be; also keeps arithmetic with days out of trouble.
YEARS = range(2000, 2200)
MOST_DIGITS = 4
# Text so many times longer than allowed is refused without a closer look.
TOO_LONG = 10


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


class TextField(forms.CharField):
    """What somebody typed, without the signs that nobody can see."""

    def to_python(self, value: object) -> str:
        """Return the visible part of the text; what is far too long stays as it is."""
        text = super().to_python(value) or ""
        is_huge = self.max_length and len(text) > TOO_LONG * self.max_length
        return text if is_huge else visible(text)


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

    def __init__(self, *, least: int, wrong: str, **kwargs: object) -> None:
        self.least, self.wrong = least, wrong
        super().__init__(**kwargs)  # type: ignore[arg-type]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        """Tell the browser the least number."""
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


class KeyField(forms.CharField):
    """The hidden key of a form; anything that is not one counts as none."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: object) -> str:
        """Return the key or nothing; a bad key is never the person's mistake."""
        text = str(value or "")
        fits = re.fullmatch(rf"[0-9A-Za-z_-]{{1,{2 * KEY_LENGTH}}}", text)
        return text if fits else ""


class PhoneField(TextField):
    """A mobile number as people write it; spaces, hyphens and +86 do no harm."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    wrong = "手机号是 11 位数字，以 1 开头，请再对一遍。"

    def clean(self, value: object) -> str:
        """Return eleven ASCII digits, or nothing when nothing was typed."""
        phone = clean_phone(super().clean(value))
        if phone and not is_phone(phone):
            raise ValidationError(self.wrong, code="phone")
        return phone
