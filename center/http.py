"""Types and answers that views share."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from center.models import Center, User


class Request(HttpRequest):
    """Any request; ``find_center`` has put the center on it."""

    center: Center


class UserRequest(Request):
    """A request that LoginRequiredMiddleware let through: somebody is logged in."""

    user: User


def too_many_logins(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Answer 429 without saying which limit was reached."""
    return render(request, "429.html", status=429)
