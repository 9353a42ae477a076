"""Put somebody on the list of those to be told, work it off, forget who it was."""

from datetime import datetime

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from center import portals
from center.calls.models import Call, CallStep, waiting_words
from center.calls.rules import KEPT, TOO_LATE, How, State, Verb, may_undo
from center.jobs import Due
from center.models import User
from center.workflow.actions import Change, because, changing, enter, step, wait_for
from center.workflow.rules import NOTE_LENGTH, REFUSED

FORGOTTEN = "内容已经去掉"


@transaction.atomic
def ask(
    *,
    subject: str,
    center_id: int,
    person: User | None,
    name: str,
    phone: str,
    text: str,
    why: str,
    at: datetime,
) -> Call:
    """Let the desk tell somebody by voice; what else there is to say joins the line."""
    wait_for(f"call|{center_id}|{subject}|{phone}")
    known = {"center_id": center_id, "subject": subject, "phone": phone}
    call = Call.objects.open().filter(**known).first()
    said = {"note": text[:NOTE_LENGTH], "why": why[:60]}
    if call is not None:
        if any(one.note == said["note"] for one in call.steps.filter(verb=Verb.ASK)):
            return call
        with changing(call, Verb.ASK, by=None, at=at) as change:
            change.note, change.facts = said["note"], {"why": said["why"]}
        return change.row
    call = Call(**known, person=person, name=name[:40], asked_at=at)
    return enter(call, Verb.ASK, by=None, at=at, **said)


@transaction.atomic
def came_through(
    *, subject: str, center_id: int, phone: str, text: str, at: datetime
) -> None:
    """Take somebody off the list whom the text has reached after all.

    Where something else is still to be said the line stays.
    """
    wait_for(f"call|{center_id}|{subject}|{phone}")
    open_ones = Call.objects.open().filter(center_id=center_id, subject=subject)
    call = open_ones.filter(phone=phone).first()
    waiting = waiting_words(call.steps.all()) if call is not None else []
    if call is not None and {one.note for one in waiting} == {text[:NOTE_LENGTH]}:
        mark_told(call, by=None, at=at, how=How.TEXT)


@step(Verb.TELL)
def mark_told(change: Change[Call], *, how: str, note: str = "") -> None:
    change.row.ended_at = change.at
    change.note, change.facts = note, {"how": how}
    _say_so(change)


@step(Verb.TRY)
def mark_tried(change: Change[Call], *, note: str = "") -> None:
    change.note = note


@step(Verb.DROP)
def drop(change: Change[Call], *, reason: str) -> None:
    """Take somebody off the list without telling them, with a reason."""
    change.row.ended_at = change.at
    change.note = because(reason, "为什么不用告知")
    _say_so(change)


@step(Verb.UNDO)
def undo(change: Change[Call]) -> None:
    """Put somebody back who was ticked by mistake, for a quarter of an hour."""
    if not may_undo(change.row.ended_at, change.at):
        raise ValidationError(TOO_LATE, code=REFUSED)
    change.row.ended_at = None
    _say_so(change)


def _say_so(change: Change[Call]) -> None:
    """Let the subjects follow, in the same transaction: closures keep who was told."""
    for follow in portals.gathered("call_ended"):
        follow(change.row, by=change.by, at=change.at)


# -- Forgetting


def forget_person(person: User, at: datetime) -> None:
    """Take name, number and words out of a person's calls; none of them waits."""
    forget(Call.objects.filter(person=person), at)


def forget_subject(subject: str, at: datetime) -> None:
    forget(Call.objects.filter(subject=subject), at)


def forget(rows: QuerySet[Call], at: datetime) -> int:
    """Take name, number and words out of calls; the rows and their moments stay."""
    keys = list(rows.values_list("pk", flat=True))
    for call in Call.objects.filter(pk__in=keys, state=State.OPEN):
        drop(call, by=None, at=at, reason="本人的信息已经清除")
    steps = CallStep.objects.filter(call__in=keys).exclude(note="")
    # History is written over only where the law lets somebody be forgotten.
    with pgtrigger.ignore():
        steps.update(note=FORGOTTEN)
        return Call.objects.filter(pk__in=keys).update(name="", phone="", person=None)


def due(at: datetime) -> list[tuple[str, Due]]:
    """Return whose name and number are due to go from what is done with."""
    old = Call.objects.exclude(state=State.OPEN).filter(ended_at__lt=at - KEPT)
    named = old.exclude(name="", phone="")
    return [("告知名单上的姓名和电话", Due(named, lambda rows: forget(rows, at)))]
