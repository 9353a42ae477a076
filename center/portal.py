"""What the floor itself shows on the staff desk."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from center.accounts.actions.recovery import codes_left, few_left
from center.cards import Card, Entry
from center.models import User
from center.purge import due as purge
from center.rules import MAY, SUPERVISES
from center.timetable.models import CalendarYear

__all__ = ["MAY", "cards", "links", "purge"]

# The State Council publishes the next year's schedule in October or November.
ASK_FROM = (10, 1)


def calendar_due(user: User, at: datetime) -> list[Card]:
    """Remind supervisors from October 1 on that the next year is not loaded."""
    today = localdate(at)
    if not user.has_perm("timetable.change_calendaryear"):
        return []
    missing = [year for year in _years_needed(today) if not _is_published(year)]
    return [
        Card(
            title="放假安排",
            count=len(missing),
            text=f"{'、'.join(map(str, missing))} 年的放假安排还没录入，"
            "涉及的日期只是预计。",
            url=reverse("admin:timetable_calendaryear_changelist"),
            is_urgent=True,
        )
    ][: len(missing)]


def _years_needed(today: date) -> list[int]:
    is_late = (today.month, today.day) >= ASK_FROM
    return [today.year, today.year + 1] if is_late else [today.year]


def _is_published(year: int) -> bool:
    published = CalendarYear.Status.PUBLISHED
    return CalendarYear.objects.filter(year=year, status=published).exists()


def recovery_due(user: User, at: datetime) -> list[Card]:
    """Warn before the last recovery code is used, where a second factor is asked."""
    if not settings.SECOND_FACTOR:
        return []
    left = codes_left(user)
    if not (text := few_left(left)):
        return []
    url = reverse("recovery_codes")
    return [Card(title="恢复码", count=left, text=text, url=url)]


def links(user: User) -> list[Entry]:
    if not user.has_perm(SUPERVISES):
        return []
    text = "中心、人员、开放时间、闭馆"
    return [Entry(title="管理", text=text, url=reverse("admin:index"), icon="list")]


cards = (calendar_due, recovery_due)
