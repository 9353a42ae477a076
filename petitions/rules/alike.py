"""Whether two requests of one person are about one matter. Pure.

A proposal: staff link what is one matter, and say of others that they are two.
"""

import re
from datetime import timedelta
from typing import NamedTuple

from center import search
from petitions.rules.privacy import BLANK, Found, Spot, blanked, spots

# Who comes again after a year has a new matter.
REMEMBERED = timedelta(days=365)
# How much of the shorter text has to stand in the longer one, and how much less where
# the kind or the place is the same, too.
CLOSE, SAME = 0.5, 0.1
# Fewer pairs of signs say nothing.
FEWEST = 2
# What stands for a title until somebody writes one.
TO_BE_COMPLETED = "（待补充）"
# What people say whatever it is about: courtesies, that it is broken, for how long.
_ANYWAY = re.compile(
    rf"^\S+{TO_BE_COMPLETED}|"
    "您好|你好|谢谢|麻烦|帮忙|希望|能不能|可不可以|请问|尽快|解决|反映|催一下|一下|"
    "我们|我家|一直|还是|没有人|没人|[一二三四五六七八九十两几0-9]+(?:天|周|个?月|年|次)|"
    "修一修|修修|[请了的吗呢吧啊我又还再也坏修]"
)
_HOUSE = re.compile(
    "(?:[0-9一二三四五六七八九十百零〇两]{1,4}(?:号楼|号院|栋|幢|座|弄|单元|室|层|楼))+"
)
_FIGURES = str.maketrans("一二三四五六七八九〇零两", "123456789002")


class Matter(NamedTuple):
    """What a request says that it is about."""

    kind: str
    title: str
    body: str


class Gist(NamedTuple):
    """What is compared of a request; read once, however often it is compared."""

    kind: str
    title: set[str]
    whole: set[str]
    places: set[str]


def gist_of(matter: Matter) -> Gist:
    whole = f"{matter.title} {matter.body}"
    return Gist(matter.kind, _pairs(matter.title), _pairs(whole), _places(whole))


def is_alike(one: Gist, other: Gist) -> bool:
    """Say whether two requests speak of the same: by words, kind and place.

    Where both name a place and not the same one, they are two matters.
    """
    is_same_place = _meet(one.places, other.places)
    if one.places and other.places and not is_same_place:
        return False
    needed = CLOSE - SAME * (one.kind == other.kind) - SAME * is_same_place
    likeness = max(_shared(one.title, other.title), _shared(one.whole, other.whole))
    return likeness >= needed


def _pairs(text: str) -> set[str]:
    """Return each two signs that follow one another, without places and courtesies."""
    bare = _ANYWAY.sub("", _HOUSE.sub(" ", blanked(text, _where(text))))
    words = search.plain(bare.replace(BLANK, " ")).split()
    return {pair for word in words for pair in search.pieces_of(word) if len(pair) > 1}


def _shared(mine: set[str], theirs: set[str]) -> float:
    fewest = min(len(mine), len(theirs))
    if fewest < FEWEST:
        return float(bool(mine) and mine == theirs)
    return len(mine & theirs) / fewest


def _where(text: str) -> list[Spot]:
    return [spot for spot in spots(text) if spot.kind == Found.ADDRESS]


def _places(text: str) -> set[str]:
    found = {spot.text for spot in _where(text)} | set(_HOUSE.findall(text))
    return {search.packed(place).translate(_FIGURES) for place in found}


def _meet(here: set[str], there: set[str]) -> bool:
    """Say whether one place lies in another: 三号楼 and 3号楼2单元."""
    return any(one in other or other in one for one in here for other in there)
