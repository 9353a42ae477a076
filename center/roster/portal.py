"""What the roster shows elsewhere, and what of it lies with somebody who leaves."""

from datetime import date, datetime
from functools import partial

from django.urls import reverse

from center.accounts.actions.leaving import Estate
from center.accounts.backends import staff_with
from center.cards import Card, Entry, Item, Section
from center.models import User
from center.registers.register import links_of
from center.roster import registers
from center.roster.actions import hand_on, posts_of
from center.roster.lookup import gaps_of, posts_in, table_of
from center.roster.models import Absence, stood_for_by
from center.roster.rules import ADD, VIEW
from center.roster.rules import MAY as ABSENCES
from center.searchable import by_pinyin

__all__ = ["MAY", "cards", "day_ahead", "estate", "links"]

MAY = (ABSENCES, registers.MAY)


def cards(user: User, at: datetime) -> list[Card]:
    """Warn of posts at which nobody will be, and say for whom somebody stands in."""
    if not user.has_perm(VIEW):
        return []
    found = []
    if gaps := gaps_of(posts_in(user.center_ids), at):
        (post, when), *_ = gaps
        text = f"最近的是{post.name}，{when}"
        url = f"{reverse('roster:roster')}?show=gaps"
        found.append(Card("窗口没有人", len(gaps), text, url, True))
    # Also whom somebody was to stand in for who is away now, too.
    rows = User.objects.filter(pk__in=stood_for_by(user, at)).order_by(
        by_pinyin(), "pk"
    )
    if names := list(rows.values_list("name", flat=True)):
        text = f"顶 {'、'.join(names)} 的岗"
        url = f"{reverse('roster:absence')}?show=mine"
        found.append(Card("我在顶岗", len(names), text, url))
    return found


def day_ahead(user: User, day: date, at: datetime) -> Section | None:
    if not user.has_perm(VIEW) or user.center is None:
        return None
    table = table_of(user.center, posts_in([user.center.pk]), [day])
    items = [
        Item(
            str(post.window or post),
            "，".join("{when} {who}".format(**one).strip() for one in shifts),
            "",
            "",
            "off",
        )
        for post, cells in table
        for shifts in cells
    ]
    return Section("值班", "还没有列出岗位。", items)


def links(user: User) -> list[Entry]:
    own = []
    if user.has_perm(VIEW):
        text = "哪天哪个岗位谁在，可以打印"
        own.append(Entry("值班表", text, reverse("roster:roster"), "people"))
    if user.has_perm(ADD):
        text = "请假、外出、谁顶上"
        own.append(Entry("谁不在", text, reverse("roster:absence"), "clock"))
    return [*own, *links_of(registers.REGISTERS, user)]


def estate(user: User, at: datetime) -> Estate:
    rows = Absence.objects.within(at, None)
    told = [
        ("{} 个岗位", posts_of(user).count()),
        ("顶着 {} 个人的岗", rows.filter(deputy=user).count()),
        ("自己 {} 次不在岗没销", rows.filter(staff=user).count()),
    ]
    lines = tuple(text.format(count) for text, count in told if count)
    colleagues = staff_with(ADD).filter(center=user.center).exclude(pk=user.pk)
    return Estate("roster", "岗位", lines, colleagues, partial(hand_on, user))
