"""What this app shows on the staff desk."""

from datetime import datetime

from django.urls import reverse

from center.cards import Card, Entry
from center.models import User
from center.rules import Role
from petitions.counter.queue import BY_NAME, CAP, Counts, counts_of
from petitions.rules import SUPERVISE, WORK

__all__ = ["MAY", "cards", "links"]

# What roles may do here; the desk itself asks the permissions of requests.
MAY = {
    Role.SUPERVISOR: [
        f"petitions_counter.{verb}_replytemplate"
        for verb in ("view", "add", "change", "delete")
    ]
}

# Piles that make a card of their own when there is something in them.
PRESSING = (
    *("relay", "news", "named", "confirm", "call"),
    *("extensions", "disputed"),
)
URGENT = (*PRESSING, "web", "above", "assist")


def cards(user: User, at: datetime) -> list[Card]:
    """Return what is due, and each pile that waits for somebody; one query."""
    if not user.has_perm(WORK):
        return []
    counts = counts_of(user, at)
    due = _number(counts.overdue) + _number(counts.today)
    first = Card(
        title="诉求要答复",
        count=due,
        text=f"超期 {counts.overdue} 件，今天到期 {counts.today} 件",
        url=_pile("open"),
        is_urgent=due > 0,
    )
    mine = Card(
        title="我在办的诉求",
        count=_number(counts.piles["mine"]),
        text=f"我首问的 {counts.piles['book']} 件",
        url=_at("queue"),
    )
    return [first, mine, *_waiting(counts)]


def _at(name: str) -> str:
    return reverse(f"petitions_counter:{name}")


def _pile(name: str) -> str:
    return f"{_at('queue')}?tab={name}"


def _waiting(counts: Counts) -> list[Card]:
    return [
        Card(
            title=BY_NAME[name].label,
            count=_number(counts.piles[name]),
            text=BY_NAME[name].text,
            url=_pile(name),
            is_urgent=name in PRESSING,
        )
        for name in URGENT
        if counts.piles.get(name, "0") != "0"
    ]


def _number(text: str) -> int:
    return CAP if text.endswith("+") else int(text)


def links(user: User) -> list[Entry]:
    """Return the ways to the daily work."""
    if not user.has_perm(WORK):
        return []
    offered = [
        Entry("登记一件诉求", "窗口、电话、来信、上门", _at("new"), "chat"),
        Entry("诉求", "我的队列、首问台账、待转告", _at("queue"), "list"),
    ]
    if user.has_perm(SUPERVISE):
        offered.append(
            Entry("往后的量", "往后 15 个工作日到期多少", _at("forecast"), "clock")
        )
    return offered
