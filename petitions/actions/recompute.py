"""Compute open dates again after a year's schedule was loaded or corrected.

A few cases at a time: nobody who works on one of them waits for all ten thousand.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from time import monotonic

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from center.models import User
from center.workflow.actions import refuse
from petitions.actions.base import changing
from petitions.actions.clocks import computed, paused_days, recount, skips
from petitions.models import ClockRow, Pause, Petition, PetitionQuerySet
from petitions.rules.clock import RULE, Clock, Due, clocks_of, due_text
from petitions.rules.roles import SUPERVISE
from petitions.rules.states import Kind, Verb

# Cases under a lock at once, and how long one press may go on: a page must answer.
AT_ONCE, MOST_SECONDS, PREVIEW_SECONDS = 25, 10.0, 5.0
# Clocks that run: of the round that runs, and that the kind has.
RUNS = Q(round__number=F("petition__round")) & reduce(
    or_,
    (
        Q(clock=clock, petition__kind__in=[k for k in Kind if clock in clocks_of(k)])
        for clock in Clock
    ),
)


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


class Preview(list[Change]):
    """Changes a recount would make; not ``is_whole`` where the time was up before."""

    is_whole = True


def recompute_preview(*, by: User, seconds: float = PREVIEW_SECONDS) -> Preview:
    """Return what a recount would change of open cases; nothing is written."""
    begun, found = monotonic(), Preview()
    for case in _stale(by).iterator(AT_ONCE):
        if monotonic() - begun > seconds:
            found.is_whole = False
            break
        found += _changes(case)
    return found


def recompute(
    *, by: User, at: datetime, seconds: float = MOST_SECONDS
) -> tuple[list[Change], int]:
    """Recount open cases, with one step for each that changes; say what is left.

    A later date is told to the person; an earlier one becomes the internal target
    while the promise stays. After so many seconds, and for what somebody works on
    right now, the rest is left to the next time; however slow it is, some are done.
    """
    if not by.has_perm(SUPERVISE):
        raise refuse("重算期限要由主管来做。", "no_permission")
    begun, made = monotonic(), list[Change]()
    keys = list(_stale(by).values_list("pk", flat=True))
    left = len(keys)
    for n in range(0, len(keys), AT_ONCE):
        if n and monotonic() - begun > seconds:
            break
        left -= _recompute_some(keys[n : n + AT_ONCE], made, by, at)
    return made, left


@transaction.atomic
def _recompute_some(
    keys: Collection[int], made: list[Change], by: User, at: datetime
) -> int:
    """Recount these cases under their locks; say how many were free."""
    free = list(
        _stale(by).filter(pk__in=keys).select_for_update(of=("self",), skip_locked=True)
    )
    for case in free:
        if changes := list(_changes(case)):
            _apply(case, changes, by, at)
            made += changes
    _note_counted(free)
    return len(free)


def _stale(by: User) -> PetitionQuerySet:
    """Return open cases not counted since the calendar or the rule changed."""
    clocks = ClockRow.objects.filter(met_at__isnull=True).order_by("due_on", "pk")
    now = Q(calendar_version=F("petition__center__timetable_version"), rule=RULE)
    old = clocks.filter(RUNS, petition=OuterRef("pk")).exclude(now)
    # Read after the lock, for all cases together.
    return (
        Petition.objects.visible_to(by)
        .open()
        .filter(Exists(old))
        .select_related("center")
        .prefetch_related(
            Prefetch("clocks", clocks.select_related("round")),
            Prefetch("pauses", Pause.objects.select_related("round")),
        )
        .order_by("pk")
    )


def _note_counted(cases: Collection[Petition]) -> None:
    """Write down that these stand as the calendar says now: they need no other look."""
    for version in {case.center.timetable_version for case in cases}:
        of = [one.pk for one in cases if one.center.timetable_version == version]
        rows = ClockRow.objects.filter(RUNS, petition__in=of, met_at__isnull=True)
        rows.update(calendar_version=version, rule=RULE)


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
