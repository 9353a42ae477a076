"""What the printed letter says in capitals, and how small a long text must get.

The form of 组通字〔2006〕45号 wants the month of the dues and the days of validity in
capitals, against alteration: 贰零贰陆年壹拾壹月, 玖拾天.
"""

import unicodedata
from math import ceil

from django import template

register = template.Library()

DIGITS = "零壹贰叁肆伍陆柒捌玖"
SIZE = 4.4  # millimeters: height of a sign, and width of a Chinese one
# A text this much longer than its gap is written on two lines.
TOO_LONG = 1.4
# static/css/letter.css has a class for each step between these percents.
STEP, SMALLEST = 5, 20
# Two lines stay below the row above.
LARGEST_OF_TWO = 85


@register.filter
def year_in_capitals(year: int | None) -> str:
    """Return a year digit by digit: 贰零贰陆."""
    return "".join(DIGITS[int(digit)] for digit in str(year or ""))


@register.filter
def number_in_capitals(value: int | None) -> str:
    """Return 1 to 99 with the one before the ten, which nobody can add: 壹拾壹."""
    if not value:
        return ""
    if not 1 <= value <= 99:
        raise ValueError(f"no capitals for {value}")
    tens, ones = divmod(value, 10)
    return (f"{DIGITS[tens]}拾" if tens else "") + (DIGITS[ones] if ones else "")


@register.inclusion_tag("transfers/_gap.html")
def gap(text: object, width: int, size: float = SIZE) -> dict[str, object]:
    """Write a text into a gap of so many millimeters; long ones get smaller."""
    lines = halves("" if text is None else str(text), width / size)
    largest = LARGEST_OF_TWO if len(lines) > 1 else 100
    fits = min(largest, *(percent(line, width / size) for line in lines))
    return {"lines": lines, "width": width, "percent": fits}


@register.inclusion_tag("transfers/_either.html")
def either(one: str, other: str, chosen: str) -> dict[str, str]:
    return {"one": one, "other": other, "chosen": chosen}


def halves(text: str, room: float) -> list[str]:
    """Return a text as one line, as two when it is far too long for ``room`` signs."""
    if signs(text) <= room * TOO_LONG:
        return [text]
    middle = (len(text) + 1) // 2
    return [text[:middle], text[middle:]]


def percent(line: str, room: float) -> int:
    too_long = ceil((1 - room / max(signs(line), room)) * 100 / STEP)
    return max(100 - too_long * STEP, SMALLEST)


def signs(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(sign) in "WFA" for sign in text)
    return wide + 0.6 * (len(text) - wide)
