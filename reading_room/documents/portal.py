"""What documents show on the desk and among what a reader finds."""

from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate

from center.cards import Card, Entry, Item, Section
from center.models import Center, User
from center.searchable import MOST_COUNTED, found
from center.wording import full_day
from reading_room.documents.models import Document
from reading_room.documents.rules import MAY, State

__all__ = ["MAY", "cards", "links", "reading_finds"]

SHOWN = 4


def cards(user: User, at: datetime) -> list[Card]:
    """Return how many documents wait for a review."""
    if not user.has_perm("documents.review_document"):
        return []
    rows = Document.objects.visible_to(user).filter(state=State.DRAFT)
    count = rows.exclude(uploaded_by=user).count()
    url = reverse("documents:list")
    return [Card("待审查的文件", count, "审查后才会公开", url)] if count else []


def links(user: User) -> list[Entry]:
    """Return the way to the documents."""
    if not user.has_perm("documents.view_document"):
        return []
    text = "可公开的文件、政策、讲话：登记、审查、撤下"
    return [Entry("公开文件", text, reverse("documents:list"), "list")]


def reading_finds(center: Center, typed: str, at: datetime) -> Section:
    """Return the public documents that a question finds; all of them without one."""
    rows = found(Document.objects.public(center, localdate(at)), typed)
    pks = list(rows.values_list("pk", flat=True)[:MOST_COUNTED])
    best = {row.pk: row for row in Document.objects.filter(pk__in=pks[:SHOWN])}
    url = reverse("documents:library")
    return Section(
        title=f"文件 {len(pks)}",
        empty="",
        items=[_item(best[pk]) for pk in pks[:SHOWN]],
        more_url=f"{url}?{urlencode({'q': typed})}" if typed else url,
    )


def _item(row: Document) -> Item:
    parts = [row.number, row.issuer, full_day(row.dated_on)]
    return Item(
        title=row.title,
        text="，".join(part for part in parts if part),
        url=reverse("documents:document", args=[row.pk]),
        state="已审查，可公开",
        tone="ok",
    )
