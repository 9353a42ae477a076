"""What is only kept for a while, and how much of it is due to go."""

from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from center.models import Attempt, OneTimeCode
from center.orphans import Orphans

# Counts of attempts serve for minutes, failed log-ins for looking back a while.
ATTEMPTS_KEPT = timedelta(days=2)
LOGINS_KEPT = timedelta(days=180)


def due(at: datetime) -> list[tuple[str, QuerySet[Any] | Orphans]]:
    """Return what of the floor is due to go at the moment ``at``, by name."""
    short, long = at - ATTEMPTS_KEPT, at - LOGINS_KEPT
    return [
        ("过期的登录", Session.objects.filter(expire_date__lt=at)),
        ("尝试次数", Attempt.objects.filter(window__lt=short)),
        ("验证码", OneTimeCode.objects.filter(sent_at__lt=short)),
        ("登录失败计数", AccessAttempt.objects.filter(attempt_time__lt=short)),
        ("登录失败记录", AccessFailureLog.objects.filter(attempt_time__lt=long)),
        ("登录记录", AccessLog.objects.filter(attempt_time__lt=long)),
        ("没有登记的文件", Orphans(at)),
    ]
