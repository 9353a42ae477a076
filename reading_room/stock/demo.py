"""A made-up store room: forms and books, what came in and who took how much."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from center.models import User
from center.registers import actions
from reading_room.stock.models import Issue, StockItem

CLERK = "16100000003"
# Name, kind, unit, shelf, how many came in.
ITEMS = [
    ("党员信息采集表", "form", "张", "前台左柜", 500),
    ("组织关系接转登记簿", "form", "本", "前台左柜", 20),
    ("流动党员活动证", "form", "本", "档案室 2 号柜", 60),
    ("《青禾党建故事》（虚构）", "book", "本", "阅览室 3 排", 80),
    ("《社区议事一本通》（虚构）", "book", "本", "阅览室 3 排", 45),
    ("办事指南折页", "material", "份", "大厅架子", 1200),
    ("反诈宣传单", "material", "份", "大厅架子", 800),
]
RECEIVERS = [
    ("顾星河", ""),
    ("", "柳溪一支部"),
    ("白禾", "青禾产业园（虚构）"),
    ("", "柳溪社区居委会（虚构）"),
    ("程雨桐", ""),
]
DAYS = 45


def fill(*, at: datetime, password: str) -> None:
    """Take the stock in, then hand some of it out on the days since."""
    clerk = User.objects.get(phone=CLERK)
    center = clerk.center
    assert center is not None
    common: dict[str, Any] = {"center": center, "by": clerk}
    first = at - timedelta(days=DAYS)
    for number, (name, kind, unit, shelf, count) in enumerate(ITEMS):
        item = actions.add(
            StockItem,
            form_key=f"demo-stock-{number}",
            at=first,
            name=name,
            kind=kind,
            unit=unit,
            shelf=shelf,
            **common,
        )
        _line(common, item, "in", count, f"demo-in-{number}", first)
        for turn in range(5):
            at_turn = first + timedelta(days=4 + turn * 8, minutes=13 * number)
            key, quantity = f"demo-out-{number}-{turn}", 1 + (number + turn * 3) % 10
            row = _line(common, item, "out", quantity, key, at_turn, turn + number)
    # One slip of the pen, taken back at once.
    actions.strike(
        row,
        version=row.version,
        reason="数量写错了，另外登记",
        by=clerk,
        at=at - timedelta(hours=2),
    )


def _line(
    common: dict[str, Any],
    item: StockItem,
    direction: str,
    quantity: int,
    key: str,
    at: datetime,
    who: int | None = None,
) -> Issue:
    receiver, unit = ("", "") if who is None else RECEIVERS[who % len(RECEIVERS)]
    return actions.add(
        Issue,
        form_key=key,
        at=at,
        item=item,
        direction=direction,
        quantity=quantity,
        on=localdate(at),
        receiver=receiver,
        receiver_unit=unit,
        **common,
    )
