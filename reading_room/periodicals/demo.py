"""Thirty invented subscriptions of this year; most numbers came, a few are late."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate

from center.hours import moment
from center.models import User
from reading_room.models import Title
from reading_room.periodicals import actions
from reading_room.periodicals.models import Issue, IssueStep
from reading_room.periodicals.rules import Frequency, State, Verb
from reading_room.rules import Kind

CLERK = "16100000003"
RHYTHMS = [
    Frequency.MONTH,
    Frequency.HALF_MONTH,
    Frequency.TWO_MONTHS,
    Frequency.QUARTER,
]


def fill(*, at: datetime, password: str) -> None:
    """Subscribe to every periodical on the shelf, and take in what came."""
    clerk = User.objects.get(phone=CLERK)
    assert clerk.center is not None
    today = localdate(at)
    first = date(today.year, 1, 5)
    titles = Title.objects.filter(center=clerk.center).exclude(kind=Kind.BOOK)
    for n, title in enumerate(titles.order_by("pk")):
        is_paper = title.kind == Kind.NEWSPAPER
        actions.subscribe(
            form_key=f"demo-subscription-{n}",
            center=clerk.center,
            by=clerk,
            at=moment(first, time(9)),
            title=title,
            year=today.year,
            copies=1 + n % 2,
            frequency=Frequency.DAY if is_paper else RHYTHMS[n % len(RHYTHMS)],
            first_on=first,
            post_code=f"{1 + n % 80}-{100 + n}",
        )
    due = Issue.objects.filter(
        subscription__center=clerk.center, expected_on__lte=today
    )
    came = [one for n, one in enumerate(due.order_by("pk")) if n % 23]
    for one in came:
        one.state, one.version = State.ARRIVED, 2
        one.arrived_on = min(one.expected_on + timedelta(days=2), today)
    Issue.objects.bulk_update(came, ["state", "version", "arrived_on"])
    said = {"verb": Verb.ARRIVE, "before": "expected", "version": 2, "by": clerk}
    IssueStep.objects.bulk_create(
        IssueStep(issue=one, state=one.state, at=at, **said) for one in came
    )
