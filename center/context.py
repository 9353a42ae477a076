"""What every page shows around its content."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from center import portals
from center.cards import Entry

SIZES = ("normal", "large", "xlarge")
SIZE_COOKIE = "size"
HOME = Entry("首页", "", "/", "home", is_door=True)


def page(request: HttpRequest) -> dict[str, object]:
    """Return the center, the text size and the main menu."""
    return {
        "center": getattr(request, "center", None),
        "size": size_of(request),
        "demo": settings.DEMO,
        "nav": _nav(request),
    }


def size_of(request: HttpRequest) -> str:
    size = request.COOKIES.get(SIZE_COOKIE, "")
    return size if size in SIZES else SIZES[0]


@cache
def entries() -> tuple[Entry, ...]:
    found = [entry for offered in portals.gathered("entries") for entry in offered()]
    return tuple(sorted(found, key=lambda entry: not entry.is_door))


def _nav(request: HttpRequest) -> list[dict[str, object]]:
    offered = [HOME, *entries()]
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        offered.append(Entry("我的", "", reverse("me"), "user"))
        if user.is_staff and user.has_perm("center.view_desk"):
            offered.append(Entry("工作台", "", reverse("desk"), "desk"))
    here = max(offered, key=lambda entry: _depth(entry, request.path))
    is_here = _depth(here, request.path) > 0
    return [
        {
            "label": one.title,
            "url": one.url,
            "icon": one.icon,
            "is_current": is_here and one is here,
            "is_door": one.is_door,
        }
        for one in offered
    ]


def _depth(entry: Entry, path: str) -> int:
    """Return how much of the address the entry accounts for; the most is current."""
    if entry is HOME:
        return int(path == HOME.url)
    tops = ("", entry.url, *entry.under)
    return max(len(top) for top in tops if path.startswith(top))
