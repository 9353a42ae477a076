"""Take a paper in, settle the branch, hand over, talk: the verbs."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from center.actions import register_person
from center.models import Center, User
from center.outbox.actions import tell
from center.rules import visible
from center.timetable.lookup import calendar_of
from membership.actions import StaleError
from membership.applications.models import Application, NumberBook, Step
from membership.applications.rules import (
    State,
    Verb,
    hand_over_due,
    may_become,
    talk_due,
)
from membership.models import Organization, Post
from membership.rules import BRANCHES, Duty, Status


@transaction.atomic
def receive(
    *,
    center: Center,
    form_key: str,
    by: User,
    at: datetime,
    **details: Any,
) -> Application:
    """Take the paper original in and start both clocks on the day of receipt.

    Numbers are gap-free for center and year. Refused for a paper dated in the future.
    The same form gives the same row.
    """
    today = localdate(at)
    book = _book(center, today.year)
    if done := Application.objects.filter(form_key=form_key).first():
        return done
    row = _new(center, details, at=at, by=by)
    row.number, row.form_key = book.last + 1, form_key
    if row.signed_on > today:
        raise ValidationError("落款日期不能晚于今天。", code="date")
    if row.branch:
        _check_branch(row.branch)
    row.full_clean(exclude=["person"], validate_unique=False)
    if row.phone:
        row.person = register_person(name=row.name, phone=row.phone, by=by, at=at)
    row.save()
    book.last = row.number
    book.save(update_fields=["last"])
    _record(row, Verb.RECEIVE, by=by, at=at, note=f"{row.copies} 份 {row.pages} 页")
    return row


@transaction.atomic
def assign(
    application: Application,
    *,
    version: int,
    branch: Organization,
    ground: str,
    by: User,
    at: datetime,
) -> Application:
    """Settle which branch it belongs to, and why; possible until it is handed over."""
    row = _locked(application, version)
    if row.state != State.RECEIVED:
        raise ValidationError("已经移交，不能再改支部。", code="wrong_state")
    _check_branch(branch)
    row.branch, row.ground = branch, ground
    _save(row, "branch", "ground")
    note = f"{branch}，{row.get_ground_display()}"
    _record(row, Verb.ASSIGN, by=by, at=at, note=note)
    return row


@transaction.atomic
def hand_over(
    application: Application,
    *,
    version: int,
    on: date,
    to: str,
    by: User,
    at: datetime,
) -> Application:
    """Hand the paper to the branch against a name; its secretaries are told."""
    row = _locked(application, version)
    _move(row, State.HANDED_OVER)
    if row.branch is None:
        raise ValidationError("还没有确定党支部，请先确定再移交。", code="branch")
    if not localdate(row.received_at) <= on <= localdate(at):
        raise ValidationError("移交日期要在收件以后、今天以前。", code="date")
    row.handed_over_on, row.handed_to = on, visible(to)
    _save(row, "state", "handed_over_on", "handed_to")
    _record(row, Verb.HAND_OVER, by=by, at=at, note=f"{row.branch} {row.handed_to}")
    due = f"{row.talk_due_on.month}月{row.talk_due_on.day}日"
    for person in secretaries_of(row.branch):
        text = f"收到一份入党申请书（{row.code}），请在 {due} 前派人谈话。"
        once = f"application-handed:{row.pk}:{person.pk}"
        tell(person=person, text=text, once=once, at=at)
    return row


@transaction.atomic
def talk(
    application: Application,
    *,
    version: int,
    on: date,
    by_whom: str,
    place: str,
    by: User,
    at: datetime,
) -> Application:
    """Write down that the branch talked with the applicant; late stays visible."""
    row = _locked(application, version)
    _move(row, State.TALKED)
    if row.handed_over_on is None or not row.handed_over_on <= on <= localdate(at):
        raise ValidationError("谈话日期要在移交以后、今天以前。", code="date")
    row.talked_on, row.talked_by = on, visible(by_whom)
    row.talk_place = visible(place)
    _save(row, "state", "talked_on", "talked_by", "talk_place")
    late = "（超过期限）" if on > row.talk_due_on else ""
    note = f"{on:%Y-%m-%d} {row.talked_by}{late}"
    _record(row, Verb.TALK, by=by, at=at, note=note)
    return row


@transaction.atomic
def withdraw(
    application: Application, *, version: int, reason: str, by: User, at: datetime
) -> Application:
    """Write down that the applicant took the paper back, in their own words."""
    row = _locked(application, version)
    note = visible(reason)
    if not note:
        raise ValidationError("请写本人撤回的说明。", code="empty")
    _move(row, State.WITHDRAWN)
    _save(row, "state")
    _record(row, Verb.WITHDRAW, by=by, at=at, note=note)
    return row


def secretaries_of(branch: Organization) -> list[User]:
    """Return who is secretary of the branch now and uses the portal."""
    posts = Post.objects.current().filter(organization=branch, duty=Duty.SECRETARY)
    return [
        post.user
        for post in posts.select_related("user").order_by("pk")
        if post.user.is_active
    ]


def _new(
    center: Center, details: dict[str, Any], *, at: datetime, by: User
) -> Application:
    """Return an unsaved paper with its clocks."""
    today = localdate(at)
    due = hand_over_due(today, calendar_of(center))
    typed = {n: visible(v) if isinstance(v, str) else v for n, v in details.items()}
    return Application(
        center=center,
        year=today.year,
        received_at=at,
        received_by=by,
        hand_over_due_on=due.day,
        hand_over_is_provisional=due.is_provisional,
        talk_due_on=talk_due(today),
        **typed,
    )


def _book(center: Center, year: int) -> NumberBook:
    NumberBook.objects.bulk_create(
        [NumberBook(center=center, year=year)], ignore_conflicts=True
    )
    return NumberBook.objects.select_for_update().get(center=center, year=year)


def _locked(application: Application, version: int) -> Application:
    rows = Application.objects.select_for_update(of=("self",))
    row = rows.select_related("branch").get(pk=application.pk)
    if row.version != version:
        raise StaleError(row)
    return row


def _move(row: Application, new: State) -> None:
    if not may_become(row.state, new):
        raise ValidationError(
            f"这份申请书{row.get_state_display()}，不能改成“{new.label}”。",
            code="wrong_state",
        )
    row.state = new


def _check_branch(branch: Organization) -> None:
    if branch.kind not in BRANCHES or branch.status != Status.ACTIVE:
        raise ValidationError("请选一个正常工作的党支部。", code="branch")


def _save(row: Application, *names: str) -> None:
    row.version += 1
    row.full_clean(exclude=["person"], validate_unique=False)
    row.save(update_fields=[*names, "version"])


def _record(
    row: Application, verb: Verb, *, by: User, at: datetime, note: str = ""
) -> None:
    Step.objects.create(
        application=row, verb=verb, state=row.state, by=by, at=at, note=note[:300]
    )
