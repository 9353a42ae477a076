"""The slot grid of a venue and what is free on it. Pure; all in Asia/Shanghai.

Units are bits of a whole number, so a page of many seats costs as little as one: the
work is proportional to slots plus bookings. Moments are compared as seconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from center.hours import OpeningHours, Span
from center.wording import clock_text, day_text, minutes_text, spaced
from reservations.rules.bookings import WORDS, Why
from reservations.rules.lead_times import first_start, said
from reservations.rules.venues import Terms, last_day, last_open_day

NOTHING_YET = "还没有可约的座位或设备，请问前台。"


class Slot(NamedTuple):
    """One step of the grid and why the doors are shut then (empty: they are open).

    ``run`` is how many open slots follow in the same stretch, this one included.
    """

    start: datetime
    end: datetime
    shut: str
    run: int
    begins: int
    stops: int


class Held(NamedTuple):
    """Units (by id) taken, or out of order for a reason, in ``[begins, stops)``."""

    begins: int
    stops: int
    units: Sequence[int]
    reason: str = ""


class Cell(NamedTuple):
    """One slot as a page shows it: a booking may start here, or why it may not.

    ``text`` is the short word on the cell, ``reason`` the sentence behind it (empty
    when free), ``free`` how many units are free.
    """

    start: datetime
    end: datetime
    why: Why
    text: str
    reason: str
    free: int

    @property
    def is_free(self) -> bool:
        return self.why is Why.FREE


class Window(NamedTuple):
    """What can be booked at ``at``: from ``first`` (None: nothing) to ``last``."""

    at: datetime
    first: datetime | None
    last: date
    lead_text: str
    # The last one on which the doors are open.
    last_open: date


def seconds(at: datetime) -> int:
    return int(at.timestamp())


def window(
    terms: Terms, hours: OpeningHours, at: datetime, *, inside_lead: bool = False
) -> Window:
    """Return what can be booked at ``at``; staff may ``inside_lead``."""
    first = at if inside_lead else first_start(terms.lead, at, hours)
    last = last_day(at.date(), terms.horizon_days)
    last_open = last_open_day(at.date(), last, hours)
    return Window(at, first, last, said(terms.lead), last_open)


def slots_on(day: date, hours: OpeningHours, terms: Terms) -> tuple[Slot, ...]:
    """Return the grid of ``day``: every stretch as planned, also what is closed of it.

    ``hours`` are those of the venue. The rest of a stretch that is shorter than one
    slot is not on the grid.
    """
    spans = hours.spans_on(day)
    found: list[Slot] = []
    for planned in hours.planned_on(day):
        found += _slots_in(planned, spans, hours, terms)
    return tuple(found)


def _slots_in(
    planned: Span, spans: Sequence[Span], hours: OpeningHours, terms: Terms
) -> list[Slot]:
    first = -((planned.origin - planned.start) // terms.step)
    stop = (planned.end - planned.origin) // terms.step
    starts = [planned.origin + n * terms.step for n in range(first, stop)]
    return [_slot(start, _around(start, spans), hours, terms) for start in starts]


def _around(start: datetime, spans: Sequence[Span]) -> Span | None:
    return next((span for span in spans if span.start <= start < span.end), None)


def _slot(
    start: datetime, span: Span | None, hours: OpeningHours, terms: Terms
) -> Slot:
    end = start + terms.step
    run = (span.end - start) // terms.step if span else 0
    shut = ""
    if run == 0:
        shut = hours.why_shut(start, end)
    return Slot(start, end, shut, run, seconds(start), seconds(end))


@dataclass
class Board:
    """Which units are free in which slots; the slots are in order of time."""

    slots: Sequence[Slot]
    units: Sequence[int]
    terms: Terms
    taken: list[int] = field(init=False)
    broken: list[int] = field(init=False)
    reasons: dict[int, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Start with everything free."""
        self.taken = [0] * len(self.slots)
        self.broken = [0] * len(self.slots)
        self._bits = {unit: 1 << n for n, unit in enumerate(self.units)}
        self._begins = [slot.begins for slot in self.slots]
        self._stops = [slot.stops for slot in self.slots]
        self._rest = int(self.terms.buffer.total_seconds())

    @property
    def all_units(self) -> int:
        return (1 << len(self.units)) - 1

    def take(self, rows: Iterable[Held]) -> None:
        """Note what is held; a slot needs its own rest after it as well."""
        for held in rows:
            if bits := self._bits_of(held.units):
                low = bisect_right(self._stops, held.begins - self._rest)
                for n in range(low, bisect_left(self._begins, held.stops)):
                    self.taken[n] |= bits

    def put_out_of_order(self, rows: Iterable[Held]) -> None:
        for held in rows:
            if bits := self._bits_of(held.units):
                low = bisect_right(self._stops, held.begins)
                for n in range(low, bisect_left(self._begins, held.stops)):
                    self.broken[n] |= bits
                    self.reasons.setdefault(n, held.reason)

    def index(self, start: datetime) -> int:
        """Return where a slot that is on the grid stands."""
        return bisect_left(self._begins, seconds(start))

    def free(self, n: int, count: int) -> int:
        """Return, as bits, the units free for ``count`` slots from the ``n``-th on."""
        if self.slots[n].run < count or self.slots[n].shut:
            return 0
        gone = 0
        for step in range(n, n + count):
            gone |= self.taken[step] | self.broken[step]
        return self.all_units & ~gone

    def free_units(self, n: int, count: int) -> list[int]:
        free = self.free(n, count)
        return [unit for unit in self.units if free & self._bits[unit]]

    def best_fit(self, n: int, count: int) -> int | None:
        """Return the free unit that leaves the smallest gap before, then after it.

        So the day is not broken into pieces that nobody can use; of equals the first.
        """
        if not (fits := self.free(n, count)):
            return None
        for steps in (self._stretch(n, -1), self._stretch(n + count - 1, 1)):
            for step in steps:
                if tight := fits & (self.taken[step] | self.broken[step]):
                    fits = tight
                    break
        return next(unit for unit in self.units if fits & self._bits[unit])

    def _stretch(self, n: int, way: int) -> Iterator[int]:
        """Yield the slots beside the ``n``-th, one after the other without a break."""
        step = n + way
        while 0 <= step < len(self.slots):
            first, second = sorted((step, step - way))
            if self.slots[first].end != self.slots[second].start:
                return
            yield step
            step += way

    def longest(self, n: int, most: int) -> tuple[int, list[int]]:
        """Return for how many slots from the ``n``-th on units are free, and which.

        At most ``most`` and to the end of the stretch, also below the venue's least.
        """
        free, count = self.all_units, 0
        for step in range(n, n + min(most, self.slots[n].run)):
            left = free & ~(self.taken[step] | self.broken[step])
            if not left:
                break
            free, count = left, count + 1
        units = [unit for unit in self.units if free & self._bits[unit]]
        return count, units if count else []

    def cells(
        self, window: Window, earliest: Slot | None, which: Iterable[int]
    ) -> list[Cell]:
        """Return some slots with the reason why each is free or not."""
        return [self._cell(n, window, earliest) for n in which]

    def earliest(self, window: Window, until: date | None = None) -> Slot | None:
        """Return the first slot that can be booked, up to the day ``until``."""
        if window.first is None:
            return None
        last = min(window.last, until) if until else window.last
        begins = window.first.timestamp()
        for n in range(bisect_left(self._begins, begins), len(self.slots)):
            if self.slots[n].start.date() > last:
                return None
            if self.free(n, self.terms.min_slots):
                return self.slots[n]
        return None

    def _cell(self, n: int, window: Window, earliest: Slot | None) -> Cell:
        slot = self.slots[n]
        free = self.free(n, self.terms.min_slots)
        why = self._why(n, window, free)
        count = free.bit_count() if why is Why.FREE else 0
        text = _left(count, len(self.units)) if count else WORDS[why]
        if why is Why.OUT_OF_ORDER and not self.units:
            text = "未设"
        reason = "" if count else self._reason(n, why, window, earliest)
        return Cell(slot.start, slot.end, why, text, reason, count)

    def _why(self, n: int, window: Window, free: int) -> Why:
        slot = self.slots[n]
        if slot.start < window.at:
            return Why.PAST
        if slot.shut:
            return Why.CLOSED
        if slot.start.date() > window.last:
            return Why.BEYOND
        if window.first is None or slot.start < window.first:
            return Why.TOO_SOON
        if free:
            return Why.FREE
        if self.broken[n] == self.all_units:
            return Why.OUT_OF_ORDER
        # Open or free here, only not for as long as one wants to stay.
        is_short = slot.run < self.terms.min_slots or self.free(n, 1)
        return Why.SHORT if is_short else Why.TAKEN

    def _reason(self, n: int, why: Why, window: Window, earliest: Slot | None) -> str:
        if why is Why.CLOSED:
            return self.slots[n].shut
        if why is Why.TOO_SOON:
            return window.lead_text + earliest_text(earliest, self.slots[n].start)
        if why is Why.BEYOND:
            return f"现在约到{day_text(window.last_open)}为止。"
        if why is Why.OUT_OF_ORDER:
            broken = f"停用：{self.reasons.get(n) or '维修'}"
            return broken if self.units else NOTHING_YET
        if why is Why.SHORT:
            return self._why_short(n)
        return {Why.PAST: "这个时间已经过了。", Why.TAKEN: self._all_taken()}[why]

    def _all_taken(self) -> str:
        if len(self.units) == 1:
            return "已经有人约了。有人取消会空出来，可以过会儿再看。"
        return f"{len(self.units)} 个都约出去了。有人取消会空出来，可以过会儿再看。"

    def _why_short(self, n: int) -> str:
        slot = self.slots[n]
        wanted = spaced(minutes_text(self.terms.min_slots * self.terms.slot_minutes))
        closes = slot.run < self.terms.min_slots
        count = slot.run if closes else self.longest(n, self.terms.min_slots)[0]
        ends = clock_text(slot.start + count * self.terms.step)
        then = "就关门了" if closes else "有人约了"
        return f"{ends} {then}，不够{wanted}。"

    def _bits_of(self, units: Iterable[int]) -> int:
        bits = 0
        for unit in units:
            bits |= self._bits.get(unit, 0)
        return bits


def _left(count: int, of: int) -> str:
    """Return how many are left; of one alone nobody counts."""
    if count > 1:
        return f"余 {count}"
    return "仅剩 1" if of > 1 else WORDS[Why.FREE]


def earliest_text(slot: Slot | None, near: datetime) -> str:
    """Say when the earliest time is that works, seen from a slot nearby."""
    if slot is None:
        return "近期都约满了。"
    if slot.start.date() == near.date():
        return f"最早可约 {clock_text(slot.start)}。"
    return f"最早可约{day_text(slot.start.date())} {clock_text(slot.start)}。"
