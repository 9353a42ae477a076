"""Cells of the week and of the day: small pieces of HTML, written in Python.

A week has about a hundred of them. Written by template tags they cost more than
everything else on the page together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from center.hours import clock_text

@dataclass(frozen=True, slots=True)
class Cell:
    """One slot as it is shown: ``tone`` is free, mine, taken, closed or past."""

    start: datetime
    end: datetime
    tone: str
    word: str
    more: str = ""
    url: str = ""


def span_text(start: datetime, end: datetime) -> str:
    """Return 9:00–10:30."""
    return f"{clock_text(start)}–{clock_text(end)}"


def cells_html(cells: Iterable[Cell]) -> SafeString:
    """Return the cells in their order; those with an address are links."""
    return format_html_join("", "{}", ((_cell_html(cell),) for cell in cells))


def _cell_html(cell: Cell) -> SafeString:
    inside = (span_text(cell.start, cell.end), cell.word, cell.more)
    if cell.url:
        return format_html(_LINK, cell.tone, cell.url, *inside)
    return format_html(_PLAIN, cell.tone, cell.more, *inside)


_INSIDE = "<time>{}</time><b>{}</b><small>{}</small>"
_LINK = '<a class="slot {}" href="{}">' + _INSIDE + "</a>"
_PLAIN = '<span class="slot {}" title="{}">' + _INSIDE + "</span>"
