"""What was not found: for supervisors, and kept for a year."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from center.cards import Entry
from center.models import User
from center.registers.register import links_of
from center.searches.models import EmptySearch
from center.searches.registers import MAY, REGISTERS

__all__ = ["MAY", "links", "purge"]
DAYS_KEPT = 400


def links(user: User) -> list[Entry]:
    return links_of(REGISTERS, user)


def purge(at: datetime) -> list[tuple[str, Any]]:
    before = localdate(at) - timedelta(days=DAYS_KEPT)
    return [("没找到的词", EmptySearch.objects.filter(month__lt=before))]
