"""What happens to every request before and after its view."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from center.errors import csrf_failure, method_not_allowed
from center.http import comes_from_a_proxy
from center.kept.middleware import remember
from center.models import Center
from center.rules import clean_host

Handler = Callable[[HttpRequest], HttpResponse]
# Open also to staff who have not given their second factor yet, by name of the view.
BEFORE_SECOND_FACTOR = {
    "otp",
    "otp_recovery",
    "otp_setup",
    "logout",
    "size",
    "healthz",
    "readyz",
}
# Asked by machines; these need neither a center nor a person.
PLAIN = {"/healthz", "/readyz", "/robots.txt", "/favicon.ico"}
FILES = "/static/"
# Writing the session at every request of every clerk would be a write for nothing.
NOTE_SECONDS = 60


def believe_named_proxies(get_response: Handler) -> Handler:
    """Take away what anybody else than a named proxy says about the scheme."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not comes_from_a_proxy(request):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return get_response(request)

    return handle


def refuse_nul(get_response: Handler) -> Handler:
    """Answer 400 to NUL and to broken UTF-8 in the address: no text holds either."""

    def handle(request: HttpRequest) -> HttpResponse:
        # Django has mended PATH_INFO by now; gunicorn hands over what really came.
        path = request.META.get("RAW_URI", "") or request.path
        query = request.META.get("QUERY_STRING", "")
        if all(_is_text(unquote_to_bytes(part)) for part in (path, query)):
            return get_response(request)
        return HttpResponseBadRequest(render_to_string("400.html"))

    return handle


def _is_text(raw: bytes) -> bool:
    try:
        return "\0" not in raw.decode()
    except UnicodeDecodeError:
        return False


def privacy_headers(get_response: Handler) -> Handler:
    """Keep pages out of every cache and tell browsers what the portal never uses."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        return response

    return handle


def explain_refusals(get_response: Handler) -> Handler:
    """Put words and a way on where a method is refused: Django answers nothing."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        page = method_not_allowed(request)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return handle


def _is_plain(request: HttpRequest) -> bool:
    # Never request.path: that begins with SCRIPT_NAME, which says nothing of the view.
    return request.path_info in PLAIN or request.path_info.startswith(FILES)


def staff_session(get_response: Handler) -> Handler:
    """Hold staff sessions short and behind a second factor."""

    def handle(request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and not _is_plain(request):
            user = request.user
            if user.is_authenticated and user.is_staff:
                return _of_staff(request) or get_response(request)
        return get_response(request)

    return handle


def _of_staff(request: HttpRequest) -> HttpResponse | None:
    """Return the answer that stops this request, or None to let it pass."""
    now = timezone.now().timestamp()
    session = request.session
    started = session.setdefault("staff_since", now)
    seen = session.get("staff_seen", now)
    is_old = now - started > settings.STAFF_SESSION_SECONDS
    if is_old or now - seen > settings.STAFF_IDLE_SECONDS:
        who = request.user.pk
        logout(request)
        return _log_in_again(request, who)
    if "staff_seen" not in session or now - seen > NOTE_SECONDS:
        session["staff_seen"] = now
    user: Any = request.user  # django-otp has put ``is_verified`` on it
    if settings.SECOND_FACTOR and not user.is_verified():
        return _second_factor(request)
    return None


def _log_in_again(request: HttpRequest, who: int | None) -> HttpResponse:
    """Ask for the password again; what was typed is shown, and comes back then."""
    if request.method == "POST":
        remember(request, timezone.now(), who)
        return csrf_failure(request)
    return redirect_to_login(request.get_full_path())


def _second_factor(request: HttpRequest) -> HttpResponse | None:
    try:
        if resolve(request.path_info).view_name in BEFORE_SECOND_FACTOR:
            return None
    except Resolver404:
        pass
    target = quote(request.get_full_path())
    return redirect(f"{reverse('otp')}?next={target}")


def find_center(get_response: Handler) -> Handler:
    """Put on the request the center that its host name belongs to, else the root."""

    def handle(request: HttpRequest) -> HttpResponse:
        if _is_plain(request):
            return get_response(request)
        center = _asked_once_more(split_domain_port(request.get_host())[0])
        if center is None:
            return render(request, "center/no_center.html", status=503)
        request.center = center  # type: ignore[attr-defined]  # center.http.Request
        return get_response(request)

    return handle


def _asked_once_more(host: str) -> Center | None:
    """Find the center; on a connection that died meanwhile, ask again on a new one.

    This first query of a request is the test of its connection, so that Django need
    not send another one before it.
    """
    wrapper: Any = connection  # the stubs do not know these attributes
    if wrapper.in_atomic_block or wrapper.health_check_done:
        return _center_of(host)
    wrapper.health_check_done = True
    try:
        return _center_of(host)
    except (OperationalError, InterfaceError):
        connection.close()
        return _center_of(host)


def _center_of(host: str) -> Center | None:
    return Center.objects.shown_at(host, clean_host(settings.ALLOWED_HOSTS[0]))
