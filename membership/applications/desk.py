"""What this app shows on the staff desk."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from center.cards import Card, Entry
from center.models import User
from membership.applications.models import Application
from membership.applications.rules import State

SOON = timedelta(days=3)


def cards(user: User, at: datetime) -> list[Card]:
    """Return papers to hand over and talks that are due."""
    if not user.has_perm("applications.view_application"):
        return []
    today = localdate(at)
    mine = Application.objects.visible_to(user)
    url = reverse("applications:list")
    waiting = mine.filter(state=State.RECEIVED)
    talks = mine.filter(state=State.HANDED_OVER, talk_due_on__lte=today + SOON)
    found = []
    if count := waiting.count():
        late = waiting.filter(hand_over_due_on__lt=today).exists()
        text = "有超过三个工作日的" if late else "收件后三个工作日内移交"
        link = f"{url}?state=received"
        found.append(Card("入党申请书待移交", count, text, link, is_urgent=late))
    if count := talks.count():
        text = "三天内到期或已过期"
        link = f"{url}?state=handed_over"
        found.append(Card("入党申请人待谈话", count, text, link, is_urgent=True))
    return found


def links(user: User) -> list[Entry]:
    """Return the way to the register."""
    if not user.has_perm("applications.view_application"):
        return []
    url = reverse("applications:list")
    return [Entry("入党申请书", "收件、移交、谈话", url, "book")]
