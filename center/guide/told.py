"""Which version of an item somebody was told, carried into what they make of it.

An address carries it where a form is the next page; a venue's pages are several, so
there a signed cookie that only they get carries it for an hour.
"""

from datetime import datetime
from urllib.parse import urlencode

from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect

from center.guide.actions import catalog
from center.guide.models import Version
from center.guide.rules import LeadsTo
from center.http import Request
from center.publishing.rules import State

COOKIE, SECONDS = "told", 3600
LONGEST = 60


def lead_on(row: Version, url: str) -> HttpResponse:
    """Lead to the form that the item turns into, filled in as far as it can be."""
    if row.leads_to == LeadsTo.BOOKING:
        answer = redirect(url)
        value = f"{row.slug}:{row.n}"
        answer.set_signed_cookie(
            COOKIE, value, max_age=SECONDS, path=url, httponly=True, samesite="Lax"
        )
        return answer
    joint = "&" if "?" in url else "?"
    words = {
        "title": f"请帮我办：{row.name}",
        "body": f"想办“{row.name}”，请帮我办。",
        "service": row.slug,
        "told": str(row.n),
    }
    return redirect(f"{url}{joint}{urlencode(words)}")


def asked(request: Request) -> Version | None:
    """Return the approved version that the address or the cookie names."""
    slug, number = request.GET.get("service", ""), request.GET.get("told", "")
    if not slug:
        slug, _, number = _carried(request).partition(":")
    if not slug or len(slug) > LONGEST or not number.isascii() or not number.isdigit():
        return None
    rows = Version.objects.filter(
        service__center=request.center, service__slug=slug, state=State.APPROVED
    )
    is_sane = len(number) <= len("99999")
    return (
        rows.select_related("service").filter(n=int(number)).first()
        if is_sane
        else None
    )


def note(request: Request, subject: str, at: datetime) -> None:
    if row := asked(request):
        catalog.note_told(row, subject=subject, at=at)


def _carried(request: Request) -> str:
    try:
        return str(request.get_signed_cookie(COOKIE, "", max_age=SECONDS))
    except BadSignature:
        return ""
