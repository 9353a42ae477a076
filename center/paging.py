"""Pages of long lists, each read with its total in one query."""

import re
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window

PER_PAGE = 25
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


class _Counted(Paginator):
    """A paginator that was told how many rows there are."""

    def __init__(self, total: int) -> None:
        super().__init__([], PER_PAGE)
        self.total = total

    @property
    def count(self) -> int:
        return self.total


def page_of(rows: QuerySet[Any], wanted: str | None) -> Page[Any]:
    """Return one page of an ordered queryset; a page too far is the last one."""
    number = int(wanted) if wanted and _NUMBER.fullmatch(wanted) else 1
    found = _slice(rows, number)
    if not found and number > 1:
        number = max(1, -(-rows.count() // PER_PAGE))
        found = _slice(rows, number)
    total = found[0].total if found else 0
    return Page(found, number, _Counted(total))


def slice_of(rows: list[Any], wanted: str | None, per_page: int) -> Page[Any]:
    """Return one page of a list that is in memory already."""
    return Paginator(rows, per_page).get_page(
        wanted if wanted and _NUMBER.fullmatch(wanted) else 1
    )


def _slice(rows: QuerySet[Any], number: int) -> list[Any]:
    counted = rows.annotate(total=Window(Count("*")))
    return list(counted[(number - 1) * PER_PAGE : number * PER_PAGE])
