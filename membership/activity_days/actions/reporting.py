"""Report to the committee; the committee signs for it or returns it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from center.models import Center, User
from center.outbox.actions import tell
from center.wording import short_day
from center.workflow.actions import Change, because, step
from membership.activity_days.models import ActivityDay, ReportSetting, Task, TaskAnswer
from membership.activity_days.rules import ATTENDING, Presence, Verb, missing_in_report
from membership.models import Post
from membership.rules.organizations import Duty


@step(Verb.REPORT)
def report(change: Change[ActivityDay]) -> None:
    """Report content, attendance and effect to the committee above the branch.

    Refused while anything is missing, all of it named at once. The first report
    decides for ever whether it came in time.
    """
    row = change.row
    presences = list(row.attendances.values_list("presence", flat=True))
    _refuse_incomplete(row, unmarked=presences.count(""))
    committee = row.branch.superior_committee()
    if committee is None:
        raise ValidationError("这个支部上面还没有登记党委，没有地方报送。")
    row.expected_count = sum(one != Presence.EXEMPT for one in presences)
    row.attending_count = sum(one in ATTENDING for one in presences)
    row.first_reported_at = row.first_reported_at or change.at
    row.reported_at, row.reported_by, row.reported_to = change.at, change.who, committee
    change.note = f"报送{committee}"


@step(Verb.RETURN)
def return_report(change: Change[ActivityDay], *, reason: str) -> None:
    """Give a report back to the branch with what is to be mended; they are told."""
    row = change.row
    row.return_reason = change.note = because(reason, "退回意见")
    text = f"{short_day(row.on)}的党员活动日被退回：{row.return_reason}"
    today = localdate(change.at)
    for person in Post.objects.holders(row.branch, Duty.SECRETARY, today):
        once = f"activity-returned:{row.pk}:{row.version + 1}:{person.pk}"
        tell(
            person=person,
            text=text,
            once=once,
            at=change.at,
            center_id=row.center_id,
            subject=f"activity_days:{row.pk}",
        )


@step(Verb.SIGN)
def sign(change: Change[ActivityDay]) -> None:
    """Sign for a report; nobody signs for what they reported themselves."""
    change.row.signed_at, change.row.signed_by = change.at, change.who


@transaction.atomic
def set_report_rules(
    *, center: Center, rolls_over: bool, expects_monthly: bool, by: User, at: datetime
) -> ReportSetting:
    """Say how a center counts from now on; dates that were promised stay."""
    Center.objects.select_for_update().get(pk=center.pk)
    now = ReportSetting.objects.of(center)
    if (now.rolls_over, now.expects_monthly) == (rolls_over, expects_monthly):
        return now
    return ReportSetting.objects.create(
        center=center,
        rolls_over=rolls_over,
        expects_monthly=expects_monthly,
        by=by,
        at=at,
    )


def _refuse_incomplete(day: ActivityDay, *, unmarked: int) -> None:
    """Refuse a record that lacks something, and name all of it."""
    tasks = Task.objects.open_before(day)
    answers = TaskAnswer.objects.filter(day=day, task__in=tasks)
    missing = missing_in_report(
        contents=day.contents,
        process=day.process,
        effect=day.effect,
        host=day.host,
        unmarked=unmarked,
        unanswered=len(tasks) - answers.count(),
    )
    if missing:
        raise ValidationError(
            [ValidationError(text, code="incomplete") for text in missing]
        )
