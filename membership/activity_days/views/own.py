"""What a member sees of the activity days: their own attendance, nobody else's."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from center.http import UserRequest
from center.paging import page_of
from membership.activity_days.models.own import attendances_of

PAGE = 20


@require_GET
def own_days(request: UserRequest) -> HttpResponse:
    """List the own activity days, the latest first; empty for everybody else."""
    rows = attendances_of(request.user)
    page = page_of(rows, request.GET.get("page"), PAGE)
    return render(request, "activity_days/own_days.html", {"page": page})
