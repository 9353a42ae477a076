"""What is offered of somebody to be told."""

from center.calls import actions
from center.calls.models import Call
from center.calls.rules import State
from center.calls.views import VERBS
from tests import make
from tests.offers import Subject, declared
from tests.reservations import make as rooms

AT = make.moment("2026-11-24 10:00")
ENDS = {"told": (actions.mark_told, {"how": "phone"})}
ENDS["dropped"] = (actions.drop, {"reason": "本人来过了"})


def rows(cast):
    found = {}
    for n, state in enumerate(State):
        person = make.person(f"居民{n}", phone=None)
        room = rooms.venue(cast.home)
        booking = rooms.booking(room, person, "2026-11-26 10:00", by=cast.clerk)
        call = actions.ask(
            subject=f"reservations:{booking.pk}",
            center_id=cast.home.pk,
            person=person,
            name=person.name,
            phone="",
            text="改时间了。",
            why="没有手机号",
            at=AT,
        )
        if state in ENDS:
            run, said = ENDS[state]
            run(call, by=cast.clerk, at=AT, version=1, **said)
        found[str(state)] = Call.objects.get(pk=call.pk)
    return found


def verbs(row, cast):
    data = {"tell": {"how": "phone"}, "tried": {}, "drop": {"reason": "来过了"}}
    return declared(VERBS, row, data | {"undo": {}})


SUBJECTS = [
    Subject(
        "calls",
        ("calls", "reservations"),
        "2026-11-24 10:00",
        rows,
        lambda row: ["/desk/calls/", "/desk/calls/?done=1"],
        verbs,
    )
]
