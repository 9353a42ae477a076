"""What every kind of public text has on the desk alike."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone

from center.http import UserRequest, own_center
from center.keys import new_key
from center.models import Center, User
from center.publishing.rules import read_key
from center.workflow import views as workflow
from center.workflow.forms import RowForm


def begin(
    request: UserRequest,
    form_of: Callable[[Center, datetime], RowForm],
    run: Callable[..., Any],
    **context: Any,
) -> HttpResponse:
    """Begin a text of the own center: its first version is a draft."""
    center, at = own_center(request), timezone.now()
    if center.pk not in request.user.center_ids:
        raise PermissionDenied
    form = form_of(center, at)
    if not form.is_bound:
        form.initial["key"] = new_key()
    return workflow.make(
        request,
        form,
        lambda: run(center=center, by=request.user, at=at, **form.values()),
        done="草稿已保存。",
        button="保存草稿",
        **context,
    )


def named(rows: Any, key: str, user: User) -> Any:
    """Return the row that a key names, or answer 404; a bare name is the own center's.

    ``rows`` are those that somebody may see, of every center.
    """
    slug, center = read_key(key)
    wanted = user.center_id if center is None else center
    found = sorted(rows.filter(slug=slug), key=lambda one: one.center_id != wanted)
    if not found or (center is not None and found[0].center_id != center):
        raise Http404
    return found[0]
