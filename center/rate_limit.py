"""Count attempts, so that nobody can go on guessing for ever.

One statement counts and reads, so many tries at the same moment are all counted. Call
it outside the transaction of what is tried, or the count is rolled back with it.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from center.addresses import household, is_inside
from center.models import Attempt
from center.rules import HOURLY, LIMITS, SHARED_FACTOR, WINDOW_MINUTES

# The kinds that count a network address end so.
_ADDRESS = "-address"

_COUNT = """
INSERT INTO center_attempt AS a (kind, who, "window", count) VALUES (%s, %s, %s, 1)
ON CONFLICT (kind, who, "window") DO UPDATE SET count = a.count + 1
RETURNING count
"""


def allows(kind: str, who: str, at: datetime) -> bool:
    """Count one attempt of ``who``; say whether it is still within the limit.

    ``kind`` is a key of ``center.rules.LIMITS``. Without a ``who`` nothing is counted,
    but for addresses: those that nobody knows count together.
    """
    if not settings.THROTTLES or not (who := _key(kind, who)):
        return True
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [kind, _digest(kind, who), window_of(at)])
        (count,) = cursor.fetchone()
    return int(count) + _earlier(kind, who, at) <= limit_of(kind, who)


def _earlier(kind: str, who: str, at: datetime) -> int:
    """Return what was counted in the hour before this window, for what is hourly."""
    if kind not in HOURLY:
        return 0
    here = window_of(at)
    rows = Attempt.objects.filter(kind=kind, who=_digest(kind, who))
    rows = rows.filter(window__lt=here, window__gte=here - timedelta(hours=1))
    return rows.aggregate(sum=Sum("count"))["sum"] or 0


def is_spent(kind: str, who: str, at: datetime) -> bool:
    """Say whether the limit is used up, without counting: where only misses count."""
    if not settings.THROTTLES or not (who := _key(kind, who)):
        return False
    return _rows(kind, who, at).filter(count__gte=limit_of(kind, who)).exists()


def has_misses(kind: str, who: str) -> bool:
    """Say whether anything counts now, by the clock of the database."""
    since = Now() - timedelta(minutes=WINDOW_MINUTES)
    rows = Attempt.objects.filter(kind=kind, who=_digest(kind, _key(kind, who)))
    return rows.filter(window__gt=since, count__gt=0).exists()


def allows_all(at: datetime, **tries: str) -> bool:
    """Count one attempt of each kind; say whether all are within their limits.

    Kinds are written with underscores: ``allows_all(at, login_pair=…)``. The first one
    that is used up ends the counting: somebody stopped by a narrow limit fills no wider
    one that others share.
    """
    return all(allows(kind.replace("_", "-"), who, at) for kind, who in tries.items())


def give_back(at: datetime, **tries: str) -> None:
    """Take back one attempt of each kind: it went well, and only misses count.

    Counting first and giving back afterwards holds also for many tries at one moment.
    """
    if not settings.THROTTLES:
        return
    for name, who in tries.items():
        kind = name.replace("_", "-")
        rows = _rows(kind, _key(kind, who), at).filter(count__gt=0)
        rows.update(count=F("count") - 1)


def pair(what: str, address: str) -> str:
    return f"{what} {household(address)}" if what else ""


def may_check_code(phone: str, address: str, at: datetime) -> bool:
    """Count one try at a one-time code; say whether it may be compared.

    A stranger's guesses elsewhere do not use up those of the phone's owner.
    """
    return allows_all(at, code_check_pair=pair(phone, address), code_check=phone)


def limit_of(kind: str, who: str) -> int:
    """Return how many attempts one window allows; more where many share an address."""
    is_shared = kind.endswith(_ADDRESS) and is_inside(who, settings.SHARED_NETWORKS)
    return LIMITS[kind] * (SHARED_FACTOR if is_shared else 1)


def window_of(at: datetime) -> datetime:
    """Return the start of the quarter of an hour in which ``at`` lies."""
    return at.replace(
        minute=at.minute - at.minute % WINDOW_MINUTES, second=0, microsecond=0
    )


def _key(kind: str, who: str) -> str:
    return household(who) if kind.endswith(_ADDRESS) else who


def _rows(kind: str, who: str, at: datetime) -> QuerySet[Attempt]:
    return Attempt.objects.filter(
        kind=kind, who=_digest(kind, who), window=window_of(at)
    )


def _digest(kind: str, who: str) -> str:
    return salted_hmac(f"center.throttle.{kind}", who, algorithm="sha256").hexdigest()
