"""Enter the unified days; remind of them and of reports that are due or late."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Prefetch, QuerySet
from django.utils.timezone import localdate

from center.jobs import job
from center.models import User
from center.outbox import actions as outbox
from center.wording import short_day
from membership.activity_days.actions.planning import plan_unified_days
from membership.activity_days.models import ActivityDay
from membership.activity_days.rules import State, unified_days
from membership.models import Organization, Post
from membership.rules.organizations import Duty

DUE_DAYS = 1
UNIFIED_DAYS = 7
# What is older was missed long ago; a portal that starts does not wake it up.
FORGOTTEN_DAYS = 60


@job("党员活动日：建好 {} 个统一活动日。")
def plan_ahead(at: datetime) -> int:
    """Enter what is still to come of this year's unified days; say how many are new."""
    today = localdate(at)
    coming = [on for _, on in unified_days(today.year) if on >= today]
    if not coming:
        return 0
    planned = ActivityDay.objects.filter(on__in=coming).exclude(unified="")
    complete = (
        planned.values("branch")
        .annotate(days=Count("pk"))
        .filter(days__gte=len(coming))
    )
    missing = Organization.objects.branches().active()
    missing = missing.exclude(pk__in=complete.values("branch"))
    return plan_unified_days(
        year=today.year, branches=missing, by=None, at=at, since=today
    )


@job("党员活动日：写下 {} 条报送、补报和统一活动日的提醒。")
def remind(at: datetime) -> int:
    found = _wanted(at)
    return sum(outbox.remind(*one, at=at, subject="activity_days") for one in found)


def _wanted(at: datetime) -> list[tuple[User, str, str]]:
    return [*_due(at), *_late(at), *_unified(at)]


def _due(at: datetime) -> list[tuple[User, str, str]]:
    today = localdate(at)
    rows = _days(today).filter(
        on__lte=today, due_on__gte=today, due_on__lte=today + timedelta(days=DUE_DAYS)
    )
    return [
        (
            person,
            f"{_name(day)}的纪实，请在 {_date(day)} 前报送上级党委。",
            f"activity-due:{day.pk}:{day.due_on}:{person.pk}",
        )
        for day in rows
        for person in _secretaries(day)
    ]


def _late(at: datetime) -> list[tuple[User, str, str]]:
    today = localdate(at)
    oldest = today - timedelta(days=FORGOTTEN_DAYS)
    rows = _days(today).filter(due_on__lt=today, due_on__gte=oldest)
    found = []
    for day in rows:
        text = f"{_name(day)}已过报送期限（{_date(day)}），请尽快补报。"
        people, committee = _secretaries(day), day.branch.superior_committee()
        if committee:
            people += Post.objects.holders(committee, Duty.ORGANIZER, today)
        for person in people:
            found.append((person, text, f"activity-late:{day.pk}:{person.pk}"))
    return found


def _unified(at: datetime) -> list[tuple[User, str, str]]:
    today = localdate(at)
    rows = (
        _days(today)
        .filter(
            state=State.PLANNED,
            starts_at__isnull=True,
            on__gt=today,
            on__lte=today + timedelta(days=UNIFIED_DAYS),
        )
        .exclude(unified="")
    )
    return [
        (
            person,
            f"{day.get_unified_display()}快到了，{day.branch}还没有安排时间和主题。",
            f"activity-unified:{day.pk}:{person.pk}",
        )
        for day in rows
        for person in _secretaries(day)
    ]


def _days(today: date) -> QuerySet[ActivityDay]:
    current = Post.objects.current(today).select_related("user")
    posts = current.filter(duty=Duty.SECRETARY)
    return (
        ActivityDay.objects.unreported()
        .select_related("branch")
        .prefetch_related(Prefetch("branch__posts", queryset=posts))
        .order_by("pk")
    )


def _secretaries(day: ActivityDay) -> list[User]:
    return [post.user for post in day.branch.posts.all() if post.user.is_active]


def _name(day: ActivityDay) -> str:
    return f"{day.branch} {short_day(day.on)}的党员活动日"


def _date(day: ActivityDay) -> str:
    return short_day(day.due_on)
