"""Keep whole public pages in memory for as long as nothing on them changes.

The key of a page says everything that it shows: a version, the minute, the row of the
center, the text size. So a kept page can never be an old one. Only pages for people
without a session are kept, and none that holds a form with a token.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from center.context import size_of
from center.http import Request
from center.models import Center

MOST_PAGES = 500
MESSAGES_COOKIE = "messages"
_pages: "OrderedDict[Hashable, Page]" = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Page:
    """A page, compressed: hundreds of them are a few megabytes."""

    packed: bytes
    etag: str


def kept(
    request: Request, key: Hashable, draw: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return the page that ``draw`` makes, from memory if ``key`` was seen before.

    ``key`` must change with everything on the page that is not part of the center's
    own row; a part that htmx asks for is another page than the whole. A browser that
    shows the page already gets 304.
    """
    if not _is_guest(request):
        return draw()
    whole = (request.get_full_path(), size_of(request), _values(request.center), key)
    page = _pages.get(whole)
    if page is None:
        drawn = draw()
        if drawn.status_code != 200 or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            return drawn
        page = _put(whole, drawn.content)
    return _answer(request, page)


def _is_guest(request: HttpRequest) -> bool:
    names = {settings.SESSION_COOKIE_NAME, MESSAGES_COOKIE}
    return request.method in ("GET", "HEAD") and names.isdisjoint(request.COOKIES)


_COLUMNS = [field.attname for field in Center._meta.concrete_fields]


def _values(center: Center) -> Hashable:
    return tuple(getattr(center, column) for column in _COLUMNS)


def _put(key: Hashable, content: bytes) -> Page:
    digest = hashlib.sha256(content).hexdigest()[:32]
    page = Page(gzip.compress(content, mtime=0), f'W/"{digest}"')
    with _lock:
        _pages[key] = page
        while len(_pages) > MOST_PAGES:
            _pages.popitem(last=False)
    return page


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(page.packed if is_packed else gzip.decompress(page.packed))
    if is_packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["ETag"] = page.etag
    answer.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(answer, ("Cookie", "Accept-Encoding", "HX-Request"))
    checked = get_conditional_response(request, etag=page.etag, response=answer)
    return checked if isinstance(checked, HttpResponse) else answer
