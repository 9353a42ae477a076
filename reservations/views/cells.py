"""Cells of the week and of the day: small pieces of HTML, written in Python.

A week has about a hundred of them. Written by template tags they cost more than
everything else on the page together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.utils.safestring import SafeString, mark_safe

from center.wording import span_text
from reservations.rules.bookings import WORDS, Why
from reservations.slots.grid import Cell

# How a slot looks; what it says is written on it, so the look only helps.
LOOKS = {Why.FREE: "free", Why.PAST: "past", Why.TAKEN: "taken"}
OTHER_LOOK = "closed"
MINE_WORD = "我约的"
# Where a cell is narrow three characters fit; the sentence behind it says the rest.
SHORT = {Why.TOO_SOON: "来不及", Why.BEYOND: "还没开"}
_INSIDE = "<time>{time}</time><b>{word}</b><small>{more}</small>"
_LINK = '<a class="slot {look}" href="{url}">' + _INSIDE + "</a>"
_DAY = (
    '<a class="{look}" href="{url}#week" hx-get="{url}" hx-target="#week"'
    ' hx-swap="outerHTML" hx-push-url="true"{current}>'
    "<small>{name}</small><b>{number}</b><em>{word}</em></a>"
)
_CURRENT = ' aria-current="date"'
_PLAIN = '<span class="slot {look}" title="{more}">' + _INSIDE + "</span>"


def cells_html(
    cells: Iterable[Cell], book_url: str, mine: Iterable["Mine"] = ()
) -> SafeString:
    """Return the cells in their order; free ones and one's own are links.

    ``book_url`` ends where the start is written behind it. Everything that comes from
    a row is escaped here, once.
    """
    own = list(mine)
    prefix = escape(book_url)
    written = [_cell(cell, prefix, _held(cell, own)) for cell in cells]
    return mark_safe("".join(written))  # noqa: S308 - escaped piece by piece


@dataclass(frozen=True, slots=True)
class Mine:
    """A stretch that the person who looks has booked, and where its ticket is."""

    start: datetime
    end: datetime
    url: str


@dataclass(frozen=True, slots=True)
class DayLink:
    """One day in the strip of days: where it leads, and the one word about it."""

    url: str
    look: str
    name: str
    number: int
    word: str
    is_chosen: bool


def strip_html(days: Iterable[DayLink]) -> SafeString:
    """Return the strip of days in their order, each of them a link."""
    written = [
        _DAY.format(
            look=day.look,
            url=escape(day.url),
            current=_CURRENT if day.is_chosen else "",
            name=day.name,
            number=day.number,
            word=day.word,
        )
        for day in days
    ]
    return mark_safe("".join(written))  # noqa: S308 - the address is escaped


def _held(cell: Cell, mine: list[Mine]) -> Mine | None:
    for own in mine:
        if own.start < cell.end and cell.start < own.end:
            return own
    return None


def _cell(cell: Cell, prefix: str, own: Mine | None) -> str:
    time = span_text(cell.start, cell.end)
    if own:
        ticket = escape(own.url)
        return _LINK.format(look="mine", url=ticket, time=time, word=MINE_WORD, more="")
    if cell.is_free:
        url = f"{prefix}{cell.start:%Y-%m-%dT%H:%M}"
        more = "" if cell.text == WORDS[Why.FREE] else WORDS[Why.FREE]
        return _LINK.format(look="free", url=url, time=time, word=cell.text, more=more)
    look = LOOKS.get(cell.why, OTHER_LOOK)
    word = SHORT.get(cell.why, cell.text)
    why = "" if cell.reason == cell.text else escape(cell.reason)
    return _PLAIN.format(look=look, time=time, word=escape(word), more=why)
