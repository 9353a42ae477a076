"""What supervisors see of the messages, and when these go."""

from datetime import datetime

from django.urls import reverse

from center.cards import Card, Item, Section
from center.models import User
from center.outbox.actions import due as purge
from center.outbox.actions import forget_person
from center.outbox.models import Message
from center.outbox.presenters import TONES, in_words
from center.outbox.rules import MAY, State
from center.portals import matters_of
from center.wording import moment_text

MOST_TEXTS = 10

__all__ = ["MAY", "cards", "forget_person", "person_section", "purge"]


def cards(user: User, at: datetime) -> list[Card]:
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


def person_section(user: User, person: User, at: datetime) -> Section | None:
    """Return what became of the last texts, of matters whose person one may know."""
    if not user.has_perm("center.view_desk"):
        return None
    rows = Message.objects.visible_to(user).filter(person=person).exclude(subject="")
    last = list(rows.order_by("-pk")[:MOST_TEXTS])
    known = matters_of(user, {row.subject for row in last})
    items = [
        Item(
            known[row.subject][0],
            f"{moment_text(row.written_at)}，{in_words(row)}",
            known[row.subject][1],
            row.get_state_display(),
            TONES.get(State(row.state), "off"),
        )
        for row in last
        if row.subject in known
    ]
    return Section("短信", "没有发过。", items, is_aside=True)
