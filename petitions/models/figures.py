"""What the requests of a stretch of days say; each number is the rows that it counts.

Both come from one condition, so that a list never shows other rows than were counted.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from center.models import User
from petitions.models.petition import Petition
from petitions.models.times import Round
from petitions.rules.figures import What
from petitions.rules.replies import Score

Rounds = QuerySet[Round]
# A column of the figures -> where it stands beside a round.
SPLITS = {
    "kind": "petition__kind",
    "channel": "petition__channel",
    "center": "petition__center",
}


def counted(what: str, today: date) -> Q:
    """Return which rounds a number counts, as they stand today."""
    unanswered = Q(answered_at__isnull=True, frozen_at__isnull=True)
    late = Q(petition__due_on__lt=today) | Q(petition__was_late=True)
    return {
        What.RECEIVED: Q(number=1),
        What.REOPENED: Q(number__gt=1),
        What.IN_TIME: Q(timeliness=Round.Timeliness.IN_TIME),
        What.EXTENDED: Q(timeliness=Round.Timeliness.EXTENDED),
        What.LATE: Q(timeliness=Round.Timeliness.LATE),
        What.WAITING: unanswered & ~late,
        What.OVERDUE: unanswered & late,
        What.WITHDRAWN: Q(answered_at__isnull=True, frozen_at__isnull=False),
        What.RATED: Q(rating__isnull=False),
        What.CONTENT: Q(rating__score__gt=Score.BAD),
        What.UNHAPPY: Q(rating__score__lte=Score.BAD),
    }[What(what)]


def rounds_of(
    user: User, since: date, until: date, chosen: Mapping[str, Any] | None = None
) -> Rounds:
    """Return the rounds that began in these days, as far as somebody may see them."""
    seen = Petition.objects.visible_to(user)
    where = {SPLITS[name]: value for name, value in (chosen or {}).items() if value}
    rows = Round.objects.filter(petition__in=seen.values("pk"), **where)
    return rows.filter(day0__range=(since, until))


def totals(rows: Rounds, today: date) -> dict[str, int]:
    return rows.order_by().aggregate(**_counts(today))


def split(rows: Rounds, name: str, today: date) -> dict[Any, dict[str, int]]:
    """Return value of a column -> each number of its rounds."""
    found: Any = rows.order_by().values(value=F(SPLITS[name]))
    found = found.annotate(**_counts(today))
    return {one.pop("value"): one for one in found}


def _counts(today: date) -> dict[str, Count]:
    return {str(one): Count("pk", filter=counted(one, today)) for one in What}
