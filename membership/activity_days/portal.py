"""What activity days show on the staff desk and in 我的."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from center.cards import Card, Entry, Item, Section
from center.models import User
from membership.activity_days.actions import reminders
from membership.activity_days.models import ActivityDay
from membership.activity_days.models.own import ahead_of, attendances_of
from membership.activity_days.rules import MAY, Presence, State
from membership.models import Member

__all__ = ["MATTER", "MAY", "cards", "links", "own_data", "own_section", "remind"]

MATTER = "activity_days"
remind = (reminders.plan_ahead, reminders.remind)

SHOWN = 3
TONES = {
    Presence.PRESENT: "ok",
    Presence.ONLINE: "ok",
    Presence.MADE_UP: "ok",
    Presence.ABSENT: "warn",
}


def cards(user: User, at: datetime) -> list[Card]:
    if not user.has_perm("activity_days.view_activityday"):
        return []
    today = localdate(at)
    url = reverse("activity_days:list")
    mine = ActivityDay.objects.visible_to(user)
    late, soon = mine.late(today).count(), mine.due_soon(today).count()
    found = []
    if late:
        link = f"{url}?state=late"
        found.append(Card("活动日缺报", late, "报送期限已过", link, is_urgent=True))
    if soon:
        link = f"{url}?state=soon"
        found.append(Card("活动日待报送", soon, "三天内到期", link, is_urgent=True))
    if user.has_perm("activity_days.sign_activityday"):
        waiting = mine.filter(state=State.REPORTED).count()
        if waiting:
            text = "支部已报送，等签收"
            found.append(Card("活动日待签收", waiting, text, f"{url}?state=reported"))
    return found


def links(user: User) -> list[Entry]:
    if not user.has_perm("activity_days.view_activityday"):
        return []
    return [
        Entry(
            "党员活动日", "安排、纪实、报送", reverse("activity_days:list"), "calendar"
        ),
        Entry("活动日看板", "各支部按月", reverse("activity_days:board"), "list"),
        Entry("三会一课", "四种会的登记", reverse("activity_days:meetings"), "book"),
    ]


def own_section(user: User, at: datetime) -> Section:
    """Return a member's activity days; empty for everybody else."""
    empty = "没有您的党员活动日。"
    if not Member.objects.of_person(user).exists():
        return Section("党员活动日", empty, [])
    url = reverse("activity_days:own")
    items = [
        Item(day.title, f"{day.branch}，{day.when_text}", url, "要参加", "now")
        for day in ahead_of(user, localdate(at))[:SHOWN]
    ]
    items += [
        Item(
            row.day.title,
            row.day.when_text,
            url,
            str(row),
            TONES.get(Presence(row.presence), "off") if row.presence else "off",
        )
        for row in attendances_of(user)[:SHOWN]
    ]
    return Section("党员活动日", empty, items, url if items else "")


def own_data(user: User) -> tuple[str, list[dict[str, str]]]:
    return "党员活动日", [
        {
            "时间": row.day.when_text,
            "主题": row.day.title,
            "党支部": row.day.branch.name,
            "出勤": str(row),
            "原因": row.reason,
            "补课日期": str(row.made_up_on or ""),
        }
        for row in attendances_of(user)
    ]
