"""What changes of the calendar show on the staff desk."""

from datetime import datetime

from django.urls import reverse

from center.cards import Card, Entry
from center.day_changes.models import DayChange
from center.day_changes.rules import CONFIRM, MAY, may_load
from center.models import User

__all__ = ["MAY", "cards", "links"]


def cards(user: User, at: datetime) -> list[Card]:
    if not user.has_perm(CONFIRM):
        return []
    count = DayChange.objects.for_another(user).count()
    if not count:
        return []
    text = "同事改了哪天放假、哪天上班。没核对以前，答复期限按早的那天算。"
    return [Card("放假安排等您核对", count, text, reverse("day_changes:list"), True)]


def links(user: User) -> list[Entry]:
    found = []
    if user.has_perm(CONFIRM) and DayChange.objects.visible_to(user).exists():
        url = reverse("day_changes:list")
        found.append(Entry("放假安排的改动", "谁改的、谁核对的", url, "clock"))
    if may_load(user):
        url = reverse("day_changes:year")
        text = "通知公布以后，从表格导入"
        found.append(Entry("导入一年的放假安排", text, url, "calendar"))
    return found
