"""The closures of a member of staff, and whom each makes it necessary to call."""

import re
from datetime import datetime

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from center.calls.rules import State, Verb
from center.http import UserRequest
from center.outbox.presenters import by_mark
from reservations.actions.closures import mark_told
from reservations.models import CallListEntry, Closure

PAGE = 20
may_look = permission_required("reservations.view_closure", raise_exception=True)


@require_safe
@may_look
def closures(request: UserRequest) -> HttpResponse:
    """List what is shut, the latest first, and how many have still to be told."""
    rows = Closure.objects.visible_to(request.user).select_related("venue", "center")
    waiting = CallListEntry.objects.waiting().filter(closure=OuterRef("pk"))
    untold = Count("calls", filter=Q(calls__in=waiting.values("pk")))
    rows = rows.annotate(called=Count("calls"), untold=untold)
    page = Paginator(rows.order_by("-starts_at", "-pk"), PAGE)
    context = {"page": page.get_page(request.GET.get("page"))}
    return render(request, "reservations/closure_list.html", context)


def _end_of(entry: CallListEntry) -> tuple[datetime | None, str]:
    """Return when and how the line of somebody ended; nothing while they wait."""
    if entry.call is None:
        return entry.told_at, entry.told_by.name if entry.told_by else ""
    if entry.call.state == State.OPEN:
        return None, ""
    ends = [one for one in entry.call.steps.all() if one.verb in (Verb.TELL, Verb.DROP)]
    return entry.call.ended_at, ends[-1].said if ends else ""


@require_http_methods(["GET", "HEAD", "POST"])
@may_look
def calls(request: UserRequest, pk: int) -> HttpResponse:
    """Show whom to ring up, also to print; a tick notes who was told."""
    rows = Closure.objects.visible_to(request.user).select_related("venue", "center")
    closure = get_object_or_404(rows, pk=pk)
    people = ["booking__person", "booking__unit", "booking__venue", "told_by", "call"]
    calls = closure.calls.select_related(*people).prefetch_related("call__steps__by")
    may_tick = request.user.has_perm("reservations.change_calllistentry")
    if request.method == "POST":
        if not may_tick:
            raise PermissionDenied
        number = request.POST.get("call", "")
        chosen = int(number) if re.fullmatch("[0-9]{1,18}", number) else 0
        call = get_object_or_404(calls, pk=chosen)
        mark_told(call=call, by=request.user, at=timezone.now())
        return redirect("closure_calls", pk)
    said = by_mark(f"cancelled-{call.booking.code}" for call in calls)
    lines = [
        (call, said.get(f"cancelled-{call.booking.code}", ""), *_end_of(call))
        for call in calls
    ]
    context = {"closure": closure, "calls": lines, "may_tick": may_tick}
    return render(request, "reservations/closure_calls.html", context)
