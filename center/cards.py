"""The shapes that other apps show on the floor's pages, and how they are gathered.

The floor names no app: each app's contribution is a dotted path in the settings.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

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
    """One way into the portal from the home page and the main menu."""

    title: str
    text: str
    url: str
    icon: str


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


def contributions(setting: str) -> tuple[Callable[..., Any], ...]:
    """Return the functions that a setting names, in its order."""
    return _imported(tuple(getattr(settings, setting)))


@cache
def _imported(paths: tuple[str, ...]) -> tuple[Callable[..., Any], ...]:
    return tuple(import_string(path) for path in paths)
