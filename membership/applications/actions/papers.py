"""Take a paper in, settle the branch, hand over, talk: the verbs."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from center.actions import register_person
from center.models import Center, User
from center.outbox.actions import tell
from center.timetable.lookup import calendar_of
from center.wording import short_day
from center.workflow.actions import Change, because, enter, once, put, step
from membership.applications.models import Application, NumberBook
from membership.applications.rules import Verb, hand_over_due, talk_due
from membership.models import Organization, Post
from membership.rules.organizations import BRANCHES, Duty, Status


@once(Application)
def receive(
    *, center: Center, form_key: str, by: User, at: datetime, **details: Any
) -> Application:
    """Take the paper original in and start both clocks on the day of receipt.

    Numbers are gap-free for center and year. Refused for a paper dated in the future.
    The same form gives the same row.
    """
    today = localdate(at)
    book = _book(center, today.year)
    row = _new(center, details, at=at, by=by)
    row.number, row.form_key = book.last + 1, form_key
    if row.signed_on > today:
        raise ValidationError("落款日期不能晚于今天。", code="date")
    if row.branch:
        _check_branch(row.branch)
    if row.phone:
        row.person = register_person(name=row.name, phone=row.phone, by=by, at=at)
    book.last = row.number
    book.save(update_fields=["last"])
    return enter(
        row, Verb.RECEIVE, by=by, at=at, note=f"{row.copies} 份 {row.pages} 页"
    )


@step(Verb.ASSIGN)
def assign(change: Change[Application], *, branch: Organization, ground: str) -> None:
    """Settle which branch it belongs to, and why; possible until it is handed over."""
    row = change.row
    _check_branch(branch)
    row.branch, row.ground = branch, ground
    change.note = f"{branch}，{row.get_ground_display()}"


@step(Verb.HAND_OVER)
def hand_over(change: Change[Application], *, on: date, to: str) -> None:
    """Hand the paper to the branch against a name; its secretaries are told."""
    row = change.row
    if not localdate(row.received_at) <= on <= localdate(change.at):
        raise ValidationError("移交日期要在收件以后、今天以前。", code="date")
    put(row, handed_over_on=on, handed_to=to)
    change.note = f"{row.branch} {row.handed_to}"
    _tell_secretaries(row, at=change.at)


@step(Verb.TALK)
def talk(change: Change[Application], *, on: date, by_whom: str, place: str) -> None:
    """Write down that the branch talked with the applicant; late stays visible."""
    row = change.row
    if row.handed_over_on is None or not row.handed_over_on <= on <= localdate(
        change.at
    ):
        raise ValidationError("谈话日期要在移交以后、今天以前。", code="date")
    put(row, talked_on=on, talked_by=by_whom, talk_place=place)
    late = "（超过期限）" if on > row.talk_due_on else ""
    change.note = f"{on:%Y-%m-%d} {row.talked_by}{late}"


@step(Verb.WITHDRAW)
def withdraw(change: Change[Application], *, reason: str) -> None:
    change.note = because(reason, "本人撤回的说明")


def _new(
    center: Center, details: dict[str, Any], *, at: datetime, by: User
) -> Application:
    today = localdate(at)
    hand_over_on, is_provisional = hand_over_due(today, calendar_of(center))
    row = Application(
        center=center,
        year=today.year,
        received_at=at,
        received_by=by,
        hand_over_due_on=hand_over_on,
        hand_over_is_provisional=is_provisional,
        talk_due_on=talk_due(today),
    )
    put(row, **details)
    return row


def _book(center: Center, year: int) -> NumberBook:
    NumberBook.objects.bulk_create(
        [NumberBook(center=center, year=year)], ignore_conflicts=True
    )
    return NumberBook.objects.select_for_update().get(center=center, year=year)


def _check_branch(branch: Organization) -> None:
    if branch.kind not in BRANCHES or branch.status != Status.ACTIVE:
        raise ValidationError("请选一个正常工作的党支部。", code="branch")


def _tell_secretaries(row: Application, *, at: datetime) -> None:
    due = short_day(row.talk_due_on)
    text = f"收到一份入党申请书（{row.code}），请在 {due} 前派人谈话。"
    for person in Post.objects.holders(row.branch, Duty.SECRETARY, localdate(at)):
        once_only = f"application-handed:{row.pk}:{person.pk}"
        tell(
            person=person,
            text=text,
            once=once_only,
            at=at,
            center_id=row.center_id,
            subject=f"applications:{row.pk}",
        )
