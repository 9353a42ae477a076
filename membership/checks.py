"""What must be right before the portal starts."""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from membership import crypto


def keys_are_good(**_: Any) -> list[CheckMessage]:
    """Report keys that cannot encrypt; the message never quotes them."""
    try:
        crypto.check_keys()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="membership.E001")]
    return []
