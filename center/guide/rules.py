"""What an item of the catalog must say, and what contradicts itself. Pure.

The twelve elements are those of the local standards of service guides (DB33/T 2036.1,
DB63/T 1755).
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models

from center.publishing import rules as publishing
from center.rules import Role

# Where something was looked for, in the list of what nobody found.
SEARCHED = "办事指南"
SOON = timedelta(days=14)
# So long a text counts as checked.
CHECKED_FOR = timedelta(days=365)
MOST_LINES = 30
LEAST_FEE = Decimal("0.01")
# A single paper of this name says that none is needed.
NO_PAPERS = (["无需材料"], ["不需要材料"], ["不适用"], ["无"])

FLOW = publishing.flow("guide.change_version", "guide.approve_version")
RULE_FLOW = publishing.flow(
    "guide.change_regulationtext", "guide.approve_regulationtext"
)
_WRITES = [
    f"guide.{verb}_{text}"
    for text in ("version", "regulationtext")
    for verb in ("view", "change")
]
MAY = {
    Role.CLERK: _WRITES,
    Role.ORGANIZER: _WRITES,
    Role.SUPERVISOR: [
        *_WRITES,
        "guide.approve_version",
        "guide.approve_regulationtext",
    ],
}


class ServiceClass(models.TextChoices):
    """政务、文体、便民三大类服务."""

    GOVERNMENT = "government", "政务"
    CULTURE = "culture", "文体"
    CONVENIENCE = "convenience", "便民"


class Power(models.TextChoices):
    """Whether it is a public service or the use of administrative power."""

    SERVICE = "service", "公共服务"
    POWER = "power", "行政权力"


class Mode(models.TextChoices):
    """How it can be handed in."""

    WINDOW = "window", "到窗口办"
    ONLINE = "online", "网上办"
    BOTH = "both", "窗口、网上都能办"
    HOME = "home", "上门办"


class Fee(models.TextChoices):
    """Whether it costs something."""

    FREE = "free", "不收费"
    PAID = "paid", "收费"


class PaperKind(models.TextChoices):
    """What is to be brought of a paper."""

    ORIGINAL = "original", "原件"
    COPY = "copy", "复印件"
    BOTH = "both", "原件和复印件"
    FORM = "form", "表格"


class Help(models.TextChoices):
    """How much of a step the center does for somebody (帮办代办)."""

    NONE = "none", "自己办"
    PART = "part", "帮办一部分"
    WHOLE = "whole", "全程帮办"


class LeadsTo(models.TextChoices):
    """What one button turns the item into."""

    NOTHING = "", "没有"
    ERRAND = "errand", "请我们帮办"
    TRANSFER = "transfer", "组织关系接转"
    BOOKING = "booking", "约场地"


# Column of the form where it is filled in -> what people call it.
NEEDED = {
    "name": "事项名称",
    "window": "窗口",
    "audience": "服务对象",
    "conditions": "办理条件",
    "papers": "申报材料",
    "steps": "办理流程",
    "basis": "办理依据",
    "promised_days": "承诺时限",
    "fee_kind": "收费",
    "output": "办理结果",
    "place": "办理地点和咨询电话",
    "complaint_phone": "监督电话",
}


def missing(told: Mapping[str, Any]) -> dict[str, str]:
    """Return which of the twelve elements are not told yet, by column.

    不适用、无需材料、不收费 are answers.
    """
    papers = bool(told["papers"]) or told["no_papers"]
    has = {
        "papers": papers,
        "promised_days": told["promised_days"] is not None,
        "place": bool(told["place"] and told["phone"]),
    }
    return {
        name: label
        for name, label in NEEDED.items()
        if not has.get(name, bool(told.get(name)))
    }


def contradictions(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield column and refusal where an item says two things that cannot both hold."""
    promised, statutory = told.get("promised_days"), told.get("statutory_days")
    if promised is not None and statutory is not None and promised > statutory:
        yield (
            "promised_days",
            f"承诺的 {promised} 个工作日比法定的 {statutory} 个还长，请改短。",
        )
    yield from _fee(told)
    if (told.get("visits") or 0) > 1 and not told.get("visits_reason"):
        yield "visits_reason", "要跑两趟以上的，请写为什么。"
    if told.get("leads_to") == LeadsTo.BOOKING and not told.get("venue"):
        yield "venue", "请写是哪个场地（网址里的名字）。"


def _fee(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    fee = told.get("fee")
    if told.get("fee_kind") != Fee.PAID:
        if fee:
            yield "fee", "选了不收费，就不要写金额。"
        return
    if fee is None or fee < LEAST_FEE:
        yield "fee", "收费的要写金额，至少 0.01 元；不收费请选“不收费”。"
    if not told.get("fee_basis"):
        yield "fee_basis", "收费的要写收费依据。"


def promise(days: int | None) -> str:
    """Return how long it takes, in words; working days."""
    if days is None:
        return "未写"
    return f"{days} 个工作日" if days else "当场办结"


def errand(helps: list[str]) -> str:
    """Return how much of an item the center does for somebody, by its steps."""
    if helps and all(one == Help.WHOLE for one in helps):
        return Help.WHOLE
    return Help.PART if any(one != Help.NONE for one in helps) else Help.NONE


def shorter(before: int | None, now: int | None) -> tuple[int, int] | None:
    """Return before and after where it has become less."""
    if before is None or now is None or now >= before:
        return None
    return before, now


def needs_check(last: date, today: date) -> bool:
    """Say whether nobody has looked at it for a year."""
    return today - last >= CHECKED_FOR
