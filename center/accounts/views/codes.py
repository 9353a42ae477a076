"""How often a visitor may ask for a one-time code, and try one: on every page."""

from datetime import datetime

from django.http import HttpRequest

from center import rate_limit
from center.accounts.actions import codes
from center.http import address_of
from center.keys import browser_of
from center.models import OneTimeCode


def may_ask(request: HttpRequest, phone: str, at: datetime) -> bool:
    """Count that a code is asked for; say whether one may be sent to the phone."""
    address = address_of(request)
    return rate_limit.allows_all(at, code_phone=phone, code_address=address)


def may_text(phone: str, at: datetime) -> bool:
    """Count a text that a visitor causes; say whether the phone may get one more."""
    return rate_limit.allows("text-phone", phone, at)


def may_try(
    request: HttpRequest,
    phone: str,
    purpose: OneTimeCode.Purpose,
    at: datetime,
    *,
    asker: str = "",
) -> bool:
    """Count a try at a code; say whether it may be compared.

    ``asker`` is who has asked for it, where that is not the browser.
    """
    return codes.may_check(
        phone=phone,
        purpose=purpose,
        address=address_of(request),
        browser=asker or browser_of(request),
        at=at,
    )
