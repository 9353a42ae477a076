"""What every page shows around its content."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest

from center import portals
from center.cards import Entry

SIZES = ("normal", "large", "xlarge")
SIZE_COOKIE = "size"


@dataclass(frozen=True)
class Link:
    """One entry of the main menu."""

    label: str
    url: str
    is_current: bool


def page(request: HttpRequest) -> dict[str, object]:
    """Return the center, the text size and the main menu."""
    return {
        "center": getattr(request, "center", None),
        "size": size_of(request),
        "demo": settings.DEMO,
        "nav": _nav(request),
    }


def size_of(request: HttpRequest) -> str:
    """Return the text size that the browser remembers."""
    size = request.COOKIES.get(SIZE_COOKIE, "")
    return size if size in SIZES else SIZES[0]


@cache
def entries() -> tuple[Entry, ...]:
    """Return the ways into the portal that the apps offer."""
    return tuple(
        entry for offered in portals.gathered("entries") for entry in offered()
    )


def _nav(request: HttpRequest) -> list[Link]:
    offered = [("首页", "/"), *((entry.title, entry.url) for entry in entries())]
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        offered.append(("我的", "/me/"))
        if user.is_staff and user.has_perm("center.view_desk"):
            offered.append(("工作台", "/desk/"))
    return [Link(label, url, _is_below(request.path, url)) for label, url in offered]


def _is_below(path: str, url: str) -> bool:
    return path == "/" if url == "/" else path.startswith(url)
