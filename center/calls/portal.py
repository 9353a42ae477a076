"""The list of those to be told: its card on the desk, and what fills it."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from center.calls.actions import ask, came_through, forget_person
from center.calls.actions import due as purge
from center.calls.models import MOST, Call
from center.calls.rules import MAY, TELL
from center.cards import Card, Entry, Item, Section, Verb
from center.models import User
from center.wording import moment_text

MOST_SHOWN = 5

__all__ = [
    "MAY",
    "cards",
    "delivered",
    "forget_person",
    "links",
    "morning",
    "person_section",
    "purge",
    "undelivered",
]


def cards(user: User, at: datetime) -> list[Card]:
    """Count those whom no text reaches; the card opens exactly these."""
    if not user.has_perm("calls.view_call"):
        return []
    count = len(Call.objects.open().known_to(user))
    more = "以上" if count == MOST else ""
    text = f"短信发不了、没发成，或闭馆碰到的{more}，请打电话"
    return [Card("要告知的人", count, text, reverse("calls:list"), True)][:count]


def links(user: User) -> list[Entry]:
    """Return the way to the list, also when nobody waits on it."""
    if not user.has_perm("calls.view_call"):
        return []
    text = "短信到不了的，打电话告知"
    return [Entry("要告知的人", text, reverse("calls:list"), "phone")]


def morning(user: User, at: datetime) -> list[Section]:
    """Return who has to be told by voice, for whoever looks after the center."""
    if not user.has_perm("calls.view_call"):
        return []
    waiting = Call.objects.open().known_to(user)[:MOST_SHOWN]
    may = user.has_perm(TELL)
    items = [
        Item(
            f"{call}，尾号 {call.phone[-4:]}" if call.phone else f"{call}，没有留电话",
            call.matter,
            f"{reverse('calls:list')}#call-{call.pk}",
            f"{moment_text(call.asked_at)} 起",
            "warn",
            verbs=(Verb("已告知", reverse("calls:tell", args=[call.pk]), True),)
            if may
            else (),
        )
        for call in waiting
    ]
    title = "短信到不了，要打电话的"
    return [Section(title, "没有。", items, more_url=reverse("calls:list"))]


def person_section(user: User, person: User, at: datetime) -> Section | None:
    """Return what somebody who stands at the counter has still to be told."""
    if not user.has_perm("calls.view_call"):
        return None
    waiting = Call.objects.open().filter(person=person).known_to(user)
    items = [
        Item(
            call.matter,
            f"{moment_text(call.asked_at)} 起",
            call.address,
            "等告知",
            "warn",
        )
        for call in waiting
    ]
    return Section(title="要告知本人的", empty="没有。", items=items)


def undelivered(message: Any, *, name: str, phone: str, why: str, at: datetime) -> None:
    """Put whom a message of the outbox does not reach on the list, with its words."""
    if message.center_id is not None:
        ask(
            subject=message.subject,
            center_id=message.center_id,
            person=message.person,
            name=name,
            phone=phone,
            text=message.text,
            why=why,
            at=at,
        )


def delivered(message: Any, *, at: datetime) -> None:
    """Take whom a message has reached at last off the list."""
    if message.center_id is not None:
        came_through(
            subject=message.subject,
            center_id=message.center_id,
            phone=message.phone,
            text=message.text,
            at=at,
        )
