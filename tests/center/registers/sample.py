"""What a register's tests need to know of it: ``SAMPLES`` in a ``samples.py``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

TESTS = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Sample:
    """One register: how a row of it is made, typed, corrected and read from a file.

    ``make(cast, n)`` makes the nth row in the street center. ``typed(cast, n)`` is the
    form of a new line, ``corrected`` what another form of it says, ``cells(cast, n)``
    heading -> cell of a file, in the order of its template, and ``wrong`` what makes
    such a row wrong. ``word`` is a word of the first row that no other has, and ``day``
    that row's day in the register.
    """

    make: Callable
    word: str
    typed: Callable | None = None
    corrected: dict = field(default_factory=dict)
    cells: Callable | None = None
    wrong: dict = field(default_factory=dict)
    day: date = date(2026, 11, 18)


def registers() -> dict[str, object]:
    """Return every register that has addresses, by its name."""
    found = {}
    for view in _views(get_resolver()):
        if one := getattr(view, "register", None):
            found[f"{one.app}.{one.name}"] = one
    return found


def _views(resolver) -> Iterator[Callable]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern)
        else:
            yield pattern.callback


def samples() -> dict[str, Sample]:
    """Return the samples of every app and subject."""
    found = {}
    for path in sorted(TESTS.glob("*/**/samples.py")):
        module = ".".join(path.relative_to(TESTS.parent).with_suffix("").parts)
        found |= import_module(module).SAMPLES
    return found
