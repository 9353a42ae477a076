"""What the pages share: who may, finding, and answers to refused forms."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from center.http import UserRequest
from center.models import User
from membership.activity_days.models import ActivityDay
from membership.models import Organization
from membership.models.organizations import OrganizationQuerySet

APP = "activity_days"
may_view = permission_required(f"{APP}.view_activityday", raise_exception=True)
may_write = permission_required(f"{APP}.add_activityday", raise_exception=True)
may_sign = permission_required(f"{APP}.sign_activityday", raise_exception=True)
may_set = permission_required(f"{APP}.change_reportsetting", raise_exception=True)


def find(request: UserRequest, pk: int) -> ActivityDay:
    """Return a day that the person may see, or answer 404."""
    rows = ActivityDay.objects.visible_to(request.user).select_related(
        "branch", "center", "reported_by", "reported_to", "signed_by"
    )
    return get_object_or_404(rows, pk=pk)


def branches_of(user: User) -> OrganizationQuerySet:
    """Return the branches at work that somebody may see."""
    return Organization.objects.visible_to(user).branches().active()


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, also when it is empty; None shows a fresh form."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: UserRequest,
    template: str,
    form: forms.BaseForm,
    **context: Any,
) -> HttpResponse:
    """Show a form; a refused one answers 422 and is refilled."""
    has_errors = form.is_bound and bool(form.errors)
    context |= {"form": form, "has_errors": has_errors}
    path = f"activity_days/{template}.html"
    return render(request, path, context, status=422 if has_errors else 200)


def stale_page(
    request: UserRequest,
    form: forms.BaseForm,
    current: Any,
    back: str,
) -> HttpResponse:
    """Show what was typed beside what stands there now; nothing was saved."""
    pairs = []
    for bound in form:
        if bound.is_hidden or bound.name not in form.cleaned_data:
            continue
        mine = form.cleaned_data[bound.name]
        theirs = getattr(current, bound.name, "")
        pairs.append((bound.label, _text(mine), _text(theirs)))
    context = {"fields": pairs, "back": back}
    return render(request, "409.html", context, status=409)


def _text(value: object) -> str:
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return "" if value is None else str(value)
