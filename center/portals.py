"""What each subject shows on the pages of the floor, found by convention.

The floor names no app. A subject keeps ``portal.py`` beside its ``apps.py`` and lists
in ``__all__`` the names below that it has; the order is that of INSTALLED_APPS. A name
holds one function or a tuple of them.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from types import ModuleType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import autodiscover_modules, import_string

from center.cards import Card, Entry

MODULE = "portal"
HOOKS = {
    "cards": "(user, at) -> cards on the staff desk",
    "links": "(user) -> entries below them",
    "desk_section": "(user, at) -> section that stands open on the staff desk, or None",
    "morning": "(user, at) -> sections of what waits for a supervisor, in the admin",
    "entries": "() -> entries of the main menu and the home page",
    "home": "(center, user or None, at) -> HomePart, what the home page shows of it",
    "leads": "(user, at) -> leads: what of theirs comes first, on home page and 我的",
    "fault_form": "(path) -> where somebody tells what is wrong on a page",
    "guides": "() -> entries on the page of the center's own guide",
    "reading_places": "(center, at) -> items: where to read, and whether it is free",
    "reading_finds": "(center, question, at) -> section of what else it finds",
    "reading_notes": "(center, at) -> sentences beside every search of holdings",
    "own_section": "(user, at) -> section of 我的",
    "other_cards": "(user) -> cards of the same person that nobody logs in to",
    "own_data": "(user) -> (name, rows) of 我的数据",
    "holds": "(user, at) -> reasons why an account cannot be closed yet",
    "estate": "(user, at) -> Estate or None: what lies with them and who could have it",
    "person_section": "(user, person, at) -> section of a person's card on the desk",
    "people_of": "(user) -> numbers of those whom somebody has to do with, a query",
    "address_of": "(user, code) -> the page that a code leads staff to, or nothing",
    "day_ahead": "(user, day, at) -> section of what a day brings, for paper, or None",
    "stand_ins": "(user) -> query of who may do what is theirs, or None: anybody",
    "begins": "() -> entries: what can be begun for somebody; the page says for whom",
    "becomes": "(kind, venues) -> venue -> address of the form that an item turns into",
    "takes_line": "(user, line) -> entry: the form that a line at the counter becomes",
    "forget_person": "(user, at): taken out in the transaction that closes an account",
    "keeps_row": "(row) -> whether the law keeps it, or its subject forgets it itself",
    "staff_named": "(user, at): somebody became staff, or has another name or center",
    "closed_stretches": "(center id) -> stretches in which the whole center is shut",
    "center_closed": "(*, center, start, end, reason, by, at), when one is saved",
    "shut_out": "(at) -> key -> line of what is booked while the doors are shut",
    "settle_shut_out": "(keys, *, reason, keeps, by, at): cancels or keeps them",
    "remind": "(at) -> how many; jobs of `manage.py remind`, named by center.jobs.job",
    "purge": "(at) -> (name, rows due to go), for `manage.py purge`",
    "never_kept": "(typed) -> whether nothing of it may be stored, not as a draft",
    "undelivered": "(message, *, name, phone, why, at): a text that reaches nobody",
    "delivered": "(message, *, at): a text that was sent again has gone",
    "matters": "(user, subjects) -> subject -> words and address where they know whose",
    "call_ended": "(call, *, by, at): somebody was told, or that was taken back",
    "hidden_subjects": "(user) -> subjects of messages that they must not know of",
}
VALUES = {
    "MAY": "role -> permissions, as app_label.codename",
    "MATTER": "label under which the subject writes messages",
    "HOME_MARK": "SQL of one value that changes whenever ``home`` does for a guest of\n"
    "    the center %(center)s; SQL, so that one query asks for those of all subjects",
}
NAMES = HOOKS | VALUES


@cache
def modules() -> tuple[ModuleType, ...]:
    autodiscover_modules(MODULE)
    names = [f"{config.name}.{MODULE}" for config in apps.get_app_configs()]
    return tuple(sys.modules[name] for name in names if name in sys.modules)


def gathered(name: str) -> tuple[Any, ...]:
    if name not in NAMES:
        raise LookupError(name)
    return tuple(part for module in modules() for part in _parts(module, name))


def _parts(module: ModuleType, name: str) -> tuple[Any, ...]:
    if name not in _public(module):
        return ()
    kept = getattr(module, name)
    return kept if isinstance(kept, tuple) else (kept,)


def _public(module: ModuleType) -> tuple[str, ...]:
    return tuple(getattr(module, "__all__", ()))


def faults() -> Iterator[str]:
    """Yield slips of the pen: what a subject offers and nobody would ever ask for."""
    for module in modules():
        if not hasattr(module, "__all__"):
            yield f"{module.__name__} 没有 __all__。"
        for name in _public(module):
            if fault := _fault(module, name):
                yield f"{module.__name__} 的 __all__ 里，{name} {fault}。"
        for name in sorted(NAMES.keys() & vars(module).keys() - {*_public(module)}):
            yield f"{module.__name__} 有 {name}，__all__ 里却没有。"


def _fault(module: ModuleType, name: str) -> str:
    if name not in NAMES:
        return "不是大家认识的名字"
    if not hasattr(module, name):
        return "没有定义"
    if name in HOOKS and not all(map(callable, _parts(module, name))):
        return "不是函数"
    return ""


def in_order(setting: str) -> tuple[Callable[..., Any], ...]:
    return tuple(import_string(path) for path in getattr(settings, setting))


def cards_of(user: Any, at: datetime) -> list[Card]:
    return [card for cards in gathered("cards") for card in cards(user, at)]


def ways_of(user: Any) -> dict[str, list[Entry]]:
    """Return the ways to the work of each app, under its name."""
    found: dict[str, list[Entry]] = {}
    for links in gathered("links"):
        app = apps.app_configs.get(links.__module__.partition(".")[0])
        name = str(app.verbose_name) if app else "其他"
        found.setdefault(name, []).extend(links(user))
    return found


def matters_of(user: Any, subjects: set[str]) -> dict[str, tuple[str, str]]:
    """Return words and address of each matter that somebody may know whose it is."""
    found: dict[str, tuple[str, str]] = {}
    for part in gathered("matters") if subjects else ():
        found |= part(user, subjects)
    return found
