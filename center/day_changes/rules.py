"""Whether a day counts is changed by one person and confirmed by another. Pure.

Until then it counts if it did before or will afterwards: the earlier date of a promise.
"""

from datetime import date
from typing import Any, NamedTuple

from django.db import models

from center.rules import Role
from center.wording import weekday_name
from center.workdays import SATURDAY
from center.workflow.rules import Transition, Workflow

CONFIRM = "day_changes.confirm_daychange"
MAY = {role: [CONFIRM] for role in (Role.CLERK, Role.SUPERVISOR)}
OWN = "自己改的，要请另一位同事用自己的账号核对。"
MOVED_ON = "这一天后来又按公布的安排载入过，改不回去了；请选“没错”，或者另外改这一天。"
MONDAY, FRIDAY = 0, 4
# What notices and offices write in the column of the kind.
OFF = ("放假", "休", "休息", "假", "节假日", "放假调休")
WORKED = ("调休上班", "上班", "班", "补班", "调休")


class State(models.TextChoices):
    """Where a change stands."""

    WAITING = "waiting", "等人核对"
    CONFIRMED = "confirmed", "核对过了"
    REFUSED = "refused", "不对，已改回"
    UNDONE = "undone", "又改回去了"


class Verb(models.TextChoices):
    """What is done about a change."""

    ENTER = "enter", "改了这一天"
    AMEND = "amend", "又改了这一天"
    CONFIRM = "confirm", "核对：没错"
    REFUSE = "refuse", "核对：不对，改回"
    UNDO = "undo", "改回去了"


FLOW = Workflow(
    State,
    Transition(Verb.AMEND, [State.WAITING]),
    Transition(Verb.CONFIRM, [State.WAITING], State.CONFIRMED, "", CONFIRM),
    Transition(Verb.REFUSE, [State.WAITING], State.REFUSED, "", CONFIRM),
    Transition(Verb.UNDO, [State.WAITING], State.UNDONE),
)


class Entry(NamedTuple):
    """What the calendar says of a day; nothing for one that is as its weekday."""

    kind: str = ""
    name: str = ""
    follows: int | None = None


def may_load(user: Any) -> bool:
    """Say whether somebody keeps the calendar that all centers share: at the root."""
    is_root = user.center is None or user.center.parent_id is None
    return bool(user.has_perm("timetable.add_specialday") and is_root)


def is_worked(day: date, kind: str) -> bool:
    """Say whether a day counts with a row of this kind, or with none."""
    if kind:
        return kind == "makeup"
    return day.weekday() < SATURDAY


def moves_promises(day: date, before: Entry, after: Entry) -> bool:
    return is_worked(day, before.kind) != is_worked(day, after.kind)


def in_words(day: date, entry: Entry) -> str:
    """Say what the calendar says of a day."""
    if entry.kind == "holiday":
        return f"放假（{entry.name}）"
    if entry.kind == "makeup":
        return f"调休上班（{entry.name}）"
    usual = "上班" if is_worked(day, "") else "休息"
    return f"照常（{weekday_name(day)}{usual}）"


# -- A year's schedule as a list


def kind_in_words(cell: str) -> str:
    """Return the kind as the form knows it, however a list calls it."""
    plain = cell.strip()
    if plain in OFF:
        return OFF[0]
    return WORKED[0] if plain in WORKED else cell


def usual_follows(day: date) -> int:
    return FRIDAY if day.weekday() == SATURDAY else MONDAY
