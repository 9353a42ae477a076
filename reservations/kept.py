"""Keep the public pages in memory for as long as nothing on them changes.

Only for visitors without a session: their page depends on nothing but the rows it
shows, whose version numbers are in the key, the minute, the text size and the
address. A page is kept compressed: thousands of them are a few megabytes.
"""

import gzip
import hashlib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from center.context import size_of
from center.models import Center

SECONDS = 120
LEVEL = 6
PERSONAL = ("messages",)


def is_for_everybody(request: HttpRequest, known: set[str]) -> bool:
    """Say whether the answer holds nothing of the visitor: safe to keep and share.

    ``known`` are the parameters that the page understands; others are echoed in its
    links, so an address with them is not kept.
    """
    own = {settings.SESSION_COOKIE_NAME, *PERSONAL}
    return not own & request.COOKIES.keys() and request.GET.keys() <= known


def answer(
    request: HttpRequest,
    parts: tuple[object, ...],
    at: datetime,
    render: Callable[[], HttpResponse],
) -> HttpResponse:
    """Return the page for ``parts`` of the present minute, rendered at most once."""
    key = _key(request, parts, at)
    kept = cache.get(key)
    if kept is None:
        response = render()
        kept = (_etag(response.content), gzip.compress(response.content, LEVEL))
        if response.status_code == 200:
            cache.set(key, kept, SECONDS)
    return _response(request, *kept)


def center_key(center: Center) -> tuple[object, ...]:
    """Return everything about a center that stands on a page of its own."""
    return tuple(
        value for name, value in vars(center).items() if not name.startswith("_")
    )


def _key(request: HttpRequest, parts: tuple[object, ...], at: datetime) -> str:
    minute = int(at.timestamp() // 60)
    is_part = bool(request.headers.get("HX-Request"))
    is_whole = bool(request.headers.get("HX-History-Restore-Request"))
    whole = (parts, minute, size_of(request), is_part, is_whole)
    digest = hashlib.sha256(f"{request.get_full_path()}|{whole!r}".encode())
    return f"page:{digest.hexdigest()}"


def _etag(content: bytes) -> str:
    return f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'


def _response(request: HttpRequest, etag: str, packed: bytes) -> HttpResponse:
    response: HttpResponse
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(packed))
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "HX-Request", "Accept-Encoding"])
    return response
