"""What the import of lists shows elsewhere, and how long it keeps files."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from center.cards import Entry
from center.models import User
from reading_room.imports.models import Import
from reading_room.imports.rules import DAYS_KEPT

__all__ = ["links", "purge"]


def links(user: User) -> list[Entry]:
    if not user.has_perm("reading_room.add_title"):
        return []
    text = "从表格或别的图书系统（CNMARC）导入，先看一遍再登记"
    return [Entry("导入书目", text, reverse("imports:new"), "list")]


def purge(at: datetime) -> list[tuple[str, Any]]:
    old = Import.objects.filter(at__lt=at - timedelta(days=DAYS_KEPT))
    return [("书目导入的文件", old)]
