"""Whom the desk has to tell by voice, what was tried, and until when a tick is undone.

Pure.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models

from center.rules import Role
from center.workflow.rules import Transition, Workflow

TELL = "calls.tell_call"
MAY = {
    role: ["calls.view_call", TELL]
    for role in (Role.CLERK, Role.ORGANIZER, Role.SUPERVISOR)
}
UNDO_FOR = timedelta(minutes=15)
TOO_LATE = "已经过了 15 分钟，不能撤销了；要再告知，请另外记下。"
# After that who it was goes from a line that is done with.
KEPT = timedelta(days=90)


class State(models.TextChoices):
    """Whether somebody still has to be told."""

    OPEN = "open", "等告知"
    TOLD = "told", "已告知"
    DROPPED = "dropped", "不用告知"


class Verb(models.TextChoices):
    """What is written down of a call."""

    ASK = "ask", "要告知"
    TRY = "try", "没打通"
    TELL = "tell", "已告知"
    DROP = "drop", "不用告知"
    UNDO = "undo", "撤销"


class How(models.TextChoices):
    """How somebody was told."""

    PHONE = "phone", "打电话"
    IN_PERSON = "in_person", "当面说"
    FAMILY = "family", "请家人、邻居转告"
    LETTER = "letter", "写信、贴条"
    TEXT = "text", "短信后来发到了"


# What people say; the last one is only ever found out.
SAID_HOW = [one for one in How.choices if one[0] != How.TEXT]

FLOW = Workflow(
    State,
    Transition(Verb.ASK, [State.OPEN]),
    Transition(Verb.TRY, [State.OPEN], permission=TELL),
    Transition(
        Verb.TELL, [State.OPEN], State.TOLD, "这一位{now}，不用再告知一次。", TELL
    ),
    Transition(Verb.DROP, [State.OPEN], State.DROPPED, "这一位{now}。", TELL),
    Transition(
        Verb.UNDO,
        [State.TOLD, State.DROPPED],
        State.OPEN,
        "这一位还等着告知，没有可以撤销的。",
        TELL,
    ),
)


def rows_of(subjects: Iterable[str], label: str) -> set[int]:
    """Return the numbers of the rows that subjects of one kind name: label:7."""
    found = (one.removeprefix(label).removeprefix(":") for one in subjects)
    return {int(one) for one in found if re.fullmatch("[0-9]{1,18}", one)}


def may_undo(ended_at: datetime | None, at: datetime) -> bool:
    return ended_at is not None and at - ended_at <= UNDO_FOR
