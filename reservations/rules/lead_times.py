"""How long before its start something has to be booked. Pure, Asia/Shanghai.

Source: 服务指南「健身房(提前半天预约)、党群阅览室(提前半小时预约)、远程教育设备使用
(提前三天预约)」; brief, decision 3. The hours given here are always those of the whole
center: a lead time is for the people who prepare things, and they are there also when
one venue is being repaired.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models

from center.hours import FAR_AHEAD, OpeningHours, Stretch, moment
from center.wording import clock_text, day_text, minutes_text, spaced
from reservations.rules.wording import half_day_text


class LeadUnit(models.TextChoices):
    """In what a lead time is counted."""

    MINUTES = "minutes", "分钟"
    HALF_DAYS = "half_days", "半天"
    DAYS = "days", "天"


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead time; ``in_working_days`` matters for days only."""

    value: int
    unit: LeadUnit = LeadUnit.MINUTES
    in_working_days: bool = False


def most_within(lead: Lead, horizon_days: int) -> int:
    """Return the longest lead of that unit with which a day of the horizon is left.

    Counted on an ordinary week of five open days with two sessions each.
    """
    weeks, rest = divmod(horizon_days, 7)
    open_days = weeks * 5 + min(rest, 5)
    if lead.unit == LeadUnit.MINUTES:
        return horizon_days * 24 * 60
    if lead.unit == LeadUnit.HALF_DAYS:
        return open_days * 2
    return open_days if lead.in_working_days else horizon_days


def first_start(lead: Lead, at: datetime, hours: OpeningHours) -> datetime | None:
    """Return the earliest moment a booking made at ``at`` may start.

    A start is early enough exactly when it is not before this moment. None: nothing
    within two months. 「提前半小时」: exactly 30 minutes before is still in time.
    """
    if lead.unit == LeadUnit.MINUTES:
        return at + timedelta(minutes=lead.value)
    if lead.unit == LeadUnit.HALF_DAYS:
        return _half_days_on(lead.value, at, hours)
    return moment(_days_on(lead, at.date(), hours), time.min)


def book_by(lead: Lead, start: datetime, hours: OpeningHours) -> datetime | None:
    """Return until when a booking that starts at ``start`` could have been made.

    For half-days this moment itself is too late (「前」), for minutes it is still in
    time; for days it is the last midnight before which it had to be made.
    """
    if lead.unit == LeadUnit.MINUTES:
        return start - timedelta(minutes=lead.value)
    if lead.unit == LeadUnit.HALF_DAYS:
        return _half_days_back(lead.value, start, hours)
    return moment(_days_back(lead, start.date(), hours) + timedelta(days=1), time.min)


def said(lead: Lead) -> str:
    """Return the lead time as one sentence for the rules of a venue."""
    if lead.value == 0:
        return "随时可约，不用提前。"
    if lead.unit == LeadUnit.MINUTES:
        return f"至少提前{spaced(minutes_text(lead.value))}预约。"
    if lead.unit == LeadUnit.DAYS:
        kind = "个工作日" if lead.in_working_days else "天"
        return f"至少提前 {lead.value} {kind}预约。"
    if lead.value == 1:
        return (
            "要提前半天约：想上午来，最晚前一个开门日下午关门前约；"
            "想下午来，最晚当天上午关门前约。"
        )
    return f"至少提前 {lead.value} 个开放的半天预约。"


def said_for(lead: Lead, start: datetime, hours: OpeningHours) -> str:
    """Say aloud until when ``start`` had to be booked.

    「想上午来，最晚11月24日 周二 17:30 前约。」
    """
    limit = book_by(lead, start, hours)
    if limit is None:
        return said(lead)
    if lead.unit == LeadUnit.DAYS:
        last = limit.date() - timedelta(days=1)
        return f"{said(lead)}这个时间最晚要在{day_text(last)}约。"
    if lead.unit == LeadUnit.HALF_DAYS:
        by = f"{day_text(limit.date())} {clock_text(limit)}"
        return f"想{half_day_text(start)}来，最晚{by} 前约。"
    return said(lead)


def _half_days_on(count: int, at: datetime, hours: OpeningHours) -> datetime | None:
    """Return the start of the ``count``-th open half-day after the next to close.

    Booked before the close of an open half-day, one may come from the next one on.
    """
    left = count
    for session in hours.sessions(at.date()):
        if session.end <= at:
            continue
        if left == 0:
            return max(session.start, at)
        left -= 1
    return None


def _half_days_back(
    count: int, start: datetime, hours: OpeningHours
) -> datetime | None:
    if count == 0:
        return start
    first = start.date() - timedelta(days=FAR_AHEAD)
    before: list[Stretch] = []
    for session in hours.sessions(first, FAR_AHEAD + 1):
        if session.start <= start < session.end:
            break
        if session.end <= start:
            before.append(session)
    return before[-count].end if len(before) >= count else None


def _days_on(lead: Lead, today: date, hours: OpeningHours) -> date:
    if lead.in_working_days and lead.value:
        return hours.calendar.nth_after(today, lead.value)
    return today + timedelta(days=lead.value)


def _days_back(lead: Lead, day: date, hours: OpeningHours) -> date:
    """Return the last date on which ``day`` could still be booked."""
    if not lead.in_working_days or not lead.value:
        return day - timedelta(days=lead.value)
    back = day
    while hours.calendar.working_days_between(back, day) < lead.value:
        back -= timedelta(days=1)
    return back
