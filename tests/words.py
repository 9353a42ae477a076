"""Django's own sentences, which nobody who uses the portal is to meet."""

import gettext
import re
from functools import cache
from pathlib import Path

import django
from django.conf import settings

APPS = ("conf", "contrib/auth", "contrib/admin", "contrib/postgres")
FILE = "zh_Hans/LC_MESSAGES/django.mo"
PLACE = re.compile(r"%\(\w+\)[sdr]|%s|\{\w*\}|</?\w+>")
# Below this a piece is a word like any other.
SHORTEST = 6


def catalog(folder):
    with (Path(folder) / "locale" / FILE).open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


@cache
def django_catalog():
    """Return what Django says, by the English of its source."""
    home = Path(django.__file__).parent
    return {
        key[0] if isinstance(key, tuple) else key: text
        for app in APPS
        for key, text in catalog(home / app).items()
    }


@cache
def own_catalog():
    """Return what the portal says instead."""
    found = catalog(settings.BASE_DIR / "center")
    return {key[0] if isinstance(key, tuple) else key: v for key, v in found.items()}


@cache
def replaced():
    """Return the longest piece of each of Django's sentences that is not to be read."""
    theirs = [django_catalog().get(key, "") for key in own_catalog() if key]
    pieces = {max(PLACE.split(text), key=len).strip(" 。，") for text in theirs}
    ours = " ".join(own_catalog().values())
    return {one for one in pieces if len(one) >= SHORTEST and one not in ours}


def not_ours(text):
    """Return the sentences of Django that stand in a text, also in English."""
    found = {one for one in replaced() if one in text}
    english = (key for key in own_catalog() if key and "%" not in key)
    return sorted(found | {one for one in english if len(one) > 20 and one in text})
