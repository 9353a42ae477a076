"""Where each box and arrow of a flow diagram goes. Pure: no database, no request.

Steps that lie equally deep stand side by side; a chain runs from left to right, four in
a row; phases never share a row. Lengths are units of the viewBox; nothing is scaled in
the browser but the drawing as a whole.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from membership.diagrams.rules import Step

WIDTH = 1120
LEFT = 92
RIGHT = 1076
PER_ROW = 4
GAP = 40
GUTTER = 44
LABELED_GUTTER = 76
PAD = 14
TITLE_SIZE = 20
SMALL_SIZE = 16
TITLE_LINE = 27
SMALL_LINE = 22
NARROW = 0.56
NO_LINE_START = "，。；：、！？）》”’"


@dataclass
class Line:
    """One line of text in a box."""

    text: str
    y: int
    kind: str


@dataclass
class Box:
    """One step as drawn."""

    number: int
    step: Step
    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0
    row: int = 0
    place: int = 0
    lines: list[Line] = field(default_factory=list)

    @property
    def middle(self) -> int:
        """Return the x of the middle."""
        return self.x + self.width // 2

    @property
    def bottom(self) -> int:
        """Return the y of the lower edge."""
        return self.y + self.height


@dataclass
class Band:
    """One phase at the left edge."""

    title: str
    y: int
    height: int

    @property
    def middle(self) -> int:
        """Return the y of the middle."""
        return self.y + self.height // 2


@dataclass
class Arrow:
    """One way between steps: the points of its line, and its label."""

    points: str
    label: str = ""
    label_x: int = 0
    label_y: int = 0
    label_width: int = 0

    @property
    def label_left(self) -> int:
        """Return the x of the frame around the label."""
        return self.label_x - self.label_width // 2

    @property
    def label_top(self) -> int:
        """Return the y of the frame around the label."""
        return self.label_y - 19


@dataclass
class Drawing:
    """A whole diagram, ready to be written as SVG."""

    width: int
    height: int
    bands: list[Band]
    boxes: list[Box]
    arrows: list[Arrow]


def draw(steps: Sequence[Step]) -> Drawing:
    """Return the drawing of the steps, which are in reading order."""
    boxes = {step.key: Box(n, step) for n, step in enumerate(steps, start=1)}
    rows = _rows(list(boxes.values()))
    gutters = _place(rows, boxes)
    height = rows[-1][0].y + max(box.height for box in rows[-1]) + GUTTER // 2
    if any(
        _is_back(box, boxes[link.to])
        for box in boxes.values()
        for link in box.step.next
    ):
        height += GUTTER // 2
    gutters.append(height - GUTTER // 2)
    return Drawing(
        WIDTH, height, _bands(rows), list(boxes.values()), _arrows(boxes, gutters)
    )


def wrapped(text: str, width: int, size: int) -> list[str]:
    """Break text into lines of at most ``width`` units; marks never start a line."""
    lines, line, used = [], "", 0.0
    for sign in text:
        wide = size * (1 if unicodedata.east_asian_width(sign) in "WFA" else NARROW)
        if used + wide > width and line and sign not in NO_LINE_START:
            lines.append(line)
            line, used = "", 0.0
        line += sign
        used += wide
    return [*lines, line] if line else lines


def _depths(boxes: list[Box]) -> dict[str, int]:
    depths = {box.step.key: 0 for box in boxes}
    numbers = {box.step.key: box.number for box in boxes}
    for box in boxes:
        for link in box.step.next:
            if numbers[link.to] > box.number:
                deeper = depths[box.step.key] + 1
                depths[link.to] = max(depths[link.to], deeper)
    return depths


def _rows(boxes: list[Box]) -> list[list[Box]]:
    depths = _depths(boxes)
    rows: list[list[Box]] = []
    chain = False
    for depth in sorted(set(depths.values())):
        layer = [box for box in boxes if depths[box.step.key] == depth]
        if len(layer) == 1 and chain and _joins(rows[-1], layer[0]):
            rows[-1] += layer
        else:
            rows.append(layer)
        chain = len(layer) == 1
    for n, row in enumerate(rows):
        for place, box in enumerate(row):
            box.row, box.place = n, place
    return rows


def _joins(row: list[Box], box: Box) -> bool:
    leads = any(link.to == box.step.key for link in row[-1].step.next)
    return len(row) < PER_ROW and row[-1].step.phase == box.step.phase and leads


def _place(rows: list[list[Box]], boxes: dict[str, Box]) -> list[int]:
    """Give every box its place; return the y of the channel above each row."""
    labeled = {
        boxes[link.to].row
        for box in boxes.values()
        for link in box.step.next
        if link.label
    }
    y, gutters = 0, []
    for n, row in enumerate(rows):
        gutter = LABELED_GUTTER if n in labeled else GUTTER
        gutters.append(y + GUTTER // 2)
        y += gutter
        columns = max(PER_ROW, len(row))
        width = (RIGHT - LEFT - GAP * (columns - 1)) // columns
        for place, box in enumerate(row):
            box.x, box.y, box.width = LEFT + place * (width + GAP), y, width
            _write(box)
        height = max(box.height for box in row)
        for box in row:
            box.height = height
        y += height
    return gutters


def _write(box: Box) -> None:
    room = box.width - 2 * PAD
    y = PAD
    for text in wrapped(f"{box.number}. {box.step.title}", room, TITLE_SIZE):
        y += TITLE_LINE
        box.lines.append(Line(text, box.y + y - 6, "t"))
    for kind in ("actor", "limit", "source"):
        for text in wrapped(getattr(box.step, kind), room, SMALL_SIZE):
            y += SMALL_LINE
            box.lines.append(Line(text, box.y + y - 4, kind[0]))
    box.height = y + PAD


def _bands(rows: list[list[Box]]) -> list[Band]:
    bands: list[Band] = []
    for row in rows:
        first = row[0]
        if bands and bands[-1].title == first.step.phase:
            bands[-1].height = first.bottom - bands[-1].y
        elif first.step.phase:
            bands.append(Band(first.step.phase, first.y, first.height))
    return bands


def _is_back(box: Box, target: Box) -> bool:
    return target.row < box.row or (target.row == box.row and target.place < box.place)


def _arrows(boxes: dict[str, Box], gutters: list[int]) -> list[Arrow]:
    arrows = []
    for box in boxes.values():
        for link in box.step.next:
            target = boxes[link.to]
            arrow = Arrow(_way(box, target, gutters), link.label)
            if link.label:
                _label(arrow, target)
            arrows.append(arrow)
    return arrows


def _way(box: Box, target: Box, gutters: list[int]) -> str:
    if target.row == box.row and target.place == box.place + 1:
        y = box.y + box.height // 2
        return _points((box.x + box.width, y), (target.x, y))
    above = gutters[target.row]
    if target.row == box.row + 1:
        return _points(
            (box.middle, box.bottom),
            (box.middle, above),
            (target.middle, above),
            (target.middle, target.y),
        )
    back = _is_back(box, target)
    lane = LEFT - 18 if back else RIGHT + 18
    aside = -24 if back else 24
    below = gutters[box.row + 1]
    return _points(
        (box.middle + aside, box.bottom),
        (box.middle + aside, below - 8),
        (lane, below - 8),
        (lane, above - 8),
        (target.middle + aside, above - 8),
        (target.middle + aside, target.y),
    )


def _label(arrow: Arrow, target: Box) -> None:
    signs = sum(
        1 if unicodedata.east_asian_width(sign) in "WFA" else NARROW
        for sign in arrow.label
    )
    arrow.label_width = round(signs * SMALL_SIZE) + 16
    arrow.label_x = target.middle
    arrow.label_y = target.y - 36


def _points(*points: tuple[int, int]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
