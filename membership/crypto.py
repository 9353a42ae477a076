"""Encrypt ID numbers, and make equal ones findable without reading them.

``settings.ID_KEYS`` holds Fernet keys, the newest first: the newest encrypts, all of
them decrypt. The blind index is an HMAC under a key derived from the same secret, so
neither a dump of the database nor the index alone tells a number.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.views.decorators.debug import sensitive_variables

_INDEX = b"lianxinqiao membership id index 1"


class UnreadableError(Exception):
    """Nothing in ``ID_KEYS`` opens what is stored; the old key is missing."""


@sensitive_variables()
def seal(text: str) -> str:
    return _keys().fernet.encrypt(text.encode()).decode()


@sensitive_variables()
def unseal(token: str) -> str:
    """Return what ``seal`` was given; raises ``UnreadableError`` without its key."""
    try:
        return _keys().fernet.decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise UnreadableError("ID_KEYS lacks the key of a stored number.") from error


@sensitive_variables()
def blind(number: str) -> str:
    """Return the index of a cleaned number under the newest key: 64 hex digits."""
    return _digest(_keys().index[0], number)


@sensitive_variables()
def blinds(number: str) -> list[str]:
    return [_digest(key, number) for key in _keys().index]


def check_keys() -> None:
    """Raise ``ImproperlyConfigured`` unless every key is a Fernet key."""
    _keys()


class _Keys:
    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self.fernet = MultiFernet([Fernet(key) for key in keys])
            raw = [base64.urlsafe_b64decode(key) for key in keys]
        except ValueError as error:
            # The message of the error could quote the key.
            raise ImproperlyConfigured(
                "ID_KEYS holds Fernet keys separated by commas (see README.md)."
            ) from error
        self.index = [_derive(key) for key in raw]


def _derive(secret: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_INDEX).derive(secret)


def _digest(key: bytes, number: str) -> str:
    return hmac.new(key, number.encode(), hashlib.sha256).hexdigest()


def _keys() -> _Keys:
    return _load(tuple(settings.ID_KEYS))


@lru_cache(maxsize=4)
def _load(keys: tuple[str, ...]) -> _Keys:
    return _Keys(keys)
