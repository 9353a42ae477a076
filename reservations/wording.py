"""Times and refusals as people read them. Pure; all moments in Asia/Shanghai."""

from collections.abc import Sequence
from datetime import datetime

from center.hours import clock_text
from reservations.lead_times import day_text


def span_text(start: datetime, end: datetime) -> str:
    """Return 9:00–10:00."""
    return f"{clock_text(start)}–{clock_text(end)}"


def when_text(start: datetime, end: datetime) -> str:
    """Return 11月25日 周三 9:00–10:00."""
    return f"{day_text(start.date())} {span_text(start, end)}"


def taken_text(unit: str, start: datetime, end: datetime, others: Sequence[str]) -> str:
    """Say that somebody else was first, and what is free instead."""
    what = f"{unit}，{when_text(start, end)}" if unit else when_text(start, end)
    sorry = f"{what} 刚刚被别人约走了。"
    if not others:
        return f"{sorry}附近的时间也满了，请换一天看看。"
    return f"{sorry}可以换成：{'、'.join(others)}。"


def broken_text(unit: str, why: str, others: Sequence[str]) -> str:
    """Say that a unit is out of order, and what is free instead."""
    offers = f"可以换成：{'、'.join(others)}。" if others else "请换一个。"
    return f"{unit}停用了（{why}）。{offers}"


def in_the_way_text(
    units: Sequence[str], start: datetime, end: datetime, others: Sequence[str]
) -> str:
    """Say which units keep a whole venue from being held, and when it is free."""
    shown = "、".join(units[:5]) + ("等" if len(units) > 5 else "")
    text = f"{when_text(start, end)} 不能整场约：{shown}已经有人约了或停用。"
    return text + (f"整场都空的时间：{'、'.join(others)}。" if others else "")
