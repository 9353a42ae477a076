"""What supervisors see of the messages, and when these go."""

from datetime import datetime

from django.urls import reverse

from center.cards import Card
from center.models import User
from center.outbox.actions import due as purge
from center.outbox.actions import forget_person
from center.outbox.models import Message
from center.outbox.rules import MAY, State

__all__ = ["MAY", "cards", "forget_person", "purge"]


def cards(user: User, at: datetime) -> list[Card]:
    """Show supervisors what the gateway did not take."""
    if not user.has_perm("outbox.change_message"):
        return []
    failed = Message.objects.visible_to(user).filter(state=State.FAILED).count()
    address = reverse("admin:outbox_message_changelist")
    return [
        Card(
            title="没发成的短信",
            count=failed,
            text="试过几次都没有发成。本人已列入“要告知的人”；也可以再发一次。",
            url=f"{address}?state__exact={State.FAILED}",
            is_urgent=True,
        )
    ][: min(failed, 1)]
