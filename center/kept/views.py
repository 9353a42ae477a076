"""What a form lost, where the form itself is no more."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from center.http import UserRequest
from center.kept.middleware import LOST


@require_safe
def kept(request: UserRequest) -> HttpResponse:
    """Show what was typed before the log-in ended, to be copied from."""
    lost = request.session.get(LOST) or {}
    is_own = lost.get("who") in (None, request.user.pk)
    fields = lost.get("fields", {}) if is_own else {}
    context = {
        "texts": [one for values in fields.values() for one in values if one],
        "back": lost.get("page", "") if is_own else "",
    }
    return render(request, "kept/kept.html", context)
