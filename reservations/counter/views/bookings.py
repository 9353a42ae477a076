"""Book for somebody else, and keep a whole venue for an event."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from center.http import UserRequest, form_page
from center.keys import bound, new_key
from center.reception.lookup import given, turn_into, whom
from reservations.counter import actions
from reservations.counter.forms import DeskBookingForm, Offered, WalkInForm, offered_to
from reservations.forms.fields import read_day, read_number, read_start
from reservations.models import Unit, Venue
from reservations.slots import availability
from reservations.views.bookings import BookingRefusals, offers, provisional_note
from reservations.views.week import kind_chips, show_week

# Where the form begins for a time at which the doors are shut.
AFTER_HOURS = "18:00"
# What an offered time keeps of the form besides what the form of residents holds.
KEPT = ("phone", "name", "venue", "channel", "same")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
may_book = permission_required("reservations.add_booking", raise_exception=True)


@get_or_post
@may_book
def booking_new(request: UserRequest) -> HttpResponse:
    """Book for somebody at the counter or on the telephone."""
    at = timezone.localtime(timezone.now())
    if request.method != "POST":
        return _booking_page(request, _unsent(request), at)
    form = DeskBookingForm(request.POST)
    form.offer_venues(offered_to(request.user))
    refused = DeskRefusals(form)
    if form.is_valid():
        data = form.cleaned_data
        with refused:
            booking = actions.book_for(
                venue=data["venue"],
                phone=data["phone"],
                name=data["name"],
                same=data["same"],
                **form.wish(),
                key=bound(data["key"], request),
                by=request.user,
                at=at,
            )
            turn_into(request, booking, at=at)
            return redirect(booking)
    return _booking_page(request, form, at, refused)


class DeskRefusals(BookingRefusals):
    """Catch what refuses a booking at the counter; who somebody is may be asked."""

    form: WalkInForm | DeskBookingForm

    def put(self, refusal: ValidationError) -> None:
        super().put(refusal)
        if isinstance(refusal, actions.WhoIsIt):
            self.form.ask_who()


def _unsent(request: UserRequest) -> DeskBookingForm:
    """Return the form with what the address already says."""
    start = read_start(request.GET.get("start", ""))
    form = DeskBookingForm(
        initial={
            "venue": request.GET.get("venue", ""),
            "start": f"{start:%Y-%m-%dT%H:%M}" if start else "",
            "kind": request.GET.get("kind", ""),
            **given(request),
            "people": 1,
            "key": new_key(),
        }
    )
    form.offer_venues(offered_to(request.user))
    return form


def _booking_page(
    request: UserRequest,
    form: DeskBookingForm,
    at: datetime,
    refused: DeskRefusals | None = None,
) -> HttpResponse:
    """Show the week to choose from, and once a time is chosen the form alone.

    A week beside the form would be left by every click, and what was typed with it.
    """
    chosen = _chosen_in(form)
    start = read_start(str(form["start"].value() or ""))
    if chosen and start is None and not form.is_bound:
        return _week_page(request, form, chosen, at)
    if chosen:
        _lay_out(form, chosen.venue, start, at)
    back = ({"venue": chosen.key} if chosen else {}) | whom(request)
    if start:
        back["day"] = start.date().isoformat()
    context = {
        "back": "?" + urlencode(back),
        "alternatives": offers(refused.alternatives if refused else (), form, KEPT),
        "errors_title": refused.title if refused else "",
        "provisional": provisional_note(chosen.venue, start)
        if chosen and start
        else "",
    }
    name = "reservations/desk_booking_form.html"
    return form_page(request, form, template=name, **context)


def _lay_out(
    form: DeskBookingForm, venue: Venue, start: datetime | None, at: datetime
) -> None:
    """Offer the lengths and units that are free at the time, where one is chosen."""
    slots = read_number(str(form["slots"].value() or "")) or venue.min_slots
    kind = str(form["kind"].value() or "")
    free: list[Unit] = []
    most = 0
    if start:
        wished = (venue, start, slots)
        free, most = availability.free_units(*wished, at=at, kind=kind)
    units = availability.units_of(venue, at=at, kind=kind)
    form.lay_out(venue, start, free, units, most=most)


def _week_page(
    request: UserRequest, form: DeskBookingForm, chosen: Offered, at: datetime
) -> HttpResponse:
    kind = str(form["kind"].value() or "")
    day = read_day(request.GET.get("day", ""))
    venue = chosen.venue
    if day:
        found = availability.week(venue, day, at=at, kind=kind, inside_lead=True)
    else:
        found, day = availability.week_to_open(
            venue, at=at, kind=kind, inside_lead=True
        )
    kept = whom(request)
    query = urlencode({"venue": chosen.key, "kind": found.kind} | kept)
    book = f"{reverse('booking_new')}?{query}&start="
    also = {"venue": chosen.key} | kept
    context = {
        "week": show_week(found, venue, day, at.date(), book=book, also=also),
        "kinds": kind_chips(found, day, also),
        "venues": _venue_chips(form.venue_field.offered, chosen, day, kept),
        "outside_url": f"{book}{day}T{AFTER_HOURS}",
    }
    return render(request, "reservations/desk_booking_week.html", context)


def _venue_chips(
    offered: list[Offered], chosen: Offered, day: date, kept: dict[str, str]
) -> list[dict[str, object]]:
    return [
        {
            "label": one.label,
            "url": "?" + urlencode({"venue": one.key, "day": day.isoformat()} | kept),
            "is_current": one == chosen,
        }
        for one in offered
    ]


def _chosen_in(form: DeskBookingForm) -> Offered | None:
    """Return the venue that the form names, else the first that it offers."""
    key = str(form["venue"].value() or "")
    offered = form.venue_field.offered
    named = [one for one in offered if one.key == key]
    return next(iter([*named, *offered]), None)
