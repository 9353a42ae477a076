"""What is offered of papers asking for admission."""

from membership.applications.rules import State
from membership.applications.views import VERBS
from tests.membership.applications import make
from tests.membership.offers import party
from tests.offers import Subject, declared


def rows(cast):
    _, branch = party(cast)
    found = {
        str(state): make.in_state(state, cast.home, cast.clerk, branch)
        for state in State
    }
    return {"no branch": make.received(cast.home, cast.clerk)} | found


def verbs(row, cast):
    branch = cast.secretary.posts.get().organization
    return declared(
        VERBS,
        row,
        {
            "assign": {"branch": branch.pk, "ground": "work"},
            "hand_over": {"on": "2026-11-24", "to": "秦朗"},
            "talk": {"on": "2026-11-24", "by_whom": "秦朗"},
            "withdraw": {"reason": "本人不交了"},
        },
    )


SUBJECTS = [
    Subject(
        "applications",
        ("applications",),
        "2026-11-24 10:00",
        rows,
        lambda row: [f"/desk/applications/{row.pk}/"],
        verbs,
    )
]
