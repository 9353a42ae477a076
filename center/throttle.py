"""Count attempts, so that nobody can go on guessing for ever.

One statement counts and reads, so many tries at the same moment are all counted. Call
it outside the transaction of what is tried, or the count is rolled back with it.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from center.models import Attempt
from center.rules import LIMITS, WINDOW_MINUTES

_COUNT = """
INSERT INTO center_attempt AS a (kind, who, "window", count) VALUES (%s, %s, %s, 1)
ON CONFLICT (kind, who, "window") DO UPDATE SET count = a.count + 1
RETURNING count
"""


def hit(kind: str, who: str, at: datetime) -> bool:
    """Count one attempt of ``who``; say whether it is still within the limit.

    ``kind`` is a key of ``center.rules.LIMITS``. Without a ``who`` nothing is counted.
    """
    if not settings.THROTTLES or not who:
        return True
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [kind, _digest(kind, who), window_of(at)])
        (count,) = cursor.fetchone()
    return int(count) <= LIMITS[kind]


def is_spent(kind: str, who: str, at: datetime) -> bool:
    """Say whether the limit is used up, without counting: where only misses count."""
    if not settings.THROTTLES or not who:
        return False
    tried = Attempt.objects.filter(
        kind=kind, who=_digest(kind, who), window=window_of(at), count__gte=LIMITS[kind]
    )
    return tried.exists()


def within(at: datetime, **tries: str) -> bool:
    """Count one attempt of each kind; say whether all are within their limits.

    Kinds are written with underscores: ``within(at, login_account=phone)``.
    """
    verdicts = [hit(kind.replace("_", "-"), who, at) for kind, who in tries.items()]
    return all(verdicts)


def window_of(at: datetime) -> datetime:
    """Return the start of the quarter of an hour in which ``at`` lies."""
    return at.replace(
        minute=at.minute - at.minute % WINDOW_MINUTES, second=0, microsecond=0
    )


def _digest(kind: str, who: str) -> str:
    return salted_hmac(f"center.throttle.{kind}", who, algorithm="sha256").hexdigest()
