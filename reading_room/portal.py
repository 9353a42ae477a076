"""What the reading room shows elsewhere."""

from django.urls import reverse

from center.cards import Entry
from center.models import User
from center.registers.register import links_of
from reading_room.registers import MAY, REGISTERS

__all__ = ["MAY", "entries", "links"]


def entries() -> list[Entry]:
    text = "查藏书、期刊和报纸，看还有没有座位"
    url = reverse("reading_room:library")
    return [Entry(title="图书", text=text, url=url, icon="book")]


def links(user: User) -> list[Entry]:
    found = links_of(REGISTERS, user)
    text = "书刊、借阅、期刊、文件、发放，都从这里进"
    url = reverse("reading_room:desk")
    if not found:
        return []
    labels, shelves = (
        reverse(f"reading_room:{name}") for name in ("labels", "shelf_list")
    )
    return [
        Entry("阅览室", text, url, "book"),
        *found,
        Entry("书标", "条码和索书号，A4 不干胶一张 24 格", labels, "print"),
        Entry("排架清单", "按中图法排好，拿着去架上点", shelves, "print"),
    ]
