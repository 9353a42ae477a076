"""Compute open dates again after a year's schedule was loaded or corrected.

A few cases at a time: nobody who works on one of them waits for all ten thousand.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic

from django.db import transaction
from django.db.models import Prefetch

from center.models import User
from petitions.actions.base import changing, refuse
from petitions.actions.clocks import computed, paused_days, recount, skips
from petitions.models import ClockRow, Pause, Petition
from petitions.rules import SUPERVISE, Verb
from petitions.rules.clock import Due, clocks_of, due_text

# Cases under a lock at once, and how long one press may go on: a page must answer.
AT_ONCE, MOST_SECONDS = 25, 10.0


@dataclass(frozen=True)
class Change:
    """What a recount would do to one clock of one case."""

    petition: Petition
    row: ClockRow
    new: Due

    @property
    def old_on(self) -> date:
        return self.row.due_on

    @property
    def promised_on(self) -> date:
        """Return the date promised afterwards: never earlier than what was promised.

        So nothing becomes overdue by it, also not by a make-up day nobody foresaw.
        """
        return max(self.row.due_on, self.new.on)

    @property
    def is_later(self) -> bool:
        return self.new.on > self.row.due_on


def recompute_preview(*, by: User) -> list[Change]:
    return [change for case in _cases(by) for change in _changes(case)]


def recompute(
    *, by: User, at: datetime, seconds: float = MOST_SECONDS
) -> tuple[list[Change], int]:
    """Recount open cases, with one step for each that changes; say what is left.

    A later date is told to the person; an earlier one becomes the internal target
    while the promise stays. After so many seconds, and for what somebody works on
    right now, the rest is left to the next time.
    """
    if not by.has_perm(SUPERVISE):
        raise refuse("重算期限要由主管来做。", "no_permission")
    begun, made = monotonic(), list[Change]()
    wanted = dict.fromkeys(one.petition.pk for one in recompute_preview(by=by))
    left = list(wanted)
    for n in range(0, len(left), AT_ONCE):
        if monotonic() - begun > seconds:
            break
        for pk in _recompute_some(left[n : n + AT_ONCE], made, by, at):
            del wanted[pk]
    return made, len(wanted)


@transaction.atomic
def _recompute_some(
    keys: Collection[int], made: list[Change], by: User, at: datetime
) -> list[int]:
    """Recount these cases under their locks; return which were free."""
    free = list(_cases(by, keys))
    for case in free:
        if changes := list(_changes(case)):
            _apply(case, changes, by, at)
            made += changes
    return [case.pk for case in free]


def _cases(by: User, keys: Collection[int] | None = None) -> Iterator[Petition]:
    """Return open cases; those with these numbers locked, as far as they are free."""
    cases = Petition.objects.visible_to(by).open().select_related("center")
    if keys is not None:
        cases = cases.filter(pk__in=keys)
        cases = cases.select_for_update(of=("self",), skip_locked=True)
    # Read after the lock, for all cases together.
    clocks = ClockRow.objects.filter(met_at__isnull=True).order_by("due_on", "pk")
    found = cases.prefetch_related(
        Prefetch("clocks", clocks.select_related("round")),
        Prefetch("pauses", Pause.objects.select_related("round")),
    )
    return iter(found.order_by("pk"))


def _changes(case: Petition) -> Iterator[Change]:
    now = [pause for pause in case.pauses.all() if pause.round.number == case.round]
    paused = paused_days(now)
    for row in case.clocks.all():
        if row.round.number != case.round or row.clock not in clocks_of(case.kind):
            continue
        new = computed(case, row, paused, keeps=False)
        # An earlier date that is the internal target already is no change.
        target = min(new.on, new.earliest) if new.on < row.due_on else new.earliest
        before = (row.due_on, row.earliest_on, row.is_provisional)
        after = (max(row.due_on, new.on), target, new.is_provisional)
        if before != after:
            yield Change(case, row, new)


def _apply(case: Petition, changes: list[Change], by: User, at: datetime) -> None:
    with changing(case, Verb.RECOMPUTE, by=by, at=at) as change:
        now = change.row
        change.details = {"clocks": [_store(now, one) for one in changes]}
        old_on = now.due_on
        recount(now)
        text = due_text(now.due_on, is_provisional=now.is_provisional)
        if now.due_on > old_on:
            change.public = change.text = f"放假安排公布后，答复期限调整为 {text}。"
        else:
            change.internal = f"放假安排有更新，答应的期限不变：{text}。"


def _store(case: Petition, change: Change) -> dict[str, str]:
    row, new = change.row, change.new
    detail = {
        "clock": row.clock,
        "old": f"{row.due_on}",
        "new": f"{change.promised_on}",
        "computed": f"{new.on}",
        "calendar": f"{case.center.timetable_version}",
    }
    if new.on >= row.due_on:
        row.due_on, row.skipped, row.kept = new.on, skips(new), 0
    else:
        _keep(case, row)
    row.earliest_on, row.is_provisional = min(new.on, new.earliest), new.is_provisional
    row.calendar_version = case.center.timetable_version
    row.save(
        update_fields=[
            "due_on",
            "skipped",
            "earliest_on",
            "is_provisional",
            "calendar_version",
            "kept",
        ]
    )
    return detail


def _keep(case: Petition, row: ClockRow) -> None:
    """Count how many working days the kept promise lies behind the calendar."""
    row.kept = 0
    while computed(case, row).on < row.due_on:
        row.kept += 1
