"""Remind of papers to hand over and of talks that are due."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from center.jobs import job
from center.models import User
from center.outbox import actions as outbox
from center.wording import short_day
from membership.applications.models import Application
from membership.applications.rules import REMIND_TALK_DAYS, State
from membership.models import Post
from membership.rules.organizations import Duty

FORGOTTEN_DAYS = 90


@job("入党申请书：写下 {} 条移交和谈话的提醒。")
def remind(at: datetime) -> int:
    found = [*_to_hand_over(at), *_to_talk(at)]
    return sum(outbox.remind(*one, at=at, subject="applications") for one in found)


def _to_hand_over(at: datetime) -> list[tuple[User, str, str]]:
    today = localdate(at)
    rows = Application.objects.filter(
        state=State.RECEIVED, hand_over_due_on__lte=today + timedelta(days=1)
    ).select_related("received_by")
    found = []
    for row in rows.order_by("pk"):
        is_late = row.hand_over_due_on < today
        due = short_day(row.hand_over_due_on)
        text = f"入党申请书 {row.code} {'已过' if is_late else '要在'} {due} "
        text += "的移交期限，请尽快移交。" if is_late else "前移交党支部。"
        stage = "late" if is_late else "due"
        found.append((row.received_by, text, f"application-hand:{row.pk}:{stage}"))
    return found


def _to_talk(at: datetime) -> list[tuple[User, str, str]]:
    today = localdate(at)
    rows = Application.objects.filter(
        state=State.HANDED_OVER,
        talk_due_on__lte=today + timedelta(days=REMIND_TALK_DAYS),
        talk_due_on__gte=today - timedelta(days=FORGOTTEN_DAYS),
    ).select_related("branch")
    found = []
    for row in rows.order_by("pk"):
        left = (row.talk_due_on - today).days
        stage = "late" if left < 0 else "last" if left <= 1 else "week"
        due = short_day(row.talk_due_on)
        text = f"入党申请人（{row.code}）的谈话期限是 {due}，"
        text += "已经过了，请尽快谈话。" if left < 0 else "请按时派人谈话。"
        for person in Post.objects.holders(row.branch, Duty.SECRETARY, today):
            once = f"application-talk:{row.pk}:{stage}:{person.pk}"
            found.append((person, text, once))
    return found
