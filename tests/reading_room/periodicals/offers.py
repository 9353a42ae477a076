"""What is offered of one number in every state."""

from reading_room.periodicals import actions
from reading_room.periodicals.models import Issue
from reading_room.periodicals.views import VERBS
from tests.offers import Subject, declared
from tests.reading_room.periodicals.samples import AT, subscription


def rows(cast):
    issues = subscription(cast.home, cast.clerk).issues.order_by("number")
    said = {"version": 1, "by": cast.clerk, "at": AT}
    found = dict(
        zip(("expected", "claimed", "arrived", "missing"), issues, strict=False)
    )
    actions.claim(found["claimed"], reason="邮局", **said)
    actions.arrive(found["arrived"], **said)
    actions.give_up(found["missing"], reason="停刊", **said)
    return {name: Issue.objects.get(pk=row.pk) for name, row in found.items()}


def verbs(row, cast):
    data = {"claim": {"reason": "邮局说下周"}}
    data |= {"arrive_joined": {"on": "2026-11-20"}, "give_up": {"reason": "停刊"}}
    return declared(VERBS, row, data)


SUBJECTS = [
    Subject(
        "issues",
        ("periodicals",),
        "2026-11-24 10:00",
        rows,
        lambda row: [f"/desk/library/periodicals/issues/{row.pk}/"],
        verbs,
    )
]
