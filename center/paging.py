"""Pages of long lists: exact and in one query, or counted to a cap for the admin."""

import re
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, IntegerField, QuerySet, Subquery, Window

PER_PAGE = 25
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


class CappedPaginator(Paginator):
    """Count no further than the cap: nobody reads the twentieth page of a list."""

    cap = 1000

    @property
    def count(self) -> int:
        """Return how many rows there are, at most the cap."""
        rows: Any = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        if not hasattr(self, "_counted"):
            self._counted = len(rows.order_by().values_list("pk")[: self.cap])
        return self._counted


class _Counted(Paginator):
    """A paginator that was told how many rows there are."""

    def __init__(self, total: int, per_page: int) -> None:
        super().__init__([], per_page)
        self.total = total

    @property
    def count(self) -> int:
        return self.total


class _CountOf(Subquery):
    """How many rows a query finds, asked along with something else."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def page_of(
    rows: QuerySet[Any] | Sequence[Any],
    wanted: str | None,
    per_page: int = PER_PAGE,
    cap: int = 0,
) -> Page[Any]:
    """Return one page of an ordered list; a page too far is the last one.

    A queryset is asked once, for its rows and their total together. With a cap it is
    counted no further, and there are no pages behind it.
    """
    number = int(wanted) if wanted and _NUMBER.fullmatch(wanted) else 1
    if not isinstance(rows, QuerySet):
        return Paginator(rows, per_page).get_page(number)
    if cap:
        number = min(number, -(-cap // per_page))
    found = _slice(rows, number, per_page, cap)
    if not found and number > 1:
        number = max(1, -(-rows.count() // per_page))
        found = _slice(rows, number, per_page, cap)
    total = found[0].rows_in_all if found else 0
    return Page(found, number, _Counted(total, per_page))


def _slice(rows: QuerySet[Any], number: int, per_page: int, cap: int) -> list[Any]:
    total: Any = Window(Count("*"))
    if cap:
        total = _CountOf(rows.order_by().values("pk")[:cap])
    counted = rows.annotate(rows_in_all=total)
    return list(counted[(number - 1) * per_page : number * per_page])
