"""When an answer is due. Pure dates: no database, no clock, no request.

Day 0 is the Beijing date of receipt whatever the hour and also on a rest day; the
promise ends on the 7th working day after it and is overdue from 00:00 of the next
day (服务指南; 民法典 201, 203; casework.md 2.3 rule A). The working-day promise
never rolls; calendar-day clocks (信访工作条例 22, 23, 34) roll off rest days but not
off a make-up working day.

An opinion carries three clocks at once: the center's own promise of a first answer
(7 working days), the written notice (15 days) and the handling (60 days, +30). The
next one that is not met is the date of the case. So everybody hears something within
seven working days, and the statute is kept where a long holiday makes it stricter.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import models

from center.hours import SHANGHAI
from center.wording import date_in_sentence, short_day, weekday_name
from center.workdays import ONE_DAY, SATURDAY, WorkCalendar
from petitions.rules.states import Kind
from petitions.rules.times import PAUSE_MAX_DAYS


class Clock(models.TextChoices):
    """What is promised."""

    PROMISE = "promise", "答复（7 个工作日）"
    NOTICE = "notice", "书面告知（15 日）"
    HANDLING = "handling", "办结（60 日）"


LENGTH = {Clock.PROMISE: 7, Clock.NOTICE: 15, Clock.HANDLING: 60}
# How much one extension may add: working days for the promise, calendar days else.
MOST_EXTRA = {Clock.PROMISE: 7, Clock.NOTICE: 0, Clock.HANDLING: 30}
RULE = "A7"
# So often a supervisor may say no to more time for one clock.
MOST_REFUSED = 2

# Statutory days that are certain before the schedule of the year is published
# (全国年节及纪念日放假办法, 2024-11-10); the moon's dates are known for these years.
_CERTAIN = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_CERTAIN_MOON = frozenset(
    date(year, month, day)
    for year, month, day in (
        *((2027, 2, day) for day in (5, 6, 7, 8)),
        (2027, 4, 5),
        (2027, 6, 9),
        (2027, 9, 15),
        *((2028, 1, day) for day in (25, 26, 27, 28)),
        (2028, 4, 4),
        (2028, 5, 28),
        (2028, 10, 3),
    )
)


class Standing(models.TextChoices):
    """Where an open case stands today; the three exclude each other and are all."""

    NOT_DUE = "not_due", "未到期"
    TODAY = "today", "今天到期"
    OVERDUE = "overdue", "已超期"


# A day between receipt and due date that does not count, and why.
Skipped = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Due:
    """A computed date with everything that is needed to explain it."""

    clock: Clock
    day0: date
    on: date
    earliest: date
    is_provisional: bool
    skipped: tuple[Skipped, ...]


class StripDay(NamedTuple):
    """One calendar day of the strip; ``number`` is 0 for receipt, None for a rest."""

    day: date
    number: int | None
    label: str
    is_rest: bool
    is_makeup: bool
    is_due: bool
    is_provisional: bool
    is_late: bool = False


def clocks_of(kind: str) -> tuple[Clock, ...]:
    """Return the clocks that run for a kind of request."""
    if kind == Kind.OPINION:
        return (Clock.PROMISE, Clock.NOTICE, Clock.HANDLING)
    return (Clock.PROMISE,)


def is_certainly_off(day: date) -> bool:
    """Say whether a day is a statutory holiday before any schedule is published."""
    return (day.month, day.day) in _CERTAIN or day in _CERTAIN_MOON


def is_working(calendar: WorkCalendar, day: date) -> bool:
    """Say whether a day counts: the schedule, or the best that is known before it."""
    if calendar.is_provisional(day) and is_certainly_off(day):
        return False
    return calendar.is_working(day)


def could_be_working(calendar: WorkCalendar, day: date) -> bool:
    """Say whether a day might count: any weekend of an unpublished year might."""
    if calendar.is_provisional(day):
        return not is_certainly_off(day)
    return calendar.is_working(day)


def why_rest(calendar: WorkCalendar, day: date) -> str:
    """Say why a day does not count, as on a calendar."""
    if name := calendar.holidays.get(day):
        return f"{name}放假"
    if day.weekday() >= SATURDAY:
        return f"{weekday_name(day)}休息"
    return "法定节假日"


def nth_working(
    calendar: WorkCalendar, day0: date, n: int, excluded: Collection[date] = ()
) -> date:
    """Return the ``n``-th day after ``day0`` that counts; excluded days do not."""
    day, count = day0, 0
    while count < n:
        day += ONE_DAY
        count += is_working(calendar, day) and day not in excluded
    return day


def earliest_nth(
    calendar: WorkCalendar, day0: date, n: int, excluded: Collection[date] = ()
) -> date:
    """Return the earliest date the ``n``-th working day can turn out to be."""
    day, count = day0, 0
    while count < n:
        day += ONE_DAY
        count += could_be_working(calendar, day) and day not in excluded
    return day


def rolled(calendar: WorkCalendar, day: date) -> date:
    """Return ``day``, or the next working day if it is a rest day (民法典 203)."""
    while not is_working(calendar, day):
        day += ONE_DAY
    return day


def due(
    clock: Clock,
    calendar: WorkCalendar,
    day0: date,
    *,
    extra: int = 0,
    excluded: Collection[date] = (),
) -> Due:
    """Compute the due date of a clock; ``extra`` is what an extension has added.

    An extended calendar clock counts from acceptance (60 + 30 = 90 days) and not from
    the rolled date: the conservative reading of article 34.
    """
    length = LENGTH[clock] + extra
    if clock == Clock.PROMISE:
        on = nth_working(calendar, day0, length, excluded)
        earliest = earliest_nth(calendar, day0, length, excluded)
    else:
        raw = day0 + timedelta(days=length)
        on, earliest = rolled(calendar, raw), raw
        while not could_be_working(calendar, earliest):
            earliest += ONE_DAY
    is_provisional = any(calendar.is_provisional(day) for day in (on, earliest))
    # A calendar clock skips nothing but the rest days at its end.
    first = day0 if clock == Clock.PROMISE else day0 + timedelta(days=length - 1)
    skipped = tuple(_skipped(calendar, first, on, excluded))
    return Due(clock, day0, on, earliest, is_provisional, skipped)


def _skipped(
    calendar: WorkCalendar, first: date, on: date, excluded: Collection[date]
) -> Iterator[Skipped]:
    for day in days_after(first, on):
        if not is_working(calendar, day):
            yield day, why_rest(calendar, day)
        elif day in excluded:
            yield day, "暂停计时"


def days_after(after: date, upto: date) -> Iterator[date]:
    """Yield the calendar days later than ``after`` up to and with ``upto``."""
    for n in range(1, (upto - after).days + 1):
        yield after + timedelta(days=n)


# -- Where a case stands


def overdue_from(due_on: date) -> datetime:
    """Return the moment from which a case is overdue: 00:00 after the due day."""
    return datetime.combine(due_on + ONE_DAY, time.min, SHANGHAI)


def is_overdue(due_on: date, at: datetime) -> bool:
    return at >= overdue_from(due_on)


def standing(due_on: date, today: date) -> Standing:
    """Return which of the three lists an open case is in."""
    if due_on < today:
        return Standing.OVERDUE
    return Standing.TODAY if due_on == today else Standing.NOT_DUE


def working_days_left(calendar: WorkCalendar, today: date, due_on: date) -> int:
    """Count the working days left: 0 on the due day, negative when overdue."""
    if due_on >= today:
        return sum(is_working(calendar, day) for day in days_after(today, due_on))
    return -sum(is_working(calendar, day) for day in days_after(due_on, today)) or -1


# -- The strip and the sentence that answer "why that day?"


def strip(
    calendar: WorkCalendar, day0: date, on: date, excluded: Collection[date] = ()
) -> list[StripDay]:
    """Return every calendar day from receipt to the due date, with its number."""
    days = [_receipt_day(calendar, day0, is_due=day0 == on)]
    count = 0
    for day in days_after(day0, on):
        counts = is_working(calendar, day) and day not in excluded
        count += counts
        is_makeup = day in calendar.makeup_days
        days.append(
            StripDay(
                day=day,
                number=count if counts else None,
                label=_label(calendar, day, count, counts=counts),
                is_rest=not counts,
                is_makeup=is_makeup,
                is_due=day == on,
                is_provisional=calendar.is_provisional(day),
            )
        )
    return days


def days_late(calendar: WorkCalendar, due: date, today: date) -> list[StripDay]:
    """Return every calendar day after the due date up to today, with its number."""
    count, days = 0, []
    for day in days_after(due, today):
        counts = is_working(calendar, day)
        count += counts
        days.append(
            StripDay(
                day=day,
                number=count if counts else None,
                label=f"晚{count}天" if counts else why_rest(calendar, day),
                is_rest=not counts,
                is_makeup=day in calendar.makeup_days,
                is_due=False,
                is_provisional=False,
                is_late=True,
            )
        )
    return days


def _receipt_day(calendar: WorkCalendar, day0: date, *, is_due: bool) -> StripDay:
    return StripDay(
        day=day0,
        number=0,
        label="收到",
        is_rest=not is_working(calendar, day0),
        is_makeup=day0 in calendar.makeup_days,
        is_due=is_due,
        is_provisional=calendar.is_provisional(day0),
    )


def _label(calendar: WorkCalendar, day: date, count: int, *, counts: bool) -> str:
    if not counts:
        paused = is_working(calendar, day)
        return "暂停计时" if paused else why_rest(calendar, day)
    makeup = "（调休上班）" if day in calendar.makeup_days else ""
    return f"第{count}天{makeup}"


def due_text(on: date, *, is_provisional: bool) -> str:
    """Return the date as it is promised; a provisional one says so."""
    if is_provisional:
        return f"预计 {date_in_sentence(on)}（以国务院放假安排为准）"
    return date_in_sentence(on)


def explain(
    clock: Clock,
    day0: date,
    on: date,
    skipped: Iterable[Skipped],
    *,
    extra: int = 0,
    kept_on: date | None = None,
) -> str:
    """Answer "why that day?" in one to three sentences.

    ``extra`` is what an extension has added; ``kept_on`` a date that stays although the
    calendar has come to an earlier one.
    """
    length = LENGTH[clock] + extra
    unit = f"第{length}个工作日" if clock == Clock.PROMISE else f"第{length}天"
    if extra:
        counted = "个工作日" if clock == Clock.PROMISE else "天"
        unit = f"（原来 {LENGTH[clock]} {counted}，延长 {extra} {counted}）{unit}"
    if kept_on is not None:
        return f"{date_in_sentence(kept_on)}是答应过的，放假安排变了也不提前。"
    rests = "、".join(f"{short_day(day)}{why}" for day, why in skipped)
    start = f"{date_in_sentence(day0)}收到，当天不算，从第二天数起。"
    if not rests:
        return f"{start}{unit}是{date_in_sentence(on)}。"
    if clock == Clock.PROMISE:
        return f"{start}这些天不算：{rests}。{unit}是{date_in_sentence(on)}。"
    return f"{start}最后一天遇上{rests}，顺延到{date_in_sentence(on)}。"


# -- Extension (casework.md 2.3, rule 6; 信访工作条例 34)


def longer_refusal(clock: Clock, days: int) -> str:
    """Say what is wrong with so many days more; empty when nothing is."""
    most = MOST_EXTRA[clock]
    if not most:
        return "书面告知的期限是法定的，不能延长，请在期限前告知。"
    if not 1 <= days <= most:
        unit = "个工作日" if clock == Clock.PROMISE else "天"
        return f"一次只能延长 1 到 {most} {unit}。"
    return ""


def decision_refusal(due_on: date, at: datetime) -> str:
    """Say why an extension can no longer be asked for or decided."""
    if is_overdue(due_on, at):
        return (
            f"期限 {date_in_sentence(due_on)} 已经过了，不能再延期。"
            "请尽快答复，并向居民说明原因。"
        )
    return ""


# -- Pauses (casework.md 2.3, rule 7)


# A pause from a day on, and the last day at whose 24:00 it held.
Paused = tuple[date, date]


def paused_between(first: date, resumed_on: date) -> Paused:
    """Return the pause that ended on ``resumed_on``: that day counts again."""
    return first, resumed_on - ONE_DAY


def excluded_days(pauses: Iterable[Paused]) -> frozenset[date]:
    """Return the days at whose 24:00 the case was paused; rest days cost nothing."""
    return frozenset(
        day for first, last in pauses for day in days_after(first - ONE_DAY, last)
    )


def pause_refusal(due_on: date, last: date, today: date) -> str:
    """Say why a case cannot be paused until and with ``last``."""
    if due_on < today:
        return "已经超期的诉求不能暂停，请尽快答复，先告诉他进展。"
    if not today <= last <= today + timedelta(days=PAUSE_MAX_DAYS):
        return f"暂停要写明到哪一天为止，最多 {PAUSE_MAX_DAYS} 天。"
    return ""
