"""Answers to requests that went wrong; nothing here may need the database."""

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string

RETRY_SECONDS = "30"
# Never shown back: secrets, and what only the form itself understands.
HIDDEN = {"csrfmiddlewaretoken", "key", "next"}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form whose page is too old, and show what was typed into it."""
    fields = [
        (name, value)
        for name, values in _posted(request).lists()
        for value in values
        if name not in HIDDEN and "password" not in name and value
    ]
    context = {"fields": fields, "back": request.get_full_path()}
    return render(request, "403_csrf.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 when the database is away, locked or full, and 500 otherwise."""
    error = getattr(request, "failed_with", None)
    if isinstance(error, DatabaseError | InterfaceError):
        return HttpResponse(
            render_to_string("503.html"),
            status=503,
            headers={"Retry-After": RETRY_SECONDS},
        )
    return HttpResponse(render_to_string("500.html"), status=500)


def _posted(request: HttpRequest) -> QueryDict:
    return request.POST
