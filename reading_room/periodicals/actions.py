"""Subscribe for a year; numbers arrive, are claimed, or never come."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from center.models import Center, User
from center.registers import actions as registers
from center.wording import short_day
from center.workflow.actions import because, changing, needed, once
from reading_room.periodicals.models import Issue, IssueStep, Subscription
from reading_room.periodicals.rules import State, Verb, due_days, late_from


def subscribe(
    model: type[Subscription] = Subscription,
    *,
    form_key: str,
    center: Center,
    by: User,
    at: datetime,
    **values: Any,
) -> Subscription:
    """Enter a subscription with every number that is to come in its year."""

    @once(Subscription)
    def enter_once(*, form_key: str) -> Subscription:
        row = registers.add_row(model, form_key, center, values, by=by, at=at)
        days = due_days(row.first_on, row.frequency)
        issues = Issue.objects.bulk_create(
            Issue(
                subscription=row,
                number=n,
                expected_on=day,
                late_from=late_from(day, row.frequency),
            )
            for n, day in enumerate(days, start=1)
        )
        said = {"verb": Verb.PLAN, "version": 1, "by": by, "at": at}
        IssueStep.objects.bulk_create(
            IssueStep(issue=one, state=one.state, **said) for one in issues
        )
        return row

    return enter_once(form_key=form_key)


def arrive(
    issue: Issue,
    *,
    version: int,
    by: User,
    at: datetime,
    on: date | None = None,
    through: int | None = None,
) -> Issue:
    """Write down that a number came; ``through`` is the last one of a 合刊.

    That closes what was claimed.
    """
    day = on or localdate(at)
    if day > localdate(at):
        raise ValidationError({"on": "到的日期不能晚于今天。"})
    with changing(issue, Verb.ARRIVE, by=by, at=at, version=version) as doing:
        row = doing.row
        row.arrived_on = day
        last = through or row.number
        others = _joined(row, last)
        if others:
            doing.note = f"合刊，{row.number}–{last} 期"
        for other in others:
            with changing(other, Verb.ARRIVE, by=by, at=at) as also:
                also.row.arrived_on, also.row.joined_to = day, row
                also.note = f"和第 {row.number} 期合刊"
    return row


def _joined(row: Issue, last: int) -> list[Issue]:
    """Return the numbers after this one up to the last, locked in their order."""
    if last == row.number:
        return []
    following = row.subscription.issues.filter(number__gt=row.number, number__lte=last)
    found = list(following.select_for_update().order_by("number"))
    if last < row.number or len(found) != last - row.number:
        raise ValidationError({"through": "合到哪一期：请写这一年里更后面的期数。"})
    came = next((one for one in found if one.state == State.ARRIVED), None)
    if came:
        raise ValidationError({"through": f"第 {came.number} 期已经登记到了。"})
    return found


def claim(issue: Issue, *, version: int, reason: str, by: User, at: datetime) -> Issue:
    """Write down whom we asked for a number that is late; may be repeated."""
    with changing(issue, Verb.CLAIM, by=by, at=at, version=version) as doing:
        if doing.row.late_from > localdate(at):
            day = short_day(doing.row.late_from)
            raise ValidationError(f"还没有晚，{day}起才催。")
        doing.note = needed(reason, "向谁催的、怎么说的")
    return doing.row


def give_up(
    issue: Issue, *, version: int, reason: str, by: User, at: datetime
) -> Issue:
    """Write down that a number will not come."""
    with changing(issue, Verb.GIVE_UP, by=by, at=at, version=version) as doing:
        doing.note = because(reason, "缺期的原因")
    return doing.row


def undo(issue: Issue, *, version: int, by: User, at: datetime) -> Issue:
    """Take back an arrival that was a slip of the pen, with all of its 合刊."""
    with changing(issue, Verb.UNDO, by=by, at=at, version=version) as doing:
        row = doing.row
        if row.joined_to_id is not None:
            raise ValidationError("这是合刊里的一期，请在合刊的第一期上撤回。")
        row.arrived_on = None
        for other in row.joined.order_by("number"):
            with changing(other, Verb.UNDO, by=by, at=at) as also:
                also.row.arrived_on = also.row.joined_to = None
    return row
