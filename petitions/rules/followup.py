"""What follows an answer, and when a case reminds of itself. Pure dates."""

from datetime import date, timedelta

from django.db import models

from center.workdays import WorkCalendar
from petitions.rules.clock import nth_working, rolled, working_days_left

CALL_DAYS = 1
OBJECTION_DAYS = 5
URGED_DAYS = 1
UNTAKEN_DAYS = 2
REVIEW_DAYS = 30


def call_by(calendar: WorkCalendar, rated_on: date) -> date:
    """Return until when somebody who is not content is called: one working day."""
    return nth_working(calendar, rated_on, CALL_DAYS)


def objection_by(calendar: WorkCalendar, received_on: date) -> date:
    """Return until when a unit may say "not ours" (信访工作条例 23)."""
    return nth_working(calendar, received_on, OBJECTION_DAYS)


def recall_from(calendar: WorkCalendar, urged_on: date, due_on: date) -> date:
    """Return from when a case comes back from a superior that was urged in vain.

    One working day after the notice, or on the last day of the promise if that is
    sooner.
    """
    return min(nth_working(calendar, urged_on, URGED_DAYS), max(due_on, urged_on))


def is_left_lying(calendar: WorkCalendar, received_on: date, today: date) -> bool:
    """Say whether nobody took a request until its second working day."""
    return nth_working(calendar, received_on, UNTAKEN_DAYS) <= today


def review_by(calendar: WorkCalendar, answered_on: date) -> date:
    """Return the last day to ask for a review of a written answer (article 35)."""
    return rolled(calendar, answered_on + timedelta(days=REVIEW_DAYS))


class ReminderKind(models.TextChoices):
    """What the owner of a case is reminded of."""

    TWO = "two", "还有两个工作日"
    ONE = "one", "还有一个工作日"
    TODAY = "today", "今天到期"
    OVERDUE = "overdue", "已超期"


_BY_DAYS_LEFT = {0: ReminderKind.TODAY, 1: ReminderKind.ONE, 2: ReminderKind.TWO}


def reminder_for(
    calendar: WorkCalendar, due_on: date, earliest: date, today: date
) -> tuple[ReminderKind, date] | None:
    """Return which reminder a case wants today and the day it stands for, or None.

    Before the due date the day is the date it warns of, so each is written once for
    each date; overdue it is today, so it comes daily. What was missed while the job
    was down is not written late: only what is true today is. A provisional date
    reminds by the earliest it can turn out to be, and is overdue only by itself.
    """
    if due_on < today:
        return ReminderKind.OVERDUE, today
    warned = max(earliest, today)
    kind = _BY_DAYS_LEFT.get(working_days_left(calendar, today, warned))
    return (kind, earliest) if kind else None


# -- Duty (服务指南「首问责任制」; 办理登记制度; AB 岗)

RETURNS_BEFORE_SUPERVISOR = 2


def needs_supervisor(returns: int) -> bool:
    return returns >= RETURNS_BEFORE_SUPERVISOR
