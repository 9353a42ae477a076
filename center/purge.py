"""What is only kept for a while, and how much of it is due to go."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from center.models import Attempt, OneTimeCode
from center.orphans import Orphans

# Counts of attempts and codes serve for minutes.
ATTEMPTS_KEPT = timedelta(days=2)


def due(at: datetime) -> list[tuple[str, QuerySet[Any] | Orphans]]:
    """Return what of the floor is due to go at the moment ``at``, by name."""
    short = at - ATTEMPTS_KEPT
    return [
        ("过期的登录", Session.objects.filter(expire_date__lt=at)),
        ("尝试次数", Attempt.objects.filter(window__lt=short)),
        ("验证码", OneTimeCode.objects.filter(sent_at__lt=short)),
        ("没有登记的文件", Orphans(at)),
    ]
