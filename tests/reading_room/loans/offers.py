"""What is offered of a loan in every state."""

from reading_room.loans import actions
from reading_room.loans.rules import State
from reading_room.loans.views import VERBS
from tests.offers import Subject, declared
from tests.reading_room.loans.make import AT, again, lent


def rows(cast):
    found = {
        str(state): lent(
            cast.home,
            cast.clerk,
            cast.owner,
            f"L-{state.upper()}",
            at="2026-10-20 10:00",
            reason="就来还",
        )
        for state in State
    }
    said = {"version": 1, "by": cast.clerk, "at": AT}
    actions.take_back(found["returned"], **said)
    actions.lose(found["lost"], reason="说找不到了", **said)
    return {name: again(row) for name, row in found.items()}


def verbs(row, cast):
    return declared(VERBS, row, {"lose": {"reason": "说找不到了"}})


SUBJECTS = [
    Subject(
        "loans",
        ("loans", "reading_room"),
        "2026-11-24 10:00",
        rows,
        lambda row: [f"/desk/library/loans/{row.pk}/"],
        verbs,
    )
]
