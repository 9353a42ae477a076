"""Keep whole public pages in Django's cache for as long as nothing on them changes.

The key of a page says everything that it shows: a version, the minute, the row of the
center, the text size. So a kept page can never be an old one. Only pages for people
without a session are kept, and none that holds a form with a token.
"""

import hashlib
from collections.abc import Callable, Hashable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from center.context import size_of
from center.http import Request
from center.models import Center

SECONDS = 120  # every key holds the minute
MESSAGES_COOKIE = "messages"
_COLUMNS = [field.attname for field in Center._meta.concrete_fields]


def cached(
    request: Request, key: Hashable, draw: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return the page that ``draw`` makes, from memory if ``key`` was seen before.

    ``key`` must change with everything on the page that is not part of the center's
    own row; a part that htmx asks for is another page than the whole. A browser that
    shows the page already gets 304.
    """
    if not _is_guest(request):
        return draw()
    name, pages = _name(request, key), caches["pages"]
    content = pages.get(name)
    if content is None:
        drawn = draw()
        if drawn.status_code != 200 or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            return drawn
        content = drawn.content
        pages.set(name, content, SECONDS)
    return _answer(request, content)


def _is_guest(request: HttpRequest) -> bool:
    names = {settings.SESSION_COOKIE_NAME, MESSAGES_COOKIE}
    return request.method in ("GET", "HEAD") and names.isdisjoint(request.COOKIES)


def _name(request: Request, key: Hashable) -> str:
    center = tuple(getattr(request.center, column) for column in _COLUMNS)
    whole = (request.get_full_path(), size_of(request), center, key)
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def _answer(request: HttpRequest, content: bytes) -> HttpResponse:
    etag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    answer = HttpResponse(content)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(answer, ("Cookie", "HX-Request"))
    checked = get_conditional_response(request, etag=etag, response=answer)
    return checked if isinstance(checked, HttpResponse) else answer
