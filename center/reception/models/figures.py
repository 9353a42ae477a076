"""What the register says of a stretch of days: how often, how, why again, how good."""

from datetime import date
from typing import Any

from django.db.models import Avg, Count, Q

from center.reception import rules
from center.reception.models.lines import Line, LineStep, once_rate
from center.reception.models.papers import Rating
from center.reception.rules import Channel, How, Verb, Why

MOST_ITEMS = 10


def figures(center_ids: list[int], since: date, until: date) -> dict[str, Any]:
    """Return the figures of the days, both included; void lines count nowhere."""
    rows = Line.objects.counted().filter(center__in=center_ids)
    rows = rows.filter(day__range=(since, until)).order_by()
    counts = rows.aggregate(
        all=Count("pk"),
        calls=Count("pk", filter=Q(channel=Channel.CALL)),
        units=Count("pk", filter=~Q(unit="")),
        at_once=Count("pk", filter=Q(how=How.DIRECT)),
        again=Count("pk", filter=Q(why__isnull=False)),
        spared=Count("pk", filter=Q(why__isnull=False) & ~Q(why__in=rules.EXPECTED)),
    )
    once, closed = once_rate(center_ids, since, until)
    return {
        "counts": counts,
        "at_once": rules.share(counts["at_once"], counts["all"]),
        "once": rules.share(once, closed),
        "closed": closed,
        "hows": _by(rows, "how", How),
        "whys": _by(rows.filter(why__isnull=False), "why", Why),
        "items": list(
            rows.values_list("what").annotate(n=Count("pk")).order_by("-n", "what")
        )[:MOST_ITEMS],
        "told_again": _steps(rows, Verb.AGAIN),
        "marks": Rating.objects.filter(line__in=rows).aggregate(
            n=Count("pk"),
            convenient=Avg("convenient"),
            fair=Avg("fair"),
            satisfied=Avg("satisfied"),
        ),
    }


def _by(rows: Any, column: str, labels: Any) -> list[tuple[str, int]]:
    counts = dict(rows.values_list(column).annotate(n=Count("pk")))
    return [(one.label, counts[one.value]) for one in labels if one.value in counts]


def _steps(rows: Any, verb: str) -> int:
    return LineStep.objects.filter(line__in=rows, verb=verb).count()
