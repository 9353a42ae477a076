"""Start, meet and recount the clocks of a case."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from center.models import User
from center.timetable.lookup import calendar_of
from petitions.models import ClockRow, Extension, Pause, Petition, Round
from petitions.rules.clock import (
    RULE,
    Clock,
    Due,
    Paused,
    clocks_of,
    due,
    excluded_days,
    is_overdue,
    paused_between,
)


def set_dates(case: Petition, dues: Iterable[Due]) -> None:
    """Put the date of the next clock on the case, as the first promise of a round."""
    first = min(dues, key=lambda one: one.on)
    case.due_on = case.original_due_on = first.on
    case.earliest_on, case.is_provisional = first.earliest, first.is_provisional


def dues_of(case: Petition, day0: date) -> list[Due]:
    calendar = calendar_of(case.center)
    return [due(clock, calendar, day0) for clock in clocks_of(case.kind)]


def start_round(
    case: Petition,
    dues: Iterable[Due],
    *,
    day0: date,
    by: User | None,
    at: datetime,
    reason: str = "",
) -> Round:
    started = Round.objects.create(
        petition=case,
        number=case.round,
        day0=day0,
        started_at=at,
        started_by=by,
        reason=reason,
    )
    add_clocks(case, started, dues)
    return started


def add_clocks(case: Petition, started: Round, dues: Iterable[Due]) -> None:
    """Write clocks of a round with the rule, the calendar's version and the skips."""
    ClockRow.objects.bulk_create(
        ClockRow(
            petition=case,
            round=started,
            clock=one.clock,
            day0=one.day0,
            original_on=one.on,
            due_on=one.on,
            earliest_on=one.earliest,
            is_provisional=one.is_provisional,
            rule=RULE,
            calendar_version=case.center.timetable_version,
            skipped=skips(one),
        )
        for one in dues
    )


def skips(one: Due) -> list[dict[str, str]]:
    return [{"day": day.isoformat(), "why": why} for day, why in one.skipped]


def unmet(case: Petition) -> list[ClockRow]:
    """Return the clocks of the current round that run, the next one first."""
    rows = ClockRow.objects.filter(
        petition=case,
        round__number=case.round,
        clock__in=clocks_of(case.kind),
        met_at__isnull=True,
    )
    return list(rows.order_by("due_on", "pk"))


def meet(case: Petition, clocks: Iterable[Clock], at: datetime) -> None:
    """Mark clocks as met and put the date of the next one on the case."""
    ClockRow.objects.filter(
        petition=case,
        round__number=case.round,
        clock__in=list(clocks),
        met_at__isnull=True,
    ).update(met_at=at)
    drop_requests(case, clock__met_at__isnull=False)
    recount(case)


def note_lateness(case: Petition, at: datetime) -> None:
    """Keep for ever that a day which was promised has gone by without an answer.

    Asked of an open case before anything else is done to it, so that no correction of
    a receipt, a calendar or a kind washes it away.
    """
    if is_overdue(case.due_on, at):
        case.was_late = True
        late = [row.pk for row in unmet(case) if is_overdue(row.due_on, at)]
        ClockRow.objects.filter(pk__in=late).update(was_late=True)


def drop_requests(case: Petition, **where: object) -> None:
    """End without blame what was asked for and is not needed any more."""
    waiting = Extension.objects.filter(
        petition=case, state=Extension.State.ASKED, **where
    )
    waiting.update(state=Extension.State.NEEDLESS)


def recount(case: Petition) -> None:
    """Put the next running clock on the case; the last one stays when all are met."""
    if rows := unmet(case):
        case.due_on = rows[0].due_on
        case.earliest_on = rows[0].earliest_on
        case.is_provisional = rows[0].is_provisional


def excluded_of(case: Petition) -> frozenset[date]:
    return paused_days(Pause.objects.filter(petition=case, round__number=case.round))


def paused_days(pauses: Iterable[Pause]) -> frozenset[date]:
    return excluded_days(as_paused(pause) for pause in pauses)


def as_paused(pause: Pause) -> Paused:
    """Return a pause as days: until it was ended, at most until it lapses."""
    first = timezone.localdate(pause.started_at)
    if pause.ended_at is None:
        return first, pause.last_on
    _, last = paused_between(first, timezone.localdate(pause.ended_at))
    return first, min(last, pause.last_on)


def computed(
    case: Petition,
    row: ClockRow,
    paused: frozenset[date] | None = None,
    *,
    keeps: bool = True,
) -> Due:
    """Compute a clock again with today's calendar, its extension and its pauses.

    It ``keeps`` what was promised before the calendar came to an earlier date.
    """
    if row.clock != Clock.PROMISE:
        paused = frozenset()
    elif paused is None:
        paused = excluded_of(case)
    return due(
        Clock(row.clock),
        calendar_of(case.center),
        row.day0,
        extra=row.extra + (row.kept if keeps else 0),
        excluded=paused,
    )


def store(case: Petition, row: ClockRow, one: Due) -> None:
    row.due_on, row.earliest_on = one.on, one.earliest
    row.is_provisional, row.skipped = one.is_provisional, skips(one)
    row.calendar_version = case.center.timetable_version
    row.save(
        update_fields=[
            "due_on",
            "earliest_on",
            "is_provisional",
            "skipped",
            "calendar_version",
            "extra",
            "was_late",
        ]
    )
