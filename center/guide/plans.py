"""The rooms of a house drawn as a plan: one picture a floor. Pure but for its rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from center.guide.models import Room

# One step of the grid, in units of the drawing.
STEP = 20
# How wide a character is written into it, and how far apart its lines stand.
LETTER, LINE = 14, 16


def plans(
    rooms: Sequence[Room], urls: Mapping[str, str], here: str = ""
) -> list[dict[str, Any]]:
    """Return a drawing of each floor; the room of venue ``here`` stands out.

    ``urls`` says where a venue is booked.
    """
    by_floor: dict[tuple[str, int], list[Room]] = {}
    for room in rooms:
        by_floor.setdefault((room.site, room.floor), []).append(room)
    return [
        {
            "title": f"{site} {floor} 楼",
            "width": STEP * max(one.x + one.width for one in inside) + 4,
            "height": STEP * max(one.y + one.height for one in inside) + 4,
            "rooms": [_box(one, urls, here) for one in inside],
        }
        for (site, floor), inside in by_floor.items()
    ]


def _box(room: Room, urls: Mapping[str, str], here: str) -> dict[str, Any]:
    x, y = STEP * room.x + 2, STEP * room.y + 2
    width, height = STEP * room.width, STEP * room.height
    return {
        "room": room,
        "x": x,
        "y": y,
        "width": width,
        "height": height,
        "middle": x + width / 2,
        "words": _words(room, y + height / 2, width),
        "url": urls.get(room.venue, ""),
        "is_here": bool(here) and room.venue == here,
    }


def _words(room: Room, middle: float, width: int) -> list[tuple[float, str, str]]:
    """Return height, kind and text of each line that is written into a room."""
    wide = max(2, width // LETTER)
    name = [room.name[n : n + wide] for n in range(0, len(room.name), wide)]
    lines = [("name", one) for one in name]
    lines += [("no", room.number)] if room.number else []
    top = middle - LINE * (len(lines) - 1) / 2 + LETTER / 3
    return [(top + LINE * n, kind, text) for n, (kind, text) in enumerate(lines)]
