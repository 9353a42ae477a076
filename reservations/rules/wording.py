"""Times and refusals as people read them. Pure; all moments in Asia/Shanghai."""

from collections.abc import Sequence
from datetime import datetime

from center.wording import when_text

# What stands above a refusal: where nothing is to be mended, nobody is told so.
TITLES = {
    "taken": "慢了一步，这个时间刚被约走",
    "out_of_order": "这个现在停用",
    "too_soon": "这个时间来不及约了",
    "past": "这个时间已经过了",
    "closed": "那时候不开门",
    "busy": "这段时间您另有预约",
    "quota": "您已经约满了",
}
NOON_HOUR = 12
EVENING_HOUR = 18


def half_day_text(start: datetime) -> str:
    """Return 上午, 下午 or 晚上."""
    if start.hour < NOON_HOUR:
        return "上午"
    return "下午" if start.hour < EVENING_HOUR else "晚上"


def taken_text(
    unit: str,
    start: datetime,
    end: datetime,
    others: Sequence[str],
    *,
    is_now: bool = False,
) -> str:
    """Say that somebody else was first or is there now, and what is free instead."""
    what = f"{unit}，{when_text(start, end)}" if unit else when_text(start, end)
    sorry = f"{what} {'已经有人用着' if is_now else '刚刚被别人约走了'}。"
    if not others:
        return f"{sorry}附近的时间也满了，请换一天看看。"
    return f"{sorry}可以换成：{'、'.join(others)}。"


def next_text(offers: Sequence[str], *, is_early: bool = False) -> str:
    """Say what works next; nothing where nothing does."""
    if not offers:
        return ""
    return f"{'最早可以约' if is_early else '可以换成'}：{'、'.join(offers)}。"


def broken_text(unit: str, why: str, others: Sequence[str]) -> str:
    offers = f"可以换成：{'、'.join(others)}。" if others else "请换一个。"
    return f"{unit}停用了（{why}）。{offers}"


def in_the_way_text(
    units: Sequence[str], start: datetime, end: datetime, others: Sequence[str]
) -> str:
    """Say which units keep a whole venue from being held, and when it is free."""
    shown = "、".join(units[:5]) + ("等" if len(units) > 5 else "")
    text = f"{when_text(start, end)} 不能整场约：{shown}已经有人约了或停用。"
    return text + (f"整场都空的时间：{'、'.join(others)}。" if others else "")
