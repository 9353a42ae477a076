"""What the operator sets in the environment; what is missing or unusable stops it.

Every refusal names the variable; README.md, “Settings”, describes each. What works but
is unsafe is refused by ``center.checks`` when a server starts.
"""

import sys
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from center import addresses

env = environ.Env()

# A demo runs on one machine over plain HTTP with published passwords.
DEMO = env.bool("DEMO", default=False)
TESTING = "pytest" in sys.modules


def refused(name: str, why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} {why} (see README.md, “Settings”).")


def required(name: str, *, in_demo: str) -> str:
    """Return the environment variable, or its stand-in in the demo and in tests."""
    value = env.str(name, default="") or (in_demo if DEMO or TESTING else "")
    if not value:
        raise ImproperlyConfigured(f"Set {name} (see README.md, “Settings”).")
    return value


def listed(name: str, *, in_demo: str) -> list[str]:
    """Return a required list, without the blanks people put after a comma."""
    parts = [part.strip() for part in required(name, in_demo=in_demo).split(",")]
    if found := [part for part in parts if part]:
        return found
    raise ImproperlyConfigured(f"Set {name} (see README.md, “Settings”).")


def database() -> dict[str, Any]:
    """Return DATABASE_URL, which must lead to PostgreSQL."""
    required("DATABASE_URL", in_demo="")
    found: dict[str, Any] = env.db("DATABASE_URL")
    if not str(found["ENGINE"]).endswith("postgresql"):
        raise refused("DATABASE_URL", "must begin with postgresql://")
    return found


def trusted_proxies(*, is_behind_proxy: bool) -> str:
    """Return TRUSTED_PROXIES; behind a proxy it must be set."""
    text = str(env.str("TRUSTED_PROXIES", default=""))
    try:
        addresses.proxies(text)
    except ValueError as error:
        raise refused("TRUSTED_PROXIES", f"cannot be used: {error}") from error
    if is_behind_proxy and not addresses.are_named(text):
        raise ImproperlyConfigured(
            "Set TRUSTED_PROXIES to the addresses of your proxy (127.0.0.1, or unix"
            " for a Unix socket), because BEHIND_PROXY is set: else all visitors"
            " would count as one (see README.md, “Settings”)."
        )
    return text


def networks(name: str) -> str:
    """Return a list of networks, empty when none is set."""
    text = str(env.str(name, default=""))
    try:
        addresses.networks(text)
    except ValueError as error:
        raise refused(name, f"cannot be used: {error}") from error
    return text
