"""What is offered of lines of the walk-in register."""

from center.reception.actions import register as actions
from center.reception.rules import State
from center.reception.views.register import VERBS
from tests.center.reception.make import AT, line
from tests.offers import Subject, declared


def rows(cast):
    clerk, home = cast.clerk, cast.home
    given = line(home, clerk, how="accepted")
    actions.hand_over(given, version=1, taker=cast.supervisor, by=clerk, at=AT)
    told = line(home, clerk, how="accepted")
    actions.tell_missing(told, version=1, items=["照片"], note="", by=clerk, at=AT)
    turned = line(home, clerk, how="accepted")
    actions.become(turned, cast.owner, by=clerk, at=AT)
    void = line(home, clerk)
    actions.void(void, version=1, by=clerk, at=AT)
    found = {
        str(State.OPEN): line(home, clerk, how="accepted"),
        "given": given,
        "told": told,
        "elsewhere": line(home, clerk, how="elsewhere", where_to="区里"),
        str(State.DONE): line(home, clerk),
        str(State.BECAME): turned,
        str(State.VOID): void,
    }
    for row in found.values():
        row.refresh_from_db()
    return found


def verbs(row, cast):
    return declared(
        VERBS,
        row,
        {
            "finish": {},
            "accept": {"taken_by": "王科员"},
            "hand_over": {"taker": cast.supervisor.pk},
            "missing": {"others": "户口簿"},
            "again": {"reason": "我们漏了"},
            "rate": {"convenient": 5, "fair": 5, "satisfied": 5},
            "void": {"reason": "写错了人"},
        },
    )


SUBJECTS = [
    Subject(
        "lines of the walk-in register",
        ("reception",),
        "2026-11-24 10:05",
        rows,
        lambda row: [row.get_absolute_url()],
        verbs,
    )
]
