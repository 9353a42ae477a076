"""What the walk-in register shows elsewhere."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from center.accounts.actions.leaving import Estate
from center.accounts.backends import staff_with
from center.cards import Card, Entry, Item, Section
from center.models import User
from center.reception.actions.register import forget_lines, hand_on
from center.reception.models import HandOver, Line, cards_of
from center.reception.registers import LINES
from center.reception.rules import CHANGE, ENTER, MAY, RUNNING, WORK
from center.registers.register import links_of
from center.wording import moment_text

MOST_SHOWN, MOST_AHEAD = 20, 60

__all__ = [
    "MAY",
    "begins",
    "cards",
    "day_ahead",
    "estate",
    "forget_person",
    "links",
    "other_cards",
    "own_data",
    "people_of",
    "person_section",
]


def cards(user: User, at: datetime) -> list[Card]:
    if not user.has_perm(WORK):
        return []
    given = HandOver.objects.filter(taker=user, accepted_at__isnull=True)
    given = given.filter(line__state__in=RUNNING)
    mine = Line.objects.filter(owner=user, state__in=RUNNING).count()
    taken = given.count()
    found = []
    if taken:
        url = f"{_list()}?show=given"
        found.append(Card("等我接的办理", taken, "同事交来的，接下才算数", url, True))
    if mine:
        url = f"{_list()}?show=mine"
        found.append(Card("我没办完的登记", mine, "等结果、等对方接的", url))
    return found


def people_of(user: User) -> QuerySet[Line, Any]:
    rows = Line.objects.visible_to(user).filter(person__isnull=False)
    return rows.values("person")


def person_section(user: User, person: User, at: datetime) -> Section | None:
    if not user.has_perm(WORK):
        return None
    rows = Line.objects.visible_to(user).filter(person=person).order_by("-at")
    return Section(
        title="办理登记",
        empty="还没有来办过。",
        items=[
            Item(
                row.what,
                f"{moment_text(row.at)}，{row.owner}",
                row.get_absolute_url(),
                row.told_state,
                row.tone,
            )
            for row in rows.select_related("owner")[:MOST_SHOWN]
        ],
    )


def begins() -> list[Entry]:
    return [Entry("办理登记", "", reverse("reception:walk_in"), "list")]


def forget_person(user: User, at: datetime) -> None:
    forget_lines(user)


def day_ahead(user: User, day: date, at: datetime) -> Section | None:
    if not user.has_perm(WORK):
        return None
    rows = Line.objects.filter(center=user.center, state__in=RUNNING).order_by("at")
    items = [
        Item(
            row.number, f"{row.what}，{row.who}，{row.owner}", "", row.told_state, "now"
        )
        for row in rows.select_related("owner")[:MOST_AHEAD]
    ]
    return Section("没办完的登记", "都办完了。", items)


def _list() -> str:
    return reverse("reception:running")


def estate(user: User, at: datetime) -> Estate:
    own = Line.objects.filter(owner=user, state__in=RUNNING).count()
    given = HandOver.objects.filter(
        taker=user, accepted_at__isnull=True, line__state__in=RUNNING
    ).count()
    told = [("{} 件没办完", own), ("{} 件等着接", given)]
    lines = tuple(text.format(count) for text, count in told if count)
    colleagues = staff_with(CHANGE).filter(center=user.center).exclude(pk=user.pk)
    return Estate("reception", "办理登记", lines, colleagues, partial(hand_on, user))


def links(user: User) -> list[Entry]:
    found = links_of([LINES], user)
    if user.has_perm(ENTER):
        text, url = "一行一件，回车保存", reverse("reception:walk_in")
        found.insert(0, Entry("办理登记", text, url, "list", key="4"))
    return found


def other_cards(user: User) -> list[User]:
    """Return what the counter joined with one's own card and nobody logs in to.

    A card with an account of its own is shown only to who has its password.
    """
    cards = [one for one in cards_of(user) if one.pk != user.pk]
    return [one for one in cards if not one.has_account]


def own_data(user: User) -> tuple[str, list[dict[str, Any]]]:
    rows = Line.objects.filter(person=user).order_by("at")
    return "办理登记", [
        {"时间": row.at, "办什么": row.what, "怎样了": row.get_how_display()}
        for row in rows
    ]
