"""The calendar of disclosure: what is due, what is there, what was late for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min
from django.utils.timezone import localdate

from center.models import Center
from center.notices import rules
from center.notices.models import Duty, Notice, NoticeRead, Text
from center.notices.rules import Every, Period
from center.publishing.rules import OPEN
from center.publishing.rules import State as TextState
from center.registers.rules import State
from center.timetable.lookup import calendar_of
from center.wording import short_day
from center.workdays import WorkCalendar

PUBLIC = [TextState.APPROVED, TextState.WITHDRAWN]


@dataclass(frozen=True)
class Cell:
    """One period of one duty: when it was due, when it came, how late."""

    label: str
    due: date
    published_on: date | None
    notice: int | None
    today: date
    is_provisional: bool
    is_readable: bool = True

    @property
    def late_by(self) -> int:
        return rules.late_by(self.due, self.published_on, self.today)

    @property
    def is_missing(self) -> bool:
        return bool(self.late_by) and not self.published_on

    @property
    def is_due(self) -> bool:
        return self.due <= self.today

    @property
    def tone(self) -> str:
        """Return ok, warn, now or off."""
        if self.published_on:
            return "warn" if self.late_by else "ok"
        return "warn" if self.late_by else "now" if self.is_due else "off"

    @property
    def text(self) -> str:
        """Return what it comes to, in words."""
        day, late = short_day(self.due), self.late_by
        about = "（预计）" if self.is_provisional else ""
        if self.published_on:
            on = f"{short_day(self.published_on)}公开"
            return f"{on}，逾期 {late} 天" if late else on
        return f"应在 {day}{about}前，已逾期 {late} 天" if late else f"{day}{about}前"


# A duty with the periods of a year.
Row = tuple[Duty, Sequence[Cell]]


def board(center: Center, year: int, at: datetime) -> list[Row]:
    """Return every duty of a center with what the year has of it."""
    duties = Duty.objects.filter(center=center, state=State.VALID)
    rows = duties.order_by("kind", "unit", "pk")
    calendar, today = calendar_of(center), localdate(at)
    shown, happened = _published(center, at), _unpublished(center, at)
    found: list[Row] = []
    for duty in rows:
        if duty.from_on.year <= year:
            cells = _regular(duty, year, calendar, shown, today)
            days = happened.get(duty.pk, [])
            found.append((duty, cells + _waiting(days, year, calendar, today)))
    return found


def overdue(center: Center, at: datetime) -> list[Row]:
    """Return the duties of this and the last year of which something is missing."""
    year = localdate(at).year
    rows = [row for one in (year - 1, year) for row in board(center, one, at)]
    missing = [(duty, [one for one in row if one.is_missing]) for duty, row in rows]
    return [(duty, cells) for duty, cells in missing if cells]


def score(rows: Sequence[Row]) -> tuple[int | None, int | None]:
    """Return in percent how much of what was due is there, and how much in time."""
    due = [cell for _, row in rows for cell in row if cell.is_due or cell.published_on]
    done = [cell for cell in due if cell.published_on]
    in_time = [cell for cell in done if not cell.late_by]
    return rules.score(len(due), len(done)), rules.score(len(due), len(in_time))


def reads_of(center: Center, year: int) -> int:
    """Return how often the disclosures of a center were read in a year."""
    rows = NoticeRead.objects.filter(
        notice__center=center, notice__kind__in=rules.DISCLOSURES, day__year=year
    )
    return sum(rows.values_list("count", flat=True))


def _regular(
    duty: Duty,
    year: int,
    calendar: WorkCalendar,
    shown: dict[tuple[int, str], list[Notice]],
    today: date,
) -> list[Cell]:
    if duty.every == Every.EVENT:
        events = shown.get((duty.pk, ""), [])
        return [cell for one in events if (cell := _event(one, year, calendar, today))]
    periods = [
        one for one in rules.periods_of(duty.every, year) if one.after > duty.from_on
    ]
    return [_cell(duty, one, calendar, shown, today) for one in periods]


def _cell(
    duty: Duty,
    period: Period,
    calendar: WorkCalendar,
    shown: dict[tuple[int, str], list[Notice]],
    today: date,
) -> Cell:
    found = shown.get((duty.pk, period.key), [])
    first = min(found, key=_begun, default=None)
    due = rules.due_of(period, calendar, duty.due_day)
    return Cell(
        label=period.label,
        due=due,
        published_on=localdate(_begun(first)) if first else None,
        notice=first.pk if first else None,
        today=today,
        is_provisional=calendar.is_provisional(due),
    )


def _event(notice: Any, year: int, calendar: WorkCalendar, today: date) -> Cell | None:
    on: date | None = notice.occurred_on
    if on is None or on.year != year:
        return None
    due = rules.due_after(on, calendar)
    return Cell(
        label=notice.shown_title,
        due=due,
        published_on=localdate(_begun(notice)),
        notice=notice.pk,
        today=today,
        is_provisional=calendar.is_provisional(due),
    )


def _waiting(
    days: Sequence[date], year: int, calendar: WorkCalendar, today: date
) -> list[Cell]:
    """Return what happened and is still to be disclosed: when, and no word of what."""
    return [
        Cell(
            label=f"{short_day(day)}的事",
            due=(due := rules.due_after(day, calendar)),
            published_on=None,
            notice=None,
            today=today,
            is_provisional=calendar.is_provisional(due),
        )
        for day in sorted(days)
        if day.year == year
    ]


def _begun(notice: Any) -> datetime:
    begun: datetime = notice.begun
    return begun


def _published(center: Center, at: datetime) -> dict[tuple[int, str], list[Notice]]:
    """Return every disclosure that has ever shown, by duty and period."""
    rows = Notice.objects.filter(
        center=center,
        duty__isnull=False,
        versions__state__in=PUBLIC,
        versions__show_from__lte=at,
    )
    found: dict[tuple[int, str], list[Notice]] = {}
    for one in rows.annotate(
        begun=Min("versions__show_from"),
        occurred_on=Min("versions__occurred_on"),
        shown_title=Min("versions__title"),
    ):
        found.setdefault((one.duty_id or 0, one.period), []).append(one)
    return found


def _unpublished(center: Center, at: datetime) -> dict[int, list[date]]:
    """Return by duty when something happened of which nothing has shown yet."""
    shown = Notice.objects.filter(
        versions__state__in=PUBLIC, versions__show_from__lte=at
    )
    rows = Text.objects.filter(
        notice__center=center,
        notice__duty__every=Every.EVENT,
        state__in=[*OPEN, TextState.APPROVED],
        occurred_on__isnull=False,
    ).exclude(notice__in=shown)
    newest = rows.order_by("notice_id", "-n").distinct("notice_id")
    found: dict[int, list[date]] = {}
    days: Any = newest.values_list("notice__duty", "occurred_on")
    for duty, day in days:
        if day:
            found.setdefault(duty, []).append(day)
    return found
