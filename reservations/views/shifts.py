"""Move a booking to another time: choose it in the week, look, confirm."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from center import rate_limit
from center.http import UserRequest, not_now, too_many
from center.wording import when_text
from reservations.actions.shifts import shift
from reservations.forms.fields import read_day, read_number, read_start
from reservations.models import Booking
from reservations.slots import availability
from reservations.slots.alternatives import Refused
from reservations.views.bookings import facts_of, find_booking, is_theirs, why_fixed
from reservations.views.week import show_week


@require_http_methods(["GET", "HEAD", "POST"])
def shift_booking(request: UserRequest, code: str) -> HttpResponse:
    """Show the week of the venue, then the new time; a POST moves it there."""
    booking = find_booking(request, code)
    at = timezone.localtime(timezone.now())
    if not is_theirs(request, booking):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    start = read_start(sent.get("start", ""))
    is_done = request.method == "POST" and start == booking.starts_at
    text = why_fixed(request, booking, at)
    if text and not is_done:
        return not_now(request, text, booking.get_absolute_url())
    if request.method != "POST" or start is None:
        return _page(request, booking, start, at)
    if not rate_limit.allows("booking-person", str(request.user.pk), at):
        return too_many(request)
    version = read_number(request.POST.get("version", "")) or 0
    try:
        moved = shift(
            booking=booking, start=start, version=version, by=request.user, at=at
        )
    except ValidationError as refusal:
        return _page(request, find_booking(request, code), None, at, refusal)
    messages.success(request, f"已改到 {moved.when}，预约码不变。")
    return redirect(moved)


def _page(
    request: UserRequest,
    booking: Booking,
    start: datetime | None,
    at: datetime,
    refusal: ValidationError | None = None,
) -> HttpResponse:
    here = reverse("shift_booking", args=[booking.code])
    context = {
        "booking": booking,
        "facts": facts_of(booking),
        "here": here,
        "errors": refusal.messages if refusal else [],
        "others": refusal.alternatives if isinstance(refusal, Refused) else [],
    }
    if start:
        length = booking.ends_at - booking.starts_at
        context |= {"start": start, "when": when_text(start, start + length)}
    else:
        context["week"] = _week(request, booking, here, at)
    status = 422 if refusal else 200
    return render(request, "reservations/booking_shift.html", context, status=status)


def _week(request: UserRequest, booking: Booking, here: str, at: datetime) -> object:
    venue = booking.venue
    slots = (booking.ends_at - booking.starts_at) // venue.terms.step
    wishes: dict[str, Any] = {"kind": booking.unit.kind, "slots": slots}
    by_staff = booking.person_id != request.user.pk
    asked = read_day(request.GET.get("day", ""))
    day = asked or timezone.localtime(booking.starts_at).date()
    found = availability.week(venue, day, at=at, inside_lead=by_staff, **wishes)
    return show_week(found, venue, day, at.date(), book=f"{here}?start=")
