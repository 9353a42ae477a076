"""The pages of the floor: home, text size, 我的, the staff desk."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from center import portals
from center.cards import HomePart, Lead, Section, joined, only_told
from center.context import SIZE_COOKIE, SIZES, entries
from center.home import home_marks, hours_shown
from center.http import Request, UserRequest, own_path
from center.models import User
from center.page_cache import cached

OTHER_CARD = "，前台记在您的另一张卡上，要改请找前台"
YEAR_SECONDS = 365 * 24 * 3600
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /desk/
Disallow: /me/
Disallow: /login/
Disallow: /bookings/
Disallow: /petitions/
Disallow: /transfers/
Disallow: /size/
"""


@login_not_required
@require_safe
def home(request: Request) -> HttpResponse:
    """Show whether the doors are open, when they are, and what can be done here."""
    minute = timezone.localtime().replace(second=0, microsecond=0)
    marks = () if request.user.is_authenticated else home_marks(request.center)
    return cached(request, (minute, entries(), marks), lambda: _home(request, minute))


def _home(request: Request, minute: datetime) -> HttpResponse:
    center, user = request.center, request.user
    person = user if user.is_authenticated else None
    parts: list[HomePart] = [home(center, person, minute) for home in _homes(request)]
    now, days = hours_shown(center, minute)
    leads = _leads(person, minute) if person else []
    telling: list[HomePart | Lead] = [*parts, *leads]
    said = {url: text for one in telling for url, text in one.said.items()}
    context = {
        "now": now,
        "minute": minute,
        "days": days,
        "leads": leads,
        "places": [place for part in parts for place in part.places],
        "places_url": next((part.places_url for part in parts if part.places), ""),
        "places_today": any(part.places_today for part in parts),
        "blocks": [block for part in parts for block in part.blocks],
        "doors": [
            replace(entry, text=said.get(entry.url, entry.text))
            for entry in entries()
            if entry.is_door
        ],
        "others": [entry for entry in entries() if not entry.is_door],
    }
    return render(request, "center/home.html", context)


@login_not_required
@require_safe
def about(request: Request, page: str) -> HttpResponse:
    """Show a page about the portal itself: help, privacy, access, faults."""
    path = own_path(request.GET.get("page", ""), "/")
    ways = [tell(path) for tell in portals.gathered("fault_form")]
    context = {"path": path, "fault_form": ways[0] if ways else ""}
    return render(request, f"about/{page}.html", context)


@login_not_required
@require_GET
def size(request: HttpRequest) -> HttpResponse:
    """Remember the text size and go back to where the reader was."""
    response = redirect(own_path(request.GET.get("next", ""), "/"))
    wanted = request.GET.get("to", "")
    if wanted in SIZES:
        response.set_cookie(
            SIZE_COOKIE,
            wanted,
            max_age=YEAR_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _homes(request: Request) -> tuple[Any, ...]:
    return portals.gathered("home") if request.center else ()


def _leads(user: User, at: datetime) -> list[Lead]:
    return [lead for leads in portals.gathered("leads") for lead in leads(user, at)]


@require_GET
def me(request: UserRequest) -> HttpResponse:
    """Show what the person has going on here, and their account."""
    at = timezone.now()
    context = {
        "leads": _leads(request.user, timezone.localtime(at)),
        "sections": [
            one for one in _own_sections(request.user, at) if one.items or one.invite
        ],
        "phone_masked": request.user.phone_masked,
    }
    return render(request, "center/me.html", context)


def _own_sections(user: User, at: datetime) -> list[Section]:
    """Return what somebody has here, also on cards that are theirs too."""
    cards = [one for others in portals.gathered("other_cards") for one in others(user)]
    found = []
    for make in portals.gathered("own_section"):
        found.append(make(user, at))
        found += [only_told(make(one, at), OTHER_CARD) for one in cards]
    return joined(found)


@require_GET
@permission_required("center.view_desk", raise_exception=True)
def desk(request: UserRequest) -> HttpResponse:
    """Show what wants attention and the ways to the daily work."""
    at = timezone.now()
    user = request.user
    cards = portals.cards_of(user, at)
    ways = portals.ways_of(user)
    doors = [one for links in ways.values() for one in links if one.key]
    rest = {name: [x for x in links if not x.key] for name, links in ways.items()}
    sections = (make(user, at) for make in portals.gathered("desk_section"))
    context = {
        "sections": [one for one in sections if one is not None],
        "urgent": [card for card in cards if card.is_urgent],
        "cards": [card for card in cards if not card.is_urgent],
        "doors": sorted(doors, key=lambda one: one.key),
        "groups": [(name, links) for name, links in rest.items() if links],
    }
    return render(request, "center/desk.html", context)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("img/mark.svg"))
