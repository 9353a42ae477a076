"""What a CNMARC record says, under the headings of our own lists. Pure.

010a ISBN, 011a ISSN, 200 title and who wrote it, 205a edition, 210cd publisher and
year, 215a pages, 225a series, 330a summary, 606a subjects, 690a class, 905 the copies
(b bar code, d class, e number, f call number, v volume).
"""

import re
from collections.abc import Sequence

Fields = Sequence[tuple[str, Sequence[tuple[str, str]]]]
_START = re.compile(rb"[0-9]{5}[ -~]{19}")


def is_cnmarc(data: bytes) -> bool:
    return bool(_START.match(data)) and b"\x1e" in data[:4096]


def cells_of(fields: Fields) -> dict[str, str]:
    """Return column -> text of one record."""
    subtitle, volume = first(fields, "200e"), first(fields, "200h")
    number = first(fields, "905f") or "/".join(
        filter(None, [first(fields, "905d", "690a"), first(fields, "905e")])
    )
    year = re.search(r"[0-9]{4}", first(fields, "210d"))
    return {
        "name": first(fields, "200a") + (f"：{subtitle}" if subtitle else ""),
        "author": first(fields, "200f"),
        "isbn": first(fields, "010a"),
        "issn": first(fields, "011a"),
        "volume": volume or first(fields, "905v", "205a"),
        "publisher": first(fields, "210c"),
        "year": year[0] if year else "",
        "extent": first(fields, "215a"),
        "series": first(fields, "225a"),
        "summary": first(fields, "330a")[:500],
        "aliases": " ".join(dict.fromkeys(every(fields, "606a")))[:120],
        "call_number": number,
        "barcodes": " ".join(every(fields, "905b")),
    }


def every(fields: Fields, place: str) -> list[str]:
    """Return every text that stands at a place, as 200a."""
    tag, code = place[:3], place[3:]
    found = [
        " ".join(text.split())
        for name, parts in fields
        if name == tag
        for one, text in parts
        if one == code
    ]
    return [text for text in found if text]


def first(fields: Fields, *places: str) -> str:
    return next((text for place in places for text in every(fields, place)), "")
