"""A joint request: who signs it, and who speaks for all. Pure.

Source: 信访工作条例 article 20: at most five representatives speak for many people.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from center.text import clean_contact, is_contact, is_phone, person_name, visible

# Both with the one who hands it in, who is the first representative.
MOST_NAMES, MOST_REPRESENTATIVES = 200, 5
LONGEST_NAME = 40
LONGEST_LIST = 12_000
_BETWEEN = re.compile(r"[\n;；、，,\t]+")
_NUMBERED = re.compile(r"^[（(]?[0-9]{1,3}[）).．:：\s]*")
_PHONE_AT_END = re.compile(r"[:：\s（(]*(?P<phone>\+?[0-9][0-9\s()\-－—]{5,})[）)]?$")
_ROLE = re.compile(r"[（(]?(?:联名)?代表[）)]?$")


class Signer(NamedTuple):
    """One who signs: a name, and a number where one was given."""

    name: str
    phone: str = ""


def read_signers(text: str) -> list[Signer]:
    """Return who signs, as people write lists: a line each, or divided by commas.

    Raises ``ValueError`` in words that name what cannot be read.
    """
    found: list[Signer] = []
    for piece in _BETWEEN.split(unicodedata.normalize("NFKC", visible(text))):
        name, phone = _read(piece.strip())
        if phone and not name and found and not found[-1].phone:
            found[-1] = Signer(found[-1].name, phone)
        elif phone and not name:
            raise ValueError(f"“{piece.strip()}”前面没有姓名，请补上。")
        elif name:
            found.append(Signer(name, phone))
    return found


def _read(piece: str) -> tuple[str, str]:
    piece = _ROLE.sub("", piece)
    at_end = _PHONE_AT_END.search(piece)
    phone = clean_contact(at_end["phone"]) if at_end else ""
    if phone and not is_contact(phone):
        raise ValueError(f"“{piece}”的电话不对，请再对一遍。")
    bare = piece[: at_end.start()] if at_end else piece
    name = person_name(_ROLE.sub("", _NUMBERED.sub("", bare.strip())))
    if re.search("[0-9]", name):
        raise ValueError(f"“{piece}”的电话不对，请再对一遍。")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"“{name[:10]}…”太长了，一行请只写一个人。")
    return name, phone


def signers_text(signers: Iterable[Signer]) -> str:
    return "\n".join(" ".join(filter(None, one)) for one in signers)


def without_twice(signers: Iterable[Signer], known: Iterable[Signer]) -> list[Signer]:
    """Return the list without who stands in it or in ``known`` already.

    Two of one name are two people, unless the number is the same or one has none.
    """
    kept, seen = [], list(known)
    for one in signers:
        if not any(_is_one(one, other) for other in seen):
            kept.append(one)
            seen.append(one)
    return kept


def _is_one(one: Signer, other: Signer) -> bool:
    same_phone = one.phone == other.phone or not (one.phone and other.phone)
    return one.name == other.name and same_phone


def joint_refusal(person: Signer, speakers: list[Signer], others: list[Signer]) -> str:
    """Say why these cannot sign together; empty when they can.

    ``person`` hands it in and is the first representative; empty for nobody.
    """
    has_person = bool(person.name or person.phone)
    if without := [one.name for one in speakers if not is_phone(one.phone)]:
        return f"代表要留手机号，好告诉他们进展，请补上：{'、'.join(without)}。"
    if has_person + len(speakers) > MOST_REPRESENTATIVES:
        return f"代表连您自己最多 {MOST_REPRESENTATIVES} 位，请减少几位。"
    if (names := has_person + len(speakers) + len(others)) > MOST_NAMES:
        return f"联名连您自己最多 {MOST_NAMES} 人，现在有 {names} 人，请分成两件。"
    if others and not (has_person or speakers):
        return "联名的要有一到五位代表，请写代表的姓名和手机号。"
    return ""
