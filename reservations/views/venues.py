"""What everybody sees: all venues of a day, the week of one."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from center.hours import moment
from center.http import Request
from center.page_cache import cached
from center.wording import clock_text
from reservations.actions import bookings
from reservations.forms.fields import read_day, read_number
from reservations.models import Booking, Event, Venue
from reservations.models.venues import photo_mark
from reservations.rules.venues import last_day, terms_said
from reservations.slots import availability
from reservations.views.week import (
    ONE_DAY,
    day_name,
    day_title,
    kind_chips,
    length_chips,
    show_row,
    show_week,
)

NOT_A_DAY = "没看懂要看哪一天，先给您看今天的。"
PARAMETERS = {"day", "kind", "slots"}
LONGEST_HORIZON = 14
MOST_EVENTS = 20
# From so many on, seats are drawn to choose from.
SEATS = 2
PHOTO_SECONDS = 24 * 3600
# Pictures that every browser shows and that can hold no script.
PHOTO_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
}


@login_not_required
@require_safe
def venue_list(request: Request) -> HttpResponse:
    """Show one day of every venue: how much is free, and when it is free next."""
    at = timezone.localtime(timezone.now())
    day, note = _wanted_day(request, at)

    def page() -> HttpResponse:
        return _venue_list_page(request, day, note, at)

    if note or not request.GET.keys() <= {"day"}:
        return page()
    versions = Venue.objects.open_to_all(request.center).values_list("pk", "version")
    return cached(request, (_minute(at), *versions), page)


def _venue_list_page(
    request: Request, day: date, note: str, at: datetime
) -> HttpResponse:
    today = at.date()
    found = availability.day_of_all(request.center, day, at=at)
    horizon = max((row.venue.horizon_days for row in found), default=LONGEST_HORIZON)
    notes = {row.day.note for row in found}
    common = notes.pop() if len(notes) == 1 else ""
    # A day on which nothing can be had leads on to the next one that has something.
    ahead = [row.next_free.start.date() for row in found if row.next_free]
    is_shut = not any(row.day.free for row in found)
    next_free = min((one for one in ahead if one != day), default=None)
    context = {
        "day": {
            "date": day,
            "title": day_title(day, today),
            "name": day_name(day, today),
            "note": note or common,
        },
        "is_shut": is_shut,
        "next_free": next_free if is_shut else None,
        "prev_day": day - ONE_DAY if day > today else None,
        "next_day": day + ONE_DAY if day < last_day(today, horizon) else None,
        "rows": [show_row(row, today) for row in found],
        "events": Event.objects.open_to_all(request.center, at)[:MOST_EVENTS],
    }
    return render(request, "reservations/venue_list.html", context)


@login_not_required
@require_safe
def venue_detail(request: Request, slug: str) -> HttpResponse:
    """Show the week of a venue: each slot is free, or says why not and what works."""
    at = timezone.localtime(timezone.now())
    venue = find_venue(request, slug)
    day, note = _wanted_day(request, at)
    note = note or bookings.full_text(request.user, venue, at)

    is_part = bool(request.headers.get("HX-Request")) and not request.headers.get(
        "HX-History-Restore-Request"
    )

    def page() -> HttpResponse:
        response = _venue_page(request, venue, day, note, at, is_part=is_part)
        patch_vary_headers(response, ["HX-Request"])
        return response

    # Any other parameter makes another address of the same page: not worth keeping.
    if note or not request.GET.keys() <= PARAMETERS:
        return page()
    return cached(request, (_minute(at), is_part, venue.pk, venue.version), page)


@login_not_required
@require_safe
def venue_photo(request: Request, slug: str) -> HttpResponse:
    """Show the photo of a venue that residents can book; 404 when there is none.

    The name on disk is never read from the address. A new photo has a new name, so a
    browser may keep what it has for a day and then ask whether it is still the one.
    """
    photo = find_venue(request, slug).photo
    kind = PHOTO_TYPES.get(Path(photo.name or "").suffix.lower())
    if not photo or kind is None:
        raise Http404
    etag = f'"{photo_mark(photo.name)}"'
    response: HttpResponse | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            with photo.open("rb") as stored:
                response = HttpResponse(stored.read(), content_type=kind)
        except (FileNotFoundError, SuspiciousFileOperation) as gone:
            raise Http404 from gone
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = f"public, max-age={PHOTO_SECONDS}"
    response.headers["ETag"] = etag
    return response


def _minute(at: datetime) -> int:
    return int(at.timestamp() // 60)


def find_venue(request: Request, slug: str) -> Venue:
    """Return the venue that residents can book here, or answer 404."""
    venue = Venue.objects.shown_at(request.center, slug)
    if venue is None:
        raise Http404
    return venue


def _venue_page(
    request: Request, venue: Venue, day: date, note: str, at: datetime, *, is_part: bool
) -> HttpResponse:
    kind = request.GET.get("kind", "")
    slots = read_number(request.GET.get("slots", "")) or 0
    if "day" in request.GET:
        week = availability.week(venue, day, at=at, kind=kind, slots=slots)
    else:
        week, day = availability.week_to_open(venue, at=at, kind=kind, slots=slots)
    mine = _held_by(request, venue, week)
    context = {
        "venue": venue,
        "week": show_week(week, venue, day, at.date(), mine),
        "kinds": kind_chips(week, day),
        "lengths": length_chips(week, venue, day),
        "seats": _seats(venue, week, day, at),
        "note": note,
        "facts": _facts(venue, week),
        "terms": terms_said(venue.terms),
        "photo_url": venue.picture,
    }
    name = "_week.html" if is_part else "venue_detail.html"
    return render(request, f"reservations/{name}", context)


def _seats(venue: Venue, week: availability.Week, day: date, at: datetime) -> Any:
    """Return each unit at the first free time of a day: free, or taken then."""
    free = [cell for one in week.days for cell in one.cells if cell.is_free]
    first = next((cell for cell in free if cell.start.date() >= day), week.earliest)
    if first is None or week.units < SEATS:
        return None
    start, kind = first.start, week.kind
    units = availability.units_of(venue, at=at, kind=kind)
    open_ones, _ = availability.free_units(venue, start, week.slots, at=at, kind=kind)
    numbers = {unit.number for unit in open_ones}
    wishes = {
        "kind": kind,
        "slots": str(week.slots),
        "start": f"{start:%Y-%m-%dT%H:%M}",
    }
    book = f"{reverse('book', args=[venue.slug])}?{urlencode(wishes)}&unit="
    return {
        "when": f"{day_title(start.date(), at.date())} {clock_text(start)} 起",
        "free": len(numbers),
        "kind": kind,
        "rows": [
            (unit, f"{book}{unit.number}" if unit.number in numbers else "")
            for unit in units
        ],
    }


def _wanted_day(request: Request, at: datetime) -> tuple[date, str]:
    """Return the day asked for and what to say when it cannot be one."""
    text = request.GET.get("day", "")
    day = read_day(text) if text else at.date()
    return (day, "") if day else (at.date(), NOT_A_DAY)


def _held_by(request: Request, venue: Venue, week: availability.Week) -> list[Booking]:
    if not request.user.is_authenticated:
        return []
    first = moment(week.days[0].date, datetime.min.time())
    last = moment(week.days[-1].date + ONE_DAY, datetime.min.time())
    bookings = Booking.objects.occupying().overlapping(first, last)
    return list(bookings.filter(person=request.user, venue=venue))


def _facts(venue: Venue, week: availability.Week) -> list[tuple[str, str]]:
    """Return what fits in a few words beside the name of the venue."""
    facts = [("pin", venue.floor)]
    if week.units > 1:
        facts.append((venue.kind_icon, f"{week.kind} {week.units} 个"))
    if venue.area:
        facts.append(("door", f"{venue.area} 平方米"))
    facts += [("people", venue.audience), ("check", "免费")]
    return [(icon, text) for icon, text in facts if text]
