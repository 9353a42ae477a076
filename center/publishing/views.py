"""What every kind of public text has on the desk alike."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone

from center.http import UserRequest, own_center
from center.keys import new_key
from center.models import Center
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
