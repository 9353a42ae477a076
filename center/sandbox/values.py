"""What a cell shows, from what is stored in it and how it is formatted. Pure."""

import re
from datetime import date, timedelta

# A number cell of a workbook holds fifteen digits; the rest is gone.
MOST_EXACT = 10**15
LOST = "存成了数字，末几位已经丢了，请把这一列设成文本重新填。"
FORMULA = "是公式，请改成文字。"
ERROR = "是错误值，请改正。"
NO_NUMBER = "读不懂，请改成文字。"
LAST_SERIAL = 2_958_465
_DAYS_1904 = 1_462
# Formats that are never written out; 27 to 36 and 50 to 58 are those of Chinese Excel.
_DATES = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
_DURATION = 46
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_DATE_SIGNS = re.compile(r"[dmyhs年月日时分秒]", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_AS_TEXT = re.compile(r'="([^"]*)"')


class CellError(ValueError):
    """A cell whose value cannot be trusted; the text says why."""


def kind_of_format(number: int, code: str) -> str:
    """Return date, duration, zeros with a count, or empty for any other format."""
    if number == _DURATION or _ELAPSED.search(code):
        return "duration"
    if number in _DATES:
        return "date"
    if re.fullmatch("0{2,20}", code):
        return code
    bare = _BRACKETS.sub("", _QUOTED.sub("", code.split(";", 1)[0]))
    return "date" if _DATE_SIGNS.search(bare.replace("General", "")) else ""


def number_text(stored: str, form: str, *, is_1904: bool) -> str:
    """Return a number as its cell shows it."""
    try:
        value = float(stored)
    except ValueError as error:
        raise CellError(NO_NUMBER) from error
    if value != value or abs(value) >= MOST_EXACT:
        raise CellError(LOST)
    if form == "date" and 0 <= value <= LAST_SERIAL:
        return _moment(value, is_1904=is_1904)
    if form == "duration" and value >= 0:
        minutes, seconds = divmod(round(value * 86_400), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    plain = str(int(value)) if value == int(value) else repr(value)
    return plain.zfill(len(form)) if form.startswith("00") and value >= 0 else plain


def _moment(value: float, *, is_1904: bool) -> str:
    day = int(value)
    if day == 0 and not is_1904:
        seconds = min(round(value * 86_400), 86_399)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    day += _DAYS_1904 if is_1904 else 0
    # Spreadsheets believe in a February 29, 1900.
    start = date(1899, 12, 30) if day >= 60 else date(1899, 12, 31)
    return (start + timedelta(min(day, LAST_SERIAL))).isoformat()


def unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def unwrapped(text: str) -> str:
    """Return ="138…" and '110…, which keep digits in a spreadsheet, as their digits."""
    if found := _AS_TEXT.fullmatch(text.strip()):
        return found[1]
    return text[1:] if re.match("'[0-9]", text) else text


def literal(formula: str) -> str | None:
    found = _AS_TEXT.fullmatch("=" + formula.strip().removeprefix("="))
    return found[1] if found else None
