"""The shapes that the subjects show on the floor's pages (center/portals.py)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

# So many rows of a section of 我的 are open; a phone shows no more on one screen.
SHOWN = 5


@dataclass(frozen=True)
class Card:
    """One thing on the staff desk that may want attention."""

    title: str
    count: int
    text: str
    url: str
    is_urgent: bool = False


@dataclass(frozen=True)
class Entry:
    """One way into the portal from the home page and the main menu.

    Doors stand first and have room on a phone; ``under`` are more addresses whose pages
    belong to the entry. On the desk a door has a ``key``, a digit.
    """

    title: str
    text: str
    url: str
    icon: str
    is_door: bool = False
    under: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Lead:
    """What a person has next; it stands first on the home page and in 我的.

    ``ways`` are label and address, the first one filled; ``tone`` is ok, late or now;
    ``said`` is about an entry of the menu, by url.
    """

    eyebrow: str
    title: str
    text: str
    small: str
    ways: tuple[tuple[str, str], ...]
    tone: str = "ok"
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """A part of the home page, drawn by a subject: ``search``, ``news``, ``side``."""

    where: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class HomePart:
    """What a subject shows on the home page; ``said`` is about an entry, by url.

    A place is a room: when it is free next, and its day in small, each half-day as
    slots that are f (free), t (taken) or p (over).
    """

    places: tuple[Mapping[str, object], ...] = ()
    places_today: bool = False
    places_url: str = ""
    blocks: tuple[Block, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done to a row now: a button, or a page that asks more."""

    label: str
    url: str
    is_link: bool = False
    # What a button sends besides where it stands; nothing else asks for it.
    on: str = ""


@dataclass(frozen=True)
class Item:
    """One row of a section; ``tone`` is ok, warn, now or off."""

    title: str
    text: str
    url: str
    state: str
    tone: str
    verbs: tuple[Verb, ...] = ()


@dataclass(frozen=True)
class Section:
    """One subject of 我的, with a sentence for when there is nothing."""

    title: str
    empty: str
    items: list[Item]
    more_url: str = ""
    more_text: str = "看全部"
    # What invites somebody who has nothing yet; without it an empty section is not
    # shown at all: party affairs concern only those who have some.
    invite: tuple[str, str] | None = None
    # Stands below what the person has here themselves.
    is_aside: bool = False

    @property
    def shown(self) -> list[Item]:
        return self.items[:SHOWN]

    @property
    def folded(self) -> list[Item]:
        return self.items[SHOWN:]


def joined(sections: Iterable[Section]) -> list[Section]:
    """Return the sections of several cards of one person, each subject once."""
    found: dict[str, Section] = {}
    for one in sections:
        before = found.get(one.title)
        items = [*(before.items if before else []), *one.items]
        found[one.title] = replace(one, items=items)
    return list(found.values())


def only_told(section: Section, remark: str) -> Section:
    """Return a section of which nothing can be opened, each row with a remark."""
    items = [replace(one, url="", text=f"{one.text}{remark}") for one in section.items]
    return replace(section, items=items)
