"""A day at the counter: who comes, who is here, who just walked in."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from center.forms import kept_fields
from center.http import Refusals, UserRequest, form_page, not_now, own_path, posted
from center.keys import bound, new_key
from center.models import User
from center.text import clean_code, clean_phone, is_phone, last_four, person_name
from reservations.actions import verbs
from reservations.actions.reversals import undo
from reservations.counter import actions
from reservations.counter.forms import (
    BackForm,
    CodeForm,
    Offered,
    VoidForm,
    WalkInForm,
    offered_to,
)
from reservations.counter.presenters import (
    SHOWN,
    Row,
    bookings_of,
    coming,
    events_of,
    rows_of,
)
from reservations.counter.views.bookings import DeskRefusals
from reservations.forms.fields import read_day, read_number
from reservations.models import Booking, Venue
from reservations.rules.bookings import BACK_DAYS, CODE_LENGTH, State, void_refusal
from reservations.rules.reversals import UNDONE
from reservations.slots.outside import left_outside
from reservations.views.week import day_title

NOT_FOUND = "没有找到这个预约码，请再对一遍。"
NO_CODE = "请报预约码、手机号、后四位或姓名。"
TAIL = 4
HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
ONE_DAY = timedelta(days=1)
may_look = permission_required("reservations.view_booking", raise_exception=True)
may_work = permission_required("reservations.change_booking", raise_exception=True)
may_book = permission_required("reservations.add_booking", raise_exception=True)

# The verbs of a row: what is done, and what is said afterwards.
VERBS: dict[str, tuple[Callable[..., Booking], str]] = {
    "check-in": (verbs.check_in, "已签到"),
    "missed": (verbs.mark_missed, "已记为没有来"),
    "undo": (undo, "已撤回"),
    "finish": (verbs.finish, "已离开，剩下的时间别人可以约了"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@may_look
def today(request: UserRequest) -> HttpResponse:
    """List the arrivals of today, or of ``?day=``; a posted code checks somebody in."""
    if request.method == "POST":
        return _by_code(request)
    return _page(request, CodeForm(), WalkInForm(initial={"key": new_key()}))


@may_work
def _by_code(request: UserRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["code"]
        code = clean_code(text)
        # A code with its label before it is no name.
        if len(code) != CODE_LENGTH and (who := _who(text)):
            return _page(request, CodeForm(), _new_walk_in(), **who)
        found = Booking.objects.of_staff(request.user).with_places()
        booking = found.filter(code=code).first() if len(code) == CODE_LENGTH else None
        if booking is None:
            form.add_error("code", NOT_FOUND if len(code) == CODE_LENGTH else NO_CODE)
        elif refusal := _do(request, booking, "check-in"):
            form.add_error("code", refusal)
        else:
            return _back(request)
    return _page(request, form, _new_walk_in())


def _who(text: str) -> dict[str, Any]:
    """Return whose arrivals were meant: by the end of a number, or by name."""
    number = clean_phone(text)
    tail = number[-TAIL:] if is_phone(number) else last_four(text)
    if len(tail) == TAIL and read_number(tail) is not None:
        return {"tail": tail}
    name = person_name(text)
    return {"named": name} if re.search(HAN, name) else {}


@require_POST
@may_work
def verb(request: UserRequest, code: str, name: str) -> HttpResponse:
    """Do one thing to a booking; what is done already does no harm."""
    found = Booking.objects.of_staff(request.user).with_places()
    booking = found.filter(code=clean_code(code)).first()
    if booking is None or name not in VERBS:
        raise Http404
    if refusal := _do(request, booking, name):
        messages.warning(request, " ".join(refusal.messages))
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
@may_work
def void(request: UserRequest, code: str) -> HttpResponse:
    """Strike a stray registration out: at once for 15 minutes, later with a reason."""
    rows = Booking.objects.of_staff(request.user).with_places()
    booking = get_object_or_404(rows, code=clean_code(code))
    at = timezone.localtime(timezone.now())
    by_staff, is_event = booking.made_by_id != booking.person_id, bool(booking.event_id)
    refusal = void_refusal(booking.state, by_staff=by_staff, is_event=is_event)
    form = VoidForm(posted(request))
    if refusal and not (form.is_bound and booking.state == State.VOID):
        return not_now(request, refusal.text, reverse("today"), kept_fields(form))
    if form.is_valid():
        with Refusals(form, field="reason"):
            reason = form.cleaned_data["reason"]
            verbs.void(booking=booking, by=request.user, at=at, reason=reason)
            messages.success(request, f"{_said(booking, request.user)}，已作废。")
            return _back(request)
    return form_page(
        request,
        form,
        template="reservations/desk_form.html",
        heading="作废这一条登记",
        lede=_said(booking, request.user),
        button="确认作废",
        is_grave=True,
    )


@require_POST
@may_book
def walk_in(request: UserRequest) -> HttpResponse:
    """Seat somebody who just came, in one line."""
    at = timezone.localtime(timezone.now())
    form = WalkInForm(request.POST)
    form.offer_venues(offered_to(request.user))
    if form.is_valid():
        data = form.cleaned_data
        with DeskRefusals(form):
            booking = actions.seat(
                venue=data["venue"],
                phone=data["phone"],
                name=data["name"],
                same=data["same"],
                people=data["people"] or 1,
                key=bound(data["key"], request),
                by=request.user,
                at=at,
            )
            messages.success(request, f"已登记：{_said(booking, request.user)}。")
            return _back(request)
    return _page(request, CodeForm(), form, errors=form)


@require_http_methods(["GET", "HEAD", "POST"])
@may_book
def enter_back(request: UserRequest) -> HttpResponse:
    """Enter who came on a day without network, or was forgotten (补录)."""
    at = timezone.localtime(timezone.now())
    day = read_day(request.GET.get("day", "")) or at.date()
    first = {"key": new_key(), "people": 1, "venue": request.GET.get("venue", "")}
    first |= {"start": f"{day}T09:00", "end": f"{day}T10:00"}
    form = BackForm(posted(request), initial=first)
    form.offer_venues(offered_to(request.user))
    if form.is_valid():
        data = form.cleaned_data | {"people": form.cleaned_data["people"] or 1}
        data["key"] = bound(data["key"], request)
        with DeskRefusals(form):
            booking = actions.enter_back(**data, by=request.user, at=at)
            messages.success(request, f"{_said(booking, request.user)}，已补录。")
            day = timezone.localdate(booking.starts_at)
            return redirect(f"{reverse('today')}?day={day}")
    return form_page(
        request,
        form,
        template="reservations/desk_form.html",
        heading="补录来过的人",
        lede="没预约、直接来的，当时记在纸上。几点几分照纸上写，位置由系统配。",
        button="补录",
    )


@require_safe
@may_look
def sheet(request: UserRequest, slug: str = "") -> HttpResponse:
    """Show the day of one venue, or of all, as a list to print with empty lines."""
    at = timezone.localtime(timezone.now())
    chosen = find_venue(request, slug) if slug else None
    day = read_day(request.GET.get("day", "")) or at.date()
    rows = _rows(request, day, chosen.venue if chosen else None, at)
    context = {
        "venue": chosen,
        "rows": coming(rows),
        "day": {"date": day, "title": day_title(day, at.date())},
    }
    return render(request, "reservations/day_sheet.html", context)


@require_safe
@may_work
def outside(request: UserRequest) -> HttpResponse:
    """List whom to call because the hours were changed, also to print."""
    found = left_outside(request.user, timezone.now())
    bookings = Booking.objects.with_places().filter(pk__in=found)
    context = {"bookings": bookings.order_by("starts_at", "pk")}
    return render(request, "reservations/desk_outside.html", context)


def find_venue(request: UserRequest, key: str) -> Offered:
    """Return the venue among those of this member of staff, or answer 404."""
    for one in offered_to(request.user, also_inactive=True):
        if one.key == key:
            return one
    raise Http404


def _do(request: UserRequest, booking: Booking, name: str) -> ValidationError | None:
    """Run a verb; say what happened, or return why not."""
    action, done = VERBS[name]
    at = timezone.localtime(timezone.now())
    came, before = booking.arrived_at, booking.state
    try:
        booking = action(booking=booking, by=request.user, at=at)
    except ValidationError as refusal:
        return refusal
    said = _said(booking, request.user)
    if name == "undo" and before in UNDONE:
        done = f"{UNDONE[State(before)][0]}{done}"
    if name == "check-in" and came and booking.arrived_at == came:
        clock = f"{timezone.localtime(came):%-H:%M}"
        text = f"{said}，{clock} 已经签到过，没有再签。再来一位的，请另外登记入座。"
        messages.warning(request, text)
    else:
        messages.success(request, f"{said}，{done}。")
    return None


def _said(booking: Booking, user: User) -> str:
    start = timezone.localtime(booking.starts_at)
    where = f"{booking.venue.name_for(user)} {booking.unit.name}"
    return f"{booking.person.name} {start:%-H:%M} {where}"


def _back(request: UserRequest) -> HttpResponse:
    """Return to the page of the row, or to the list as it was narrowed before."""
    if page := own_path(request.POST.get("back", ""), ""):
        return redirect(page)
    key = request.POST.get("only", "")
    known = {one.key for one in offered_to(request.user, also_inactive=True)}
    day = read_day(request.POST.get("day", ""))
    kept = ({"venue": key} if key in known else {}) | ({"day": f"{day}"} if day else {})
    query = "?" + urlencode(kept) if kept else ""
    return redirect(reverse("today") + query)


def _new_walk_in() -> WalkInForm:
    return WalkInForm(initial={"key": new_key()})


def _rows(
    request: UserRequest, day: date, venue: Venue | None, at: datetime
) -> list[Row]:
    user = request.user
    bookings, events = bookings_of(user, day, venue), events_of(user, day, venue)
    if (show := request.GET.get("show", "")) in SHOWN:
        return rows_of(bookings.filter(SHOWN[show](at)), [], at, user)
    return rows_of(bookings, events, at, user)


def _page(
    request: UserRequest,
    form: CodeForm,
    walk_in_form: WalkInForm,
    *,
    errors: forms.Form | None = None,
    tail: str = "",
    named: str = "",
) -> HttpResponse:
    at = timezone.localtime(timezone.now())
    venues = offered_to(request.user)
    key = request.GET.get("venue", "") or request.POST.get("only", "")
    only = next((one for one in venues if one.key == key), None)
    asked = read_day(request.GET.get("day", "") or request.POST.get("day", ""))
    day = asked or at.date()
    rows = _rows(request, day, only.venue if only else None, at)
    if not walk_in_form.is_bound:
        walk_in_form.offer_venues(venues)
    failed = errors or form
    context = {
        "day": {"date": day, "title": day_title(day, at.date())},
        "is_today": day == at.date(),
        "back_url": _back_url(day, at.date()),
        "days": _day_chips(day, at.date(), only),
        "now": at,
        "rows": [one for one in rows if _is_about(one, tail, named)],
        "tail": tail,
        "named": named,
        "is_narrowed": request.GET.get("show", "") in SHOWN,
        "venues": _chips(venues, only, day if day != at.date() else None),
        "only": only.key if only else "",
        "code_form": form,
        "walk_in_form": walk_in_form,
        "sheet_url": _sheet_url(only, day if day != at.date() else None),
    }
    return form_page(request, failed, template="reservations/today.html", **context)


def _back_url(day: date, today: date) -> str:
    is_near = timedelta() <= today - day <= timedelta(days=BACK_DAYS)
    return f"{reverse('booking_back')}?day={day}" if is_near else ""


def _is_about(row: Row, tail: str, named: str) -> bool:
    return row.phone_masked.endswith(tail) and named in row.name


def _sheet_url(only: Offered | None, day: date | None) -> str:
    url = reverse("day_sheet", args=[only.key]) if only else reverse("day_sheet_all")
    return f"{url}?day={day}" if day else url


def _chips(
    venues: list[Offered], chosen: Offered | None, day: date | None
) -> list[dict[str, object]]:
    kept = {"day": f"{day}"} if day else {}
    chips = [
        {"label": "全部", "url": "?" + urlencode(kept), "is_current": chosen is None}
    ]
    return chips + [
        {
            "label": one.label,
            "url": "?" + urlencode({"venue": one.key} | kept),
            "is_current": one == chosen,
        }
        for one in venues
    ]


def _day_chips(day: date, today: date, only: Offered | None) -> list[dict[str, object]]:
    """Return the ways to the day before, to today and to the day after."""
    kept = {"venue": only.key} if only else {}
    around = sorted({day - ONE_DAY, today, day, day + ONE_DAY})
    return [
        {
            "label": day_title(one, today),
            "url": "?" + urlencode(kept | ({} if one == today else {"day": f"{one}"})),
            "is_current": one == day,
        }
        for one in around
    ]
