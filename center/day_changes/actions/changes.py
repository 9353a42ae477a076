"""Note that a day counts otherwise, and let a second person confirm it or undo it."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from center.day_changes.models import DayChange
from center.day_changes.rules import MOVED_ON, Entry, State, Verb, moves_promises
from center.models import User
from center.timetable.models import CountedDay, SpecialDay
from center.workflow.actions import Change, because, changing, enter, put, step


def entry_of(day: date) -> Entry:
    row = SpecialDay.objects.filter(day=day).first()
    return Entry(row.kind, row.name, row.follows) if row else Entry()


@transaction.atomic
def note_change(
    *, day: date, before: Entry, reason: str, by: User, at: datetime
) -> DayChange | None:
    """Note what was just changed about a day, if that moves promises.

    Until a second person confirms it the day counts, whichever of both lets it. What
    is changed back meanwhile is done with.
    """
    reason, after = because(reason, "依据或原因"), entry_of(day)
    waiting = DayChange.objects.waiting().filter(day=day).first()
    if waiting is not None:
        is_back = not moves_promises(day, waiting.before, after)
        verb = Verb.UNDO if is_back else Verb.AMEND
        with changing(waiting, verb, by=by, at=at) as change:
            _set(change.row, after, reason, by, at)
            change.note = f"{change.row.text}。{reason}"
            if is_back:
                CountedDay.objects.filter(day=day).delete()
        return change.row
    if not moves_promises(day, before, after):
        return None
    row = DayChange(day=day, old_kind=before.kind, old_name=before.name)
    row.old_follows = before.follows
    _set(row, after, reason, by, at)
    CountedDay.objects.get_or_create(day=day)
    return enter(row, Verb.ENTER, by=by, at=at, note=f"{row.text}。{reason}")


def _set(row: DayChange, after: Entry, reason: str, by: User, at: datetime) -> None:
    put(row, new_kind=after.kind, new_name=after.name, new_follows=after.follows)
    put(row, reason=reason, asked_by=by, asked_at=at)


@step(Verb.CONFIRM)
def confirm(change: Change[DayChange]) -> None:
    """Confirm with one's own account: from now on the change counts."""
    change.row.decided_by = change.who
    CountedDay.objects.filter(day=change.row.day).delete()


@step(Verb.REFUSE)
def refuse(change: Change[DayChange], *, reason: str) -> None:
    """Say that it is wrong: the day is again as it was."""
    row, old = change.row, change.row.before
    if entry_of(row.day) != row.after:
        raise ValidationError(MOVED_ON, code=State.REFUSED)
    change.note, row.decided_by = because(reason, "哪里不对"), change.who
    SpecialDay.objects.filter(day=row.day).delete()
    if old.kind:
        SpecialDay.objects.create(
            day=row.day, kind=old.kind, name=old.name, follows=old.follows
        )
    CountedDay.objects.filter(day=row.day).delete()
