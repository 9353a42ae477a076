"""The floor's own cards and links on the staff desk."""

from datetime import date, datetime

from django.utils.timezone import localdate

from center.cards import Card, Entry
from center.models import User
from center.rules import SUPERVISES
from center.timetable.models import CalendarYear

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
            url="/admin/timetable/calendaryear/",
            is_urgent=True,
        )
    ][: len(missing)]


def _years_needed(today: date) -> list[int]:
    is_late = (today.month, today.day) >= ASK_FROM
    return [today.year, today.year + 1] if is_late else [today.year]


def _is_published(year: int) -> bool:
    published = CalendarYear.Status.PUBLISHED
    return CalendarYear.objects.filter(year=year, status=published).exists()


def admin_link(user: User) -> list[Entry]:
    """Lead supervisors to the admin."""
    if not user.has_perm(SUPERVISES):
        return []
    text = "中心、人员、开放时间、闭馆"
    return [Entry(title="管理", text=text, url="/admin/", icon="list")]
