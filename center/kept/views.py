"""What a form lost, where the form itself is no more."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from center.errors import labelled
from center.http import UserRequest
from center.kept.middleware import LOST


@require_safe
def kept(request: UserRequest) -> HttpResponse:
    """Show what was typed before the log-in ended, to be copied from."""
    lost = request.session.get(LOST) or {}
    is_own = lost.get("who") in (None, request.user.pk)
    fields = lost.get("fields", {}) if is_own else {}
    pairs = [(name, one) for name, values in fields.items() for one in values]
    context = {
        "typed": labelled(pairs, _module_of(lost.get("path", ""))),
        "back": lost.get("page", "") if is_own else "",
    }
    return render(request, "kept/kept.html", context)


def _module_of(path: str) -> str:
    """Return where the view stands that a form was sent to, if there is one."""
    try:
        return str(resolve(path).func.__module__)
    except Resolver404:
        return ""
