"""The shapes that the subjects show on the floor's pages (center/portals.py)."""

from dataclasses import dataclass

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
    belong to the entry.
    """

    title: str
    text: str
    url: str
    icon: str
    is_door: bool = False
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One row of a section of 我的; ``tone`` is ok, warn, now or off."""

    title: str
    text: str
    url: str
    state: str
    tone: str


@dataclass(frozen=True)
class Section:
    """One subject of 我的, with a sentence for when there is nothing."""

    title: str
    empty: str
    items: list[Item]
    more_url: str = ""

    @property
    def shown(self) -> list[Item]:
        """Return the rows that everybody sees at once."""
        return self.items[:SHOWN]

    @property
    def folded(self) -> list[Item]:
        """Return the rows behind one tap."""
        return self.items[SHOWN:]
