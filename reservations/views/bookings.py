"""What a logged-in person does: book, hold the ticket, cancel, take it along."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from center import rate_limit
from center.forms import kept_fields
from center.guide import told
from center.http import Refusals, UserRequest, form_page, not_now, too_many
from center.kept.sent import OTHER
from center.keys import bound, new_key
from center.pictures import qr_svg
from center.text import clean_code, visible
from center.timetable.lookup import hours_of
from center.wording import clock_text, day_text, short_day, when_text
from reservations.actions import bookings, shifts, verbs
from reservations.actions.base import switched_off_text
from reservations.forms.bookings import (
    BookingForm,
    CancelForm,
    StaffCancelForm,
    fresh_booking,
)
from reservations.forms.fields import read_number, read_start
from reservations.models import Booking, Unit, Venue
from reservations.rules.bookings import (
    CODE_LENGTH,
    UNDO_WITHIN,
    State,
    cancel_refusal,
    day_refusal,
    shift_refusal,
)
from reservations.rules.reversals import undo_refusal
from reservations.rules.venues import ends, terms_said
from reservations.rules.wording import TITLES
from reservations.slots import availability
from reservations.slots.alternatives import Alternative, Refused
from reservations.views.ticket import calendar_file

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# For so long the ticket says 预约成功 instead of only showing the state.
FRESH = timedelta(minutes=2)


@get_or_post
def book(request: UserRequest, slug: str) -> HttpResponse:
    """Show what is about to be booked, and book it."""
    venue = Venue.objects.shown_at(request.center, slug)
    if venue is None:
        return _switched_off(request, slug)
    if request.method == "POST":
        return _book(request, venue)
    text = request.GET.get("start", "")
    if not text:
        return redirect("venue", slug=venue.slug)
    start = read_start(text)
    if start is None:
        form = BookingForm({"start": text})
        return _check_page(request, venue, form, None)
    wishes: dict[str, object] = {
        "slots": read_number(request.GET.get("slots", "")) or venue.min_slots,
        "unit": read_number(request.GET.get("unit", "")) or "",
        "kind": request.GET.get("kind", "")[: Unit._meta.get_field("kind").max_length],
    }
    # What led here is what it is for: nobody types it again.
    if item := told.asked(request):
        wishes["purpose"] = item.name
    return _check_page(request, venue, fresh_booking(start, **wishes), start)


def _switched_off(request: UserRequest, slug: str) -> HttpResponse:
    """Say of a venue that was switched off what works instead, with what was typed."""
    venue = get_object_or_404(Venue, center=request.center, slug=slug)
    typed = kept_fields(BookingForm(request.POST)) if request.method == "POST" else []
    return not_now(request, switched_off_text(venue), reverse("venues"), typed)


class BookingRefusals(Refusals):
    """Catch what refuses a booking, with what works next."""

    alternatives: Sequence[Alternative] = ()
    title = ""

    def put(self, refusal: ValidationError) -> None:
        super().put(refusal)
        if isinstance(refusal, Refused):
            self.alternatives = refusal.alternatives
            self.title = TITLES.get(refusal.code or "", "")
        if getattr(refusal, "code", "") == "key":  # the next press is another booking
            self.form.data = {**self.form.data.dict(), "key": new_key()}  # type: ignore[attr-defined]  # sent


def _book(request: UserRequest, venue: Venue) -> HttpResponse:
    at = timezone.localtime(timezone.now())
    if not rate_limit.allows("booking-person", str(request.user.pk), at):
        return too_many(request)
    form = BookingForm(request.POST)
    refused = BookingRefusals(form)
    if form.is_valid():
        with refused:
            booking = bookings.book(
                venue=venue,
                **form.wish(),
                person=request.user,
                # What this key made before is compared below: two queries less.
                key=bound(form.cleaned_data["key"], request, is_compared=True),
                by=request.user,
                at=at,
            )
            _check_is_wished(booking, venue, form.wish())
            told.note(request, f"bookings:{booking.code}", at)
            return redirect(booking)
    start = form.cleaned_data.get("start")
    return _check_page(request, venue, form, start, refused)


def _check_is_wished(booking: Booking, venue: Venue, wish: dict[str, Any]) -> None:
    """Refuse a key that made another booking before than what it comes with now."""
    made = (booking.venue_id, booking.starts_at, booking.purpose, booking.people)
    wished = (venue.pk, wish["start"], visible(wish["purpose"]), wish["people"])
    if made != wished or wish["unit_number"] not in (None, booking.unit.number):
        raise ValidationError(OTHER, code="key")


def _check_page(
    request: UserRequest,
    venue: Venue,
    form: BookingForm,
    start: datetime | None,
    refused: BookingRefusals | None = None,
) -> HttpResponse:
    slots = read_number(str(form["slots"].value() or "")) or venue.min_slots
    kind = str(form["kind"].value() or "")
    at = timezone.localtime(timezone.now())
    free: list[Unit] = []
    most = 0
    if start:
        wished = (venue, start, slots)
        free, most = availability.free_units(*wished, at=at, kind=kind)
    all_of_kind = availability.units_of(venue, at=at, kind=kind) if start else []
    form.lay_out(venue, start, free, all_of_kind, most=most)
    context = {
        "venue": venue,
        "when": when_text(start, ends(start, slots, venue.terms)) if start else "",
        "provisional": provisional_note(venue, start) if start else "",
        "day": start.date() if start else None,
        "terms": terms_said(venue.terms),
        "alternatives": offers(refused.alternatives if refused else (), form),
        "errors_title": refused.title if refused else "",
        "full": "" if form.errors else bookings.full_text(request.user, venue, at),
    }
    template = "reservations/booking_form.html"
    return form_page(request, form, template=template, **context)


def offers(
    others: Sequence[Alternative], form: BookingForm, also: Iterable[str] = ()
) -> list[dict[str, object]]:
    """Return each alternative as a form of its own: one tap books it."""
    names = ("purpose", "people", *also)
    kept = {name: form[name].value() or "" for name in names}
    return [
        {
            "text": other.text,
            "values": kept
            | {
                "start": f"{timezone.localtime(other.start):%Y-%m-%dT%H:%M}",
                "slots": other.slots,
                "unit": other.unit_number or "",
                "kind": other.kind,
                "key": new_key(),
            },
        }
        for other in others
    ]


@require_safe
def ticket(request: UserRequest, code: str) -> HttpResponse:
    """Show the ticket; every way to write its code leads here."""
    booking = find_booking(request, code)
    if booking.code != code:
        return redirect(booking)
    at = timezone.localtime(timezone.now())
    is_own = booking.person_id == request.user.pk
    is_new = booking.state == State.BOOKED and at - booking.made_at < FRESH
    address = request.build_absolute_uri(booking.get_absolute_url())
    context = {
        "booking": booking,
        "facts": facts_of(booking),
        "qr": qr_svg(address, title="签到用的二维码"),
        "fresh": is_own and is_new,
        "is_own": is_own,
        "tone": booking.tone,
        "steps": [(_moment(step.at), step.text) for step in booking.steps.all()],
        "may_cancel": _may_cancel(request, booking, at),
        "may_shift": is_theirs(request, booking)
        and not why_fixed(request, booking, at),
        "cancel_until": _moment(booking.starts_at),
        "again": _again(booking, at) if is_own else None,
        "undo_until": _undo_until(request, booking, at),
    }
    return render(request, "reservations/booking_detail.html", context)


def _undo_until(request: UserRequest, booking: Booking, at: datetime) -> str:
    """Return until when one may take one's own cancelling back; empty for never."""
    done_at, ends_at = booking.cancelled_at, booking.ends_at
    is_own = booking.cancelled_by_id == request.user.pk == booking.person_id
    if not is_own or booking.event_id or done_at is None:
        return ""
    refusal = undo_refusal(booking.state, booking.channel, done_at, ends_at, at)
    return "" if refusal else clock_text(timezone.localtime(done_at + UNDO_WITHIN))


def _again(booking: Booking, at: datetime) -> dict[str, str] | None:
    """Return the way back to what was cancelled, or to the same hour a week on."""
    start, venue = timezone.localtime(booking.starts_at), booking.venue
    if booking.event_id or not venue.is_active:
        return None
    label = "取消错了？约回这个时间"
    if booking.state != State.CANCELLED or start <= at:
        start += timedelta(days=7 * ((at - start).days // 7 + 1))
        label = f"{short_day(start)} 同一时间再约"
    if day_refusal(start, at, venue.horizon_days):
        return None
    slots = (booking.ends_at - booking.starts_at) // venue.terms.step
    wishes = {
        "start": f"{start:%Y-%m-%dT%H:%M}",
        "slots": slots,
        "unit": booking.unit.number,
        "kind": booking.unit.kind,
    }
    return {
        "label": label,
        "url": f"{reverse('book', args=[venue.slug])}?{urlencode(wishes)}",
    }


@get_or_post
def cancel(request: UserRequest, code: str) -> HttpResponse:
    """Ask once more, then give the time back; staff say why."""
    booking = find_booking(request, code)
    is_own = booking.person_id == request.user.pk
    form_class = CancelForm if is_own else StaffCancelForm
    form = form_class(request.POST if request.method == "POST" else None)
    at = timezone.localtime(timezone.now())
    if refused := _not_cancelled(request, booking, at, form):
        return refused
    if form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        with Refusals(form):
            verbs.cancel(booking=booking, by=request.user, at=at, reason=reason)
            messages.success(request, "已经取消，这个时间别人可以约了。")
            return redirect(booking)
    template, facts = "reservations/booking_cancel.html", facts_of(booking)
    return form_page(request, form, template=template, booking=booking, facts=facts)


@require_safe
def event_file(request: UserRequest, code: str) -> HttpResponse:
    """Give the booking as a file that any calendar opens."""
    booking = find_booking(request, code)
    moments = list(booking.steps.values_list("at", flat=True))
    content = calendar_file(
        code=booking.code,
        title=booking.place,
        place="，".join(
            part for part in (booking.venue.center.name, where_of(booking)) if part
        ),
        text=f"预约码 {booking.code_grouped}。来不了请取消，好让别人用。",
        url=request.build_absolute_uri(booking.get_absolute_url()),
        start=timezone.localtime(booking.starts_at),
        end=timezone.localtime(booking.ends_at),
        made=booking.made_at,
        changed=max(moments, default=booking.made_at),
        changes=max(len(moments) - 1, 0),
        written=timezone.now(),
        host=request.center.name,
        host_url=request.build_absolute_uri(reverse("home")),
        is_off=booking.state == State.CANCELLED,
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    name = f'attachment; filename="booking-{booking.code}.ics"'
    response.headers["Content-Disposition"] = name
    return response


def find_booking(request: UserRequest, code: str) -> Booking:
    """Return the booking if this person may see it; else it is not there: 404."""
    plain = clean_code(code)
    rows = Booking.objects.visible_to(request.user).with_places()
    found = rows.select_related("venue__center").filter(code=plain)
    booking = found.first() if len(plain) == CODE_LENGTH else None
    if booking is None:
        raise Http404
    return booking


def facts_of(booking: Booking) -> list[tuple[str, str]]:
    """Return what stands on a ticket, each with its label."""
    people = f"{booking.people} 人" if booking.people > 1 or booking.purpose else ""
    purpose = "，".join(part for part in (booking.purpose, people) if part)
    person = booking.person
    rows = [
        ("场地", booking.place),
        ("地点", where_of(booking)),
        ("时间", "\n".join(filter(None, [booking.when, _note_of(booking)]))),
        ("用途", purpose),
        ("预约人", f"{person.name}　{person.phone_masked}"),
    ]
    return [(label, text) for label, text in rows if text]


def where_of(booking: Booking) -> str:
    parts = (booking.venue.center.address, booking.venue.floor)
    return "，".join(part for part in parts if part)


def provisional_note(venue: Venue, start: datetime) -> str:
    return hours_of(venue.center).provisional_note(timezone.localdate(start))


def _note_of(booking: Booking) -> str:
    if booking.outside_why:
        return f"不在开放时间，专门开门：{booking.outside_why}"
    is_ahead = booking.state == State.BOOKED
    return provisional_note(booking.venue, booking.starts_at) if is_ahead else ""


def _may_cancel(request: UserRequest, booking: Booking, at: datetime) -> bool:
    return is_theirs(request, booking) and _why_kept(request, booking, at) == ""


def is_theirs(request: UserRequest, booking: Booking) -> bool:
    is_own = booking.person_id == request.user.pk
    return is_own or request.user.has_perm("reservations.change_booking")


def _why_kept(request: UserRequest, booking: Booking, at: datetime) -> str:
    """Say why a booking cannot be given back now; nothing when it can."""
    if booking.event_id:
        return "这是整场活动的一部分，请取消整场活动。"
    by_staff = booking.person_id != request.user.pk
    times = timezone.localtime(booking.starts_at), timezone.localtime(booking.ends_at)
    refusal = cancel_refusal(booking.state, *times, at, by_staff=by_staff)
    return refusal.text if refusal else ""


def why_fixed(request: UserRequest, booking: Booking, at: datetime) -> str:
    """Say why a booking cannot be moved to another time; nothing when it can."""
    if booking.event_id:
        return shifts.WHOLE
    by_staff = booking.person_id != request.user.pk
    times = timezone.localtime(booking.starts_at), timezone.localtime(booking.ends_at)
    refusal = shift_refusal(booking.state, *times, at, by_staff=by_staff)
    return refusal.text if refusal else ""


def _not_cancelled(
    request: UserRequest, booking: Booking, at: datetime, form: forms.Form
) -> HttpResponse | None:
    """Refuse what the ticket does not offer; sent twice, it has been done."""
    if not is_theirs(request, booking):
        raise PermissionDenied
    is_done = request.method == "POST" and booking.state == State.CANCELLED
    text = _why_kept(request, booking, at)
    if is_done or not text:
        return None
    kept = kept_fields(form) if form.is_bound else []
    return not_now(request, text, booking.get_absolute_url(), kept)


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{day_text(local.date())} {clock_text(local)}"
