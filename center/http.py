"""Types and answers that views share."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from center.models import Center, User


class Request(HttpRequest):
    """Any request; ``find_center`` has put the center on it."""

    center: Center


class UserRequest(Request):
    """A request that LoginRequiredMiddleware let through: somebody is logged in."""

    user: User


def own_path(text: str, default: str) -> str:
    """Return ``text`` if it is an address of this portal, else ``default``.

    Only a plain path is taken: nothing that a browser could read as another host.
    """
    plain = text.isprintable() and not set(text) & set(" \\")
    if not plain or not text.startswith("/") or text.startswith("//"):
        return default
    if not url_has_allowed_host_and_scheme(text, allowed_hosts=None):
        return default
    return text if not urlsplit(text).netloc else default


def not_now(
    request: HttpRequest, text: str, back: str, kept: Iterable[tuple[str, str]] = ()
) -> HttpResponse:
    """Refuse what is not offered now: a link leads back, what was typed is shown."""
    if request.method != "POST":
        messages.warning(request, text)
        return redirect(back)
    context = {
        "heading": "这一步现在做不了",
        "message": text,
        "fields": [(label, mine, None) for label, mine in kept],
        "back": back,
    }
    return render(request, "409.html", context, status=409)


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, also when that is nothing, or None for a GET."""
    return request.POST if request.method == "POST" else None


def address_of(request: HttpRequest) -> str:
    """Return the network address that asks; forwarded headers are not believed here."""
    return str(request.META.get("REMOTE_ADDR", ""))


def too_many(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Answer 429 without saying which limit was reached."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "900"
    return response


too_many_logins = too_many
