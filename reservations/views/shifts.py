"""Move a booking to another time: choose it in the week, look, confirm."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from center import rate_limit
from center.http import UserRequest, not_now, too_many
from center.wording import when_text
from reservations.actions.shifts import shift
from reservations.forms.bookings import ShiftForm
from reservations.forms.fields import read_day, read_start
from reservations.models import Booking
from reservations.slots import availability
from reservations.views.bookings import (
    BookingRefusals,
    facts_of,
    find_booking,
    is_theirs,
    provisional_note,
    why_fixed,
)
from reservations.views.cells import Now
from reservations.views.week import show_week

# How the time that a booking has now stands in the week, to its person and to staff.
NOW_MINE, NOW_THEIRS = "您现在的时间", "现在的时间"


@require_http_methods(["GET", "HEAD", "POST"])
def shift_booking(request: UserRequest, code: str) -> HttpResponse:
    """Show the week of the venue, then the new time; a POST moves it there."""
    booking = find_booking(request, code)
    at = timezone.localtime(timezone.now())
    if not is_theirs(request, booking):
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = ShiftForm(request.POST if is_sent else None)
    start = form.cleaned_data.get("start") if form.is_valid() else None
    text = why_fixed(request, booking, at)
    if text and not (start and start == booking.starts_at):
        return not_now(request, text, booking.get_absolute_url())
    if not is_sent:
        start = read_start(request.GET.get("start", ""))
        return _page(request, booking, at, start)
    return _move(request, booking, form, at)


def _move(
    request: UserRequest, booking: Booking, form: ShiftForm, at: datetime
) -> HttpResponse:
    if not rate_limit.allows("booking-person", str(request.user.pk), at):
        return too_many(request)
    refused = BookingRefusals(form)
    if form.is_valid():
        with refused:
            moved = shift(
                booking=booking,
                start=form.cleaned_data["start"],
                version=form.cleaned_data["version"] or 0,
                by=request.user,
                at=at,
            )
            messages.success(request, f"已改到 {moved.when}，预约码不变。")
            return redirect(moved)
    errors = [text for texts in form.errors.values() for text in texts]
    # Whoever was too late looks on at the day that they wanted.
    wanted = form.cleaned_data.get("start")
    context: dict[str, Any] = {
        "errors": errors,
        "others": refused.alternatives,
        "day": timezone.localdate(wanted) if wanted else None,
    }
    return _page(request, find_booking(request, booking.code), at, **context)


def _page(
    request: UserRequest,
    booking: Booking,
    at: datetime,
    start: datetime | None = None,
    *,
    day: date | None = None,
    **said: Any,
) -> HttpResponse:
    here = reverse("shift_booking", args=[booking.code])
    context = {"booking": booking, "facts": facts_of(booking), "here": here} | said
    if start:
        length = booking.ends_at - booking.starts_at
        context |= {"start": start, "when": when_text(start, start + length)}
        context["provisional"] = provisional_note(booking.venue, start)
    else:
        context["week"] = _week(request, booking, here, at, day)
    status = 422 if said else 200
    return render(request, "reservations/booking_shift.html", context, status=status)


def _week(
    request: UserRequest, booking: Booking, here: str, at: datetime, day: date | None
) -> object:
    """Return the week with what the booking would give back, its own time marked."""
    venue, start = booking.venue, timezone.localtime(booking.starts_at)
    slots = (booking.ends_at - booking.starts_at) // venue.terms.step
    is_own = booking.person_id == request.user.pk
    day = day or read_day(request.GET.get("day", "")) or start.date()
    wishes: dict[str, Any] = {"kind": booking.unit.kind, "slots": slots}
    wishes |= {"inside_lead": not is_own, "without": booking}
    found = availability.week(venue, day, at=at, **wishes)
    if found.earliest and found.earliest.start == start:
        found = replace(found, earliest=None)  # that is no move
    # Only where it begins: it may move by less than its length.
    word = NOW_MINE if is_own else NOW_THEIRS
    now = Now(booking, start, start + venue.terms.step, word)
    return show_week(found, venue, day, at.date(), mine=[now], book=f"{here}?start=")
