"""Keys that make a repeated form harmless, whoever repeats it.

A creating form carries a random hidden ``key``. What is stored is a digest of the key
and of the visitor, so the same key sent by somebody else is another form and leads
to nobody's page but their own (security.md, traps 13 and 16).
"""

import secrets

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

KEY_LENGTH = 32


def new_key() -> str:
    """Return 128 random bits for the hidden field."""
    return secrets.token_hex(KEY_LENGTH // 2)


def visitor_of(request: HttpRequest) -> str:
    """Return who is asking: the account, else the browser's CSRF secret."""
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return f"guest:{request.META.get('CSRF_COOKIE', '')}"


def browser_of(request: HttpRequest) -> str:
    """Return a digest of who is asking, empty for a browser that keeps no cookie."""
    who = visitor_of(request)
    if who == "guest:":
        return ""
    return salted_hmac("center.browsers", who, algorithm="sha256").hexdigest()


def bound(key: str, request: HttpRequest, *, is_compared: bool = False) -> str:
    """Return what is stored for ``key``: 64 hex digits, good for this visitor only.

    A form without a key gets a fresh one: it is then simply not protected. Refuses a
    key with which something else was sent before (``center.kept.sent``), unless the
    action itself compares what the key made.
    """
    sent = getattr(request, "sent_form", None)
    if sent is not None and not is_compared:
        sent.check(key)
    text = f"{visitor_of(request)}|{key or new_key()}"
    return salted_hmac("center.keys", text, algorithm="sha256").hexdigest()
