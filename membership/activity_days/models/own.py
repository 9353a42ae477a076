"""A member's own activity days."""

from datetime import date

from django.db.models import QuerySet

from center.models import User
from membership.activity_days.models import ActivityDay, Attendance
from membership.models import Member


def attendances_of(user: User) -> QuerySet[Attendance]:
    own = Member.objects.of_person(user).values("pk")
    rows = Attendance.objects.filter(member__in=own).select_related("day__branch")
    return rows.order_by("-day__on", "-pk")


def ahead_of(user: User, today: date) -> QuerySet[ActivityDay]:
    """Return what the own branch plans from today on, the next first."""
    branches = Member.objects.of_person(user).here().values("organization")
    days = ActivityDay.objects.filter(
        branch__in=branches, state=ActivityDay.State.PLANNED, on__gte=today
    )
    return days.select_related("branch").order_by("on", "pk")
