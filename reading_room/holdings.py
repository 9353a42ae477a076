"""How much there is of each kind and class, kept for as long as nothing is written.

Every change of a title or a copy leaves a step; the newest steps are the key. A step
that was begun earlier may be committed later, so nothing is kept beyond a minute.
What the subjects say beside a search leaves no such step and is kept for a minute.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Subquery

from center.models import Center
from center.portals import gathered
from center.registers.models import Revision
from reading_room.models import CopyStep, Title

Newest = tuple[int | None, int | None]


def newest_steps() -> dict[str, Subquery]:
    """Return what a query may read along to know whether anything is new."""
    return {
        f"newest_{n}": Subquery(model._default_manager.order_by("-pk").values("pk")[:1])
        for n, model in enumerate((Revision, CopyStep))
    }


def newest_of(rows: list[Any]) -> Newest:
    """Return the newest steps as the rows of a page say, else by asking."""
    if rows:
        return rows[0].newest_0, rows[0].newest_1
    revision, step = Center.objects.values_list(*newest_steps().values())[0]
    return revision, step


def kept_counts(center: Center, newest: Newest, at: datetime) -> list[dict[str, Any]]:
    return _counts(center.pk, newest, at.replace(second=0, microsecond=0))


def kept_notes(center: Center, at: datetime) -> list[str]:
    return _notes(center.pk, at.replace(second=0, microsecond=0))


@lru_cache(maxsize=64)
def _counts(center_id: int, _newest: Newest, _minute: datetime) -> list[dict[str, Any]]:
    return Title.objects.on_shelf(Center(pk=center_id)).counts()


@lru_cache(maxsize=64)
def _notes(center_id: int, minute: datetime) -> list[str]:
    center = Center(pk=center_id)
    return [
        note
        for function in gathered("reading_notes")
        for note in function(center, minute)
    ]
