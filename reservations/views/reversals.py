"""A resident takes back what they just cancelled."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from center.http import UserRequest, not_now
from reservations.actions.reversals import undo
from reservations.rules.bookings import State
from reservations.views.bookings import find_booking

NOT_CANCELLED = "这个预约没有取消，没有什么可以撤回。"


@require_POST
def undo_cancelling(request: UserRequest, code: str) -> HttpResponse:
    """Give the place back to whoever gave it up by mistake; says why not."""
    booking = find_booking(request, code)
    if booking.state not in (State.CANCELLED, State.BOOKED):
        return not_now(request, NOT_CANCELLED, booking.get_absolute_url())
    at = timezone.now()
    try:
        undo(booking=booking, by=request.user, at=at)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, "取消已撤回，还是原来的时间和位置，预约码不变。")
    return redirect(booking)
