"""What documents show on the desk and among what a reader finds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Window
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate

from center.cards import Card, Entry, Item, Section
from center.models import Center, User
from center.searchable import found
from center.wording import full_day
from reading_room.documents.models import Document
from reading_room.documents.rules import MAY, State

__all__ = ["MAY", "cards", "links", "never_kept", "reading_finds"]

SHOWN = 4


def cards(user: User, at: datetime) -> list[Card]:
    if not user.has_perm("documents.review_document"):
        return []
    rows = Document.objects.visible_to(user).filter(state=State.DRAFT)
    count = rows.exclude(uploaded_by=user).count()
    url = f"{reverse('documents:list')}?show=waiting"
    return [Card("待审查的文件", count, "审查后才会公开", url)] if count else []


def links(user: User) -> list[Entry]:
    if not user.has_perm("documents.view_document"):
        return []
    text = "可公开的文件、政策、讲话：登记、审查、撤下"
    return [Entry("公开文件", text, reverse("documents:list"), "list")]


def never_kept(typed: Mapping[str, str]) -> bool:
    """Say whether it is the form of a document: what is refused of it stays nowhere."""
    return "secrecy" in typed or "dated_on" in typed


def reading_finds(center: Center, typed: str, at: datetime) -> Section:
    """Return the public documents that a question finds; all of them without one."""
    rows = found(Document.objects.public(center, localdate(at)), typed)
    best = list(rows.defer("grams").annotate(total=Window(Count("*")))[:SHOWN])
    url = reverse("documents:library")
    return Section(
        title=f"文件 {best[0].total if best else 0}",
        empty="",
        items=[_item(row) for row in best],
        more_url=f"{url}?{urlencode({'q': typed})}" if typed else url,
    )


def _item(row: Any) -> Item:
    parts = [row.number, row.issuer, full_day(row.dated_on)]
    return Item(
        title=row.title,
        text="，".join(part for part in parts if part),
        url=reverse("documents:document", args=[row.pk]),
        state="已审查，可公开",
        tone="ok",
    )
