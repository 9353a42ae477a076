"""When a notice shows, when a disclosure is due, and what neither may say. Pure.

Sources: 村民委员会组织法 30 (at least each quarter, money each month), 党务公开条例 15
(proposed, checked, approved, published; once due, in 20 working days).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models

from center.publishing import rules as publishing
from center.rules import Role
from center.search import packed
from center.workdays import WorkCalendar

FLOW = publishing.flow("notices.change_text", "notices.approve_text")
_WRITES = ["notices.view_text", "notices.change_text"]
MAY = {
    Role.CLERK: _WRITES,
    Role.ORGANIZER: _WRITES,
    Role.SECRETARY: _WRITES,
    Role.SUPERVISOR: [*_WRITES, "notices.approve_text"],
}
MOST_PINNED = 3
PINNED_FOR = timedelta(days=30)
JOBS_FOR = timedelta(days=60)
DEPOSITS = ("押金", "保证金")
IN_FEED = 30
EVENT_WORKDAYS = 20
# A scan says nothing to a reader, so its text stands beside it.
LEAST_TEXT = 20


class Kind(models.TextChoices):
    """What it is; the last but one three are 三公开."""

    NOTICE = "notice", "通知公告"
    NEWS = "news", "中心动态"
    PARTY = "party", "党务公开"
    AFFAIRS = "affairs", "政务公开"
    FINANCE = "finance", "财务公开"
    JOBS = "jobs", "招聘信息"


DISCLOSURES = (Kind.PARTY, Kind.AFFAIRS, Kind.FINANCE)


class Topic(models.TextChoices):
    """三宣传."""

    THOUGHT = "thought", "新思想"
    POLICY = "policy", "路线方针政策"
    EXAMPLE = "example", "先进典型"


class Every(models.TextChoices):
    """How often something is disclosed."""

    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF = "half", "每半年"
    YEAR = "year", "每年"
    EVENT = "event", "有事就公开"


MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}
# The day of the month after the period, by law or custom; of a year January 31.
DUE_DAY = {Every.MONTH: 10, Every.QUARTER: 15, Every.HALF: 15, Every.YEAR: 31}


@dataclass(frozen=True)
class Period:
    """One month, quarter, half or year of which something is disclosed."""

    every: str
    year: int
    number: int

    @property
    def key(self) -> str:
        """Return 2026-08, 2026-Q3, 2026-H1 or 2026."""
        return {
            Every.MONTH: f"{self.year}-{self.number:02d}",
            Every.QUARTER: f"{self.year}-Q{self.number}",
            Every.HALF: f"{self.year}-H{self.number}",
        }.get(Every(self.every), str(self.year))

    @property
    def label(self) -> str:
        return {
            Every.MONTH: f"{self.year} 年 {self.number} 月",
            Every.QUARTER: f"{self.year} 年第 {self.number} 季度",
            Every.HALF: f"{self.year} 年{'上' if self.number == 1 else '下'}半年",
        }.get(Every(self.every), f"{self.year} 年")

    @property
    def first(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS[Every(self.every)] + 1, 1)

    @property
    def after(self) -> date:
        month = self.number * MONTHS[Every(self.every)] + 1
        return date(self.year + (month > 12), 1 if month > 12 else month, 1)


def periods_of(every: str, year: int) -> list[Period]:
    """Return the periods of a year; things that happen have none."""
    if every == Every.EVENT:
        return []
    count = 12 // MONTHS[Every(every)]
    return [Period(every, year, n) for n in range(1, count + 1)]


def due_of(period: Period, calendar: WorkCalendar, day: int | None = None) -> date:
    """Return the last day to disclose a period; a rest day rolls to the next workday.

    Month → 10th after it, quarter and half → 15th, year → January 31.
    """
    after, wanted = period.after, day or DUE_DAY[Every(period.every)]
    last = after.replace(day=min(wanted, _days_of(after)))
    return last if calendar.is_working(last) else calendar.nth_after(last, 1)


def due_after(occurred_on: date, calendar: WorkCalendar) -> date:
    """Return the last day to disclose what happened: the 20th working day after it."""
    return calendar.nth_after(occurred_on, EVENT_WORKDAYS)


def late_by(due: date, published_on: date | None, today: date) -> int:
    """Return by how many days it is or was late, for ever; 0 in time."""
    return max(0, ((published_on or today) - due).days)


def score(due: int, done: int) -> int | None:
    """Return how much of what was due is there, in whole percent."""
    return round(100 * done / due) if due else None


def contradictions(
    kind: str, told: Mapping[str, Any], at: datetime
) -> Iterator[tuple[str, str]]:
    """Yield column and refusal where a text says what cannot be."""
    start, end, pin = (told.get(n) for n in ("show_from", "show_until", "pin_until"))
    if end and end <= (start or at):
        yield "show_until", "下架时间要晚于上架时间。"
    if pin and pin - max(start or at, at) > PINNED_FOR:
        yield "pin_until", f"置顶最多 {PINNED_FOR.days} 天。"
    if kind == Kind.JOBS:
        yield from _jobs(told, start or at, end)


def _jobs(
    told: Mapping[str, Any], start: datetime, end: datetime | None
) -> Iterator[tuple[str, str]]:
    if not told.get("employer"):
        yield "employer", "招聘信息要写用人单位。"
    if end is None or end - start > JOBS_FOR:
        yield "show_until", f"招聘信息要写下架时间，最多登 {JOBS_FOR.days} 天。"
    # Blanks, marks and bold between the characters hide nothing.
    text = packed(f"{told.get('title', '')}{told.get('body', '')}")
    if found := [word for word in DEPOSITS if word in text]:
        yield "body", f"招聘不能收{found[0]}，请向用人单位问清楚再登。"


def missing(
    kind: str, told: Mapping[str, Any], pictures_without_words: int, scans: int
) -> list[str]:
    """Return what a text lacks before it can go public."""
    body = str(told.get("body") or "").strip()
    wanted = [
        ("标题", bool(told.get("title"))),
        ("正文", bool(body) or bool(told.get("is_nothing"))),
        ("图片的文字说明", not pictures_without_words),
        ("扫描件的文字内容（写在正文里）", not scans or len(body) >= LEAST_TEXT),
    ]
    if kind in DISCLOSURES:
        wanted += [
            ("审查人", bool(told.get("reviewed_by_id"))),
            ("审查依据", bool(told.get("review_basis"))),
        ]
    return [label for label, is_there in wanted if not is_there]


def _days_of(first: date) -> int:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return (following - first).days
