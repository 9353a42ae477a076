"""How a promise is drawn: the day strip and the code as a picture. Pure."""

from collections.abc import Iterable
from datetime import date

from django.utils.safestring import SafeString

from center.pictures import qr_svg
from center.wording import short_day, weekday_name
from petitions.rules.clock import StripDay

# Sixty statutory days are drawn; what is longer is told in words only.
LONGEST = 100


def cells(
    days: Iterable[StripDay],
    *,
    today: date,
    promised_on: date | None = None,
    answered_on: date | None = None,
) -> list[dict[str, str]]:
    """Return the strip for a page; ``promised_on`` is the date before an extension.

    ``tones`` are classes of the style sheet.
    """
    shown = list(days)
    # Of a very long one the beginning and what is near today are worth drawing.
    if len(shown) > LONGEST:
        shown = [*shown[: LONGEST // 2], *shown[-LONGEST // 2 :]]
    written = [_cell(day, today, promised_on) for day in shown]
    if answered_on:
        written = [
            {**cell, "text": "答复", "sign": "答", "tones": f"{cell['tones']} answered"}
            if day.day == answered_on
            else cell
            for day, cell in zip(shown, written, strict=True)
        ]
    return written


def _cell(day: StripDay, today: date, promised_on: date | None) -> dict[str, str]:
    was_promised = day.day == promised_on and not day.is_due
    tones = [f"at-{day.day.isoweekday()}", _tone(day)]
    tones += ["makeup"] * day.is_makeup + ["promised"] * was_promised
    tones += ["today"] * (day.day == today)
    is_new_month = day.number == 0 or day.day.day == 1
    return {
        "number": f"{day.day.month}-{day.day.day}"
        if is_new_month
        else f"{day.day.day}",
        "label": short_day(day.day),
        "weekday": weekday_name(day.day),
        "text": _text(day),
        "sign": _sign(day),
        "remark": _remark(day, today, was_promised=was_promised),
        "tones": " ".join(tones),
    }


def _tone(day: StripDay) -> str:
    if day.number == 0:
        return "received"
    if day.is_late and not day.is_rest:
        return "late"
    if day.is_due:
        return "due"
    return "rest" if day.is_rest else "work"


def _text(day: StripDay) -> str:
    if day.number:
        return day.label if day.is_late else f"第{day.number}天"
    if day.number == 0:
        return "收到"
    # “周六休息” says the weekday twice; the name of a holiday fits without 放假.
    label = day.label.removesuffix("放假")
    return "休息" if label.endswith("休息") else label


def _sign(day: StripDay) -> str:
    """Return what a narrow cell has room for."""
    if day.number:
        return day.label.removesuffix("天") if day.is_late else str(day.number)
    return "收" if day.number == 0 else "休"


def _remark(day: StripDay, today: date, *, was_promised: bool) -> str:
    if day.is_due:
        return "最晚这天"
    if was_promised:
        return "原定这天"
    if day.is_makeup and not day.is_rest:
        return "调休上班"
    return "今天" if day.day == today else ""


def qr(text: str) -> SafeString:
    return qr_svg(text, title="查进度的二维码")
