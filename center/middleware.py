"""What happens to every request before and after its view."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

from center.models import Center

Handler = Callable[[HttpRequest], HttpResponse]


def refuse_nul(get_response: Handler) -> Handler:
    """Answer 400 to a NUL in the address: PostgreSQL cannot store one."""

    def handle(request: HttpRequest) -> HttpResponse:
        address = request.META.get("QUERY_STRING", "") + request.path
        if "\0" in address or "%00" in address:
            return HttpResponseBadRequest("NUL")
        return get_response(request)

    return handle


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


def staff_session(get_response: Handler) -> Handler:
    """Hold staff sessions short and behind a second factor."""
    return get_response


def find_center(get_response: Handler) -> Handler:
    """Put on the request the center that its host name belongs to."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.center = Center.objects.root()  # type: ignore[attr-defined]
        return get_response(request)

    return handle
