"""What subscriptions show on the desk and beside a search."""

from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localdate

from center.cards import Card, Entry
from center.models import Center, User
from center.registers.register import links_of
from center.registers.rules import State
from reading_room.periodicals.models import Issue, Subscription
from reading_room.periodicals.registers import MAY, REGISTERS
from reading_room.rules import Kind

__all__ = ["MAY", "cards", "links", "reading_notes"]


def links(user: User) -> list[Entry]:
    return links_of(REGISTERS, user)


def cards(user: User, at: datetime) -> list[Card]:
    if not user.has_perm("periodicals.change_subscription"):
        return []
    count = Issue.objects.visible_to(user).late(localdate(at)).count()
    url = reverse("periodicals:late")
    return [Card("该到没到的期刊", count, "到了就登记，没到的催", url)] if count else []


def reading_notes(center: Center, at: datetime) -> list[str]:
    """Say how many magazines and newspapers are held this year."""
    year = localdate(at).year
    rows = Subscription.objects.filter(center=center, year=year, state=State.VALID)
    counted = rows.order_by().values("title__kind").annotate(n=Count("pk"))
    found = dict(counted.values_list("title__kind", "n"))
    if not found:
        return []
    magazines, papers = found.get(Kind.MAGAZINE, 0), found.get(Kind.NEWSPAPER, 0)
    return [f"{year} 年订阅杂志 {magazines} 种，报纸 {papers} 种。"]
