"""Cells of the week and of the day: small pieces of HTML, written in Python.

A week has about a hundred of them. Written by template tags they cost more than
everything else on the page together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.utils.safestring import SafeString, mark_safe

from center.wording import clock_text, day_text, span_text
from reservations.models import Booking
from reservations.rules.bookings import Why
from reservations.slots.grid import Cell

# How a slot looks; what it says is written on it, so the look only helps.
LOOKS = {Why.FREE: "free", Why.PAST: "past", Why.TAKEN: "taken"}
OTHER_LOOK = "closed"
# Where the form of the check page begins: a key less for each thing before it.
FILL = "#fill"
MINE_WORD = "我约的"
# Where a cell is narrow three characters fit; the sentence behind it says the rest.
SHORT = {Why.BEYOND: "还没开"}
# Where a cell is narrow only the start is shown.
_INSIDE = "<time>{start}<i>–{end}</i></time><b>{word}</b>"
_LINK = (
    '<a class="slot {look}" href="{url}" aria-label="{day} {time}，{word}{then}">'
    + _INSIDE
    + "</a>"
)
_DAY = (
    '<a class="{look}" href="{url}#week" hx-get="{url}" hx-target="#week"'
    ' hx-swap="outerHTML" hx-push-url="true"{current}>'
    "<small>{name}</small><b>{number}</b><em>{word}</em></a>"
)
_CURRENT = ' aria-current="date"'
_PLAIN = '<span class="slot {look}">' + _INSIDE + "</span>"
# Opens by a tap, a click and a key alike, without a script; one at a time.
_WHY = (
    '<details class="slot {look}" name="why">'
    '<summary aria-label="{day} {time}，{word}，为什么">'
    + _INSIDE
    + '</summary><div class="whybox"><p>{why}</p>{near}</div>'
    "</details>"
)
_NB = '<span class="nb">{}</span>'
_NEAR = '<a class="btn go small" href="{url}"><span>最近能约：{when}</span></a>'


@dataclass(frozen=True, slots=True)
class Now:
    """Where a booking that is to move begins now, in the words of who looks."""

    booking: Booking
    starts_at: datetime
    ends_at: datetime
    word: str

    def get_absolute_url(self) -> str:
        return self.booking.get_absolute_url()


def cells_html(
    cells: Iterable[Cell],
    book_url: str,
    mine: Sequence[Booking | Now] = (),
    free: Sequence[Cell] = (),
) -> SafeString:
    """Return the cells in their order; free ones and one's own are links.

    ``book_url`` ends where the start is written behind it; of ``free`` the nearest one
    is offered instead of a cell that is not. Everything that comes from a row is
    escaped here, once.
    """
    prefix = escape(book_url)
    written = [_cell(cell, prefix, _held(cell, mine), free) for cell in cells]
    return mark_safe("".join(written))  # noqa: S308 - escaped piece by piece


def day_html(*, url: str, is_chosen: bool, **said: str | int) -> str:
    current = _CURRENT if is_chosen else ""
    return _DAY.format(url=escape(url), current=current, **said)


def strip_html(days: Iterable[str]) -> SafeString:
    return mark_safe("".join(days))  # noqa: S308 - the address is escaped


def _held(cell: Cell, mine: Sequence[Booking | Now]) -> Booking | Now | None:
    for own in mine:
        if own.starts_at < cell.end and cell.start < own.ends_at:
            return own
    return None


def _cell(
    cell: Cell, prefix: str, own: Booking | Now | None, free: Sequence[Cell]
) -> str:
    said = {
        "day": day_text(cell.start.date()),
        "time": span_text(cell.start, cell.end),
        "start": clock_text(cell.start),
        "end": clock_text(cell.end),
        "word": escape(SHORT.get(cell.why, cell.text)),
    }
    if own:
        said["word"] = own.word if isinstance(own, Now) else MINE_WORD
        url = escape(own.get_absolute_url())
        return _LINK.format(look="mine", url=url, then="，看预约", **said)
    if cell.is_free:
        url = f"{prefix}{cell.start:%Y-%m-%dT%H:%M}{FILL}"
        return _LINK.format(look="free", url=url, then="，去约", **said)
    look = LOOKS.get(cell.why, OTHER_LOOK)
    if cell.why is Why.PAST:
        return _PLAIN.format(look=look, **said)
    why, near = escape(cell.reason), _near(cell, prefix, free)
    return _WHY.format(look=look, why=why, near=near, **said)


def _near(cell: Cell, prefix: str, free: Sequence[Cell]) -> str:
    """Offer what is free nearest: on the same day, else next, else first of all."""
    day = cell.start.date()
    same = [one for one in free if one.start.date() == day]
    later = [one for one in free if one.start > cell.start]
    if same:
        nearest = min(same, key=lambda one: abs(one.start - cell.start))
        when = _NB.format(clock_text(nearest.start))
    elif found := later[:1] or free[:1]:
        nearest = found[0]
        said = (day_text(nearest.start.date()), clock_text(nearest.start))
        when = " ".join(_NB.format(one) for one in said)
    else:
        return ""
    return _NEAR.format(url=f"{prefix}{nearest.start:%Y-%m-%dT%H:%M}{FILL}", when=when)
