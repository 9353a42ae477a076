"""Builders: each makes a saved, valid row. Say only what matters to the test.

Subjects have builders of their own in ``tests/<app>/make.py``.
"""

from datetime import datetime, time
from itertools import count
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group

from center.models import Center, User
from center.rules import Role
from center.timetable.actions import load_year
from center.timetable.models import OpeningSpan

SHANGHAI = ZoneInfo("Asia/Shanghai")
# The range 161 is not given to any operator.
_number = count(16110000000)


def moment(text: str) -> datetime:
    """Read ``"2026-11-24 09:00"`` as that moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def center(**fields) -> Center:
    """Make a center, below the root if there is one, open as the guide says."""
    root = Center.objects.filter(parent__isnull=True).first()
    fields = {"name": f"中心{next(_number) % 1000}", "parent": root} | fields
    made = Center.objects.create(**fields)
    spans = [(time(9), time(12)), (time(14), time(17, 30))]
    OpeningSpan.objects.bulk_create(
        OpeningSpan(center=made, weekday=day, opens=opens, closes=closes)
        for day in range(5)
        for opens, closes in spans
    )
    made.refresh_from_db()
    return made


def calendar(*years: int) -> None:
    """Load the schedules of 2025 and 2026, or of ``years``."""
    for year in years or (2025, 2026):
        load_year(year=year, at=moment("2026-01-01 08:00"))


def person(name: str = "林晓", password: str | None = None, **fields) -> User:
    """Make a resident; without a password they have no account."""
    fields = {"phone": str(next(_number))} | fields
    return User.objects.create_user(password=password, name=name, **fields)


def staff(name: str, *roles: Role, center: Center, **fields) -> User:
    """Make a member of staff with the permissions of their roles."""
    made = person(name, center=center, is_staff=True, **fields)
    membership = User.groups.through
    membership.objects.bulk_create(
        membership(user=made, group=group)
        for group in Group.objects.filter(name__in=[str(role) for role in roles])
    )
    return made
