"""Dates, times and lengths as people read them. Pure; moments are shown in Shanghai."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}\S*)?")
WEEKDAYS = "一二三四五六日"


def weekday_name(day: date) -> str:
    """周一 … 周日."""
    return f"周{WEEKDAYS[day.weekday()]}"


def short_day(day: date) -> str:
    """11月24日."""
    return f"{day.month}月{day.day}日"


def month_text(day: date) -> str:
    """2026年11月."""
    return f"{day.year}年{day.month}月"


def full_day(day: date) -> str:
    """2026年11月24日."""
    return f"{day.year}年{short_day(day)}"


def day_text(day: date) -> str:
    """11月24日 周二: in lists and tables."""
    return f"{short_day(day)} {weekday_name(day)}"


def day_in_sentence(day: date) -> str:
    """11月24日（周二）."""
    return f"{short_day(day)}（{weekday_name(day)}）"


def date_in_sentence(day: date) -> str:
    """2026年11月24日（周二）: where it is promised."""
    return f"{full_day(day)}（{weekday_name(day)}）"


def clock_text(at: datetime | time) -> str:
    """9:00 or 14:30, as it is written on the door; of a moment its own clock."""
    return f"{at.hour}:{at.minute:02d}"


def moment_text(at: datetime | None) -> str:
    """11月24日 10:05; nothing for no moment."""
    if at is None:
        return ""
    here = at.astimezone(SHANGHAI)
    return f"{short_day(here)} {clock_text(here)}"


def value_text(value: object) -> str:
    """Return what a row holds as people read it; dates also where they are ISO text."""
    if isinstance(value, str) and ISO.fullmatch(value):
        try:
            value = (
                datetime.fromisoformat(value)
                if value[10:]
                else date.fromisoformat(value)
            )
        except ValueError:
            return str(value)
    if isinstance(value, datetime):
        here = value.astimezone(SHANGHAI) if value.tzinfo else value
        return f"{full_day(here)} {clock_text(here)}"
    if isinstance(value, date):
        return full_day(value)
    return "" if value is None else str(value)


def span_text(start: datetime, end: datetime) -> str:
    """9:00–10:00."""
    return f"{clock_text(start)}–{clock_text(end)}"


def when_text(start: datetime, end: datetime) -> str:
    """11月25日 周三 9:00–10:00."""
    return f"{day_text(start.date())} {span_text(start, end)}"


def minutes_text(minutes: int) -> str:
    """半小时, 2 小时 or 45 分钟."""
    if minutes == 30:
        return "半小时"
    if minutes and minutes % 60 == 0:
        return f"{minutes // 60} 小时"
    return f"{minutes} 分钟"


def spaced(text: str) -> str:
    return f" {text}" if text[:1].isdigit() else text
