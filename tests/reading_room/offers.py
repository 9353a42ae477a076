"""What is offered of one copy, in every state."""

from reading_room import actions
from reading_room.models import Copy
from reading_room.rules import CopyState
from reading_room.views.desk import VERBS
from tests.offers import Subject, declared
from tests.reading_room.samples import AT, copy

MOVES = {
    CopyState.SHELF: None,
    CopyState.REPAIR: actions.mend,
    CopyState.LOST: actions.lose,
    CopyState.REMOVED: actions.remove,
}


def rows(cast):
    return {str(state): in_state(cast, state) for state in MOVES}


def in_state(cast, state):
    row = copy(cast.home, cast.clerk, f"书 {state}", f"X-{state.upper()}")
    said = {"version": 1, "by": cast.clerk, "at": AT}
    if state in (CopyState.LOST, CopyState.REMOVED):
        said["reason"] = "找不到了"
    if move := MOVES[state]:
        move(row, **said)
    return Copy.objects.get(pk=row.pk)


def verbs(row, cast):
    data = {"copy_renumber": {"barcode": f"N-{row.pk}"}}
    data |= {name: {"reason": "清点时没有"} for name in ("copy_lose", "copy_remove")}
    data |= {"copy_shelve": {}, "copy_mend": {}}
    return declared(VERBS, row, data)


SUBJECTS = [
    Subject(
        "copies",
        ("reading_room",),
        "2026-11-24 10:00",
        rows,
        lambda row: [f"/desk/library/copies/{row.pk}/"],
        verbs,
    )
]
