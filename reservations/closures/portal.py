"""What closures show on the staff desk."""

from datetime import datetime

from django.urls import reverse

from center.cards import Card, Entry
from center.models import User
from reservations.models import CallListEntry

__all__ = ["cards", "links"]


def cards(user: User, at: datetime) -> list[Card]:
    """Count whom a closure still makes it necessary to call; nobody is no card."""
    if not user.has_perm("reservations.change_calllistentry"):
        return []
    waiting = CallListEntry.objects.filter(
        closure__center__in=user.center_ids, told_at=None, booking__ends_at__gt=at
    ).count()
    text = "停用、闭馆碰到的人还没告知，请打电话"
    return [Card("要打电话", waiting, text, reverse("closures"), True)][:waiting]


def links(user: User) -> list[Entry]:
    """Return the way to what is shut and whom to call."""
    if not user.has_perm("reservations.view_closure"):
        return []
    return [Entry("停用、闭馆", "谁受影响、打没打电话", reverse("closures"), "cancel")]
