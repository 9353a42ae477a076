"""Fields that read what people type, strictly and without falling over anything."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from html import escape
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe

from center.hours import moment
from center.text import half_width, read_moment

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
# Years in which a booking can be; also keeps arithmetic with days out of trouble.
YEARS = range(2000, 2200)
MOST_DIGITS = 4
LONGEST_START = 40


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
    """Return a local time, to the minute, as a moment, or None."""
    found = read_moment(text[:LONGEST_START])
    if found is None or found.second or found.year not in YEARS:
        return None
    return moment(found.date(), found.time())


def read_number(text: str) -> int | None:
    """Return a whole number of at most four ASCII digits, or None."""
    plain = half_width(text[:LONGEST_START])
    return int(plain) if re.fullmatch(rf"[0-9]{{1,{MOST_DIGITS}}}", plain) else None


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


class SeatMap(Choices):
    """The seats as they stand in the room, each to be chosen; folded, for most let us.

    ``units`` are all of a kind; what is none of ``choices`` is taken then.
    """

    use_fieldset = True

    def __init__(self, *, room: Any, units: Iterable[Any], choices: Any) -> None:
        super().__init__(choices=choices)
        self.room, self.units = room, units

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        return ""

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        """Return the map as one group of radio buttons, written in one go."""
        chosen, free = str(value or ""), dict(self.choices)
        seats = "".join(
            _seat(name, unit, chosen, is_free=str(unit.number) in free)
            for unit in self.units
        )
        text = _MAP.format(
            id=escape(str((attrs or {}).get("id", name))),
            open=" open" if chosen else "",
            any=_RADIO.format(name=escape(name), value="", on=_on(not chosen)),
            front=_WALL.format("win", escape(self.room.front_wall)),
            row=self.room.seats_in_row,
            seats=seats,
            back=_WALL.format("door", escape(self.room.back_wall)),
        )
        return mark_safe(text)  # noqa: S308 - escaped piece by piece


_RADIO = '<input type="radio" name="{name}" value="{value}"{on}>'
_WALL = '<p class="wall {}">{}</p>'
_MAP = (
    '<details class="seatpick" id="{id}"{open}>'
    "<summary>不挑也行，我们帮您安排<span>自己挑</span></summary>"
    '<label class="any">{any}<span>都可以，帮我安排</span></label>'
    '<div class="seatmap">{front}<div class="seats row-{row}">{seats}</div>{back}</div>'
    "</details>"
)
_SEAT = '<label>{radio}<span class="seat">{number}<small>{near}</small></span></label>'
_TAKEN = '<span class="seat taken">{number}<small>已约</small></span>'


def _seat(name: str, unit: Any, chosen: str, *, is_free: bool) -> str:
    number = str(unit.number)
    # What was sent stays chosen, also when somebody else has it now.
    if not is_free and number != chosen:
        return _TAKEN.format(number=number)
    near = unit.near if is_free else "已约"
    radio = _RADIO.format(name=escape(name), value=number, on=_on(number == chosen))
    return _SEAT.format(radio=radio, number=number, near=escape(near) or "空")


def _on(is_chosen: bool) -> str:
    return " checked" if is_chosen else ""


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

    widget: Any = forms.HiddenInput
    wrong = "选的时间看不懂，请回到上一页重新选一个。"

    def clean(self, value: object) -> datetime | None:
        """Return the moment, or None when nothing was sent."""
        text = super().clean(value)
        start = read_start(text)
        if text and start is None:
            raise ValidationError(self.wrong, code="start")
        return start


class TypedStartField(StartField):
    """A moment that staff type or pick themselves."""

    wrong = "时间看不懂，写成 2026-11-25 09:00 这样。"

    def __init__(self, **kwargs: Any) -> None:
        picker = forms.TextInput(attrs={"type": "datetime-local"})
        super().__init__(widget=picker, **kwargs)
