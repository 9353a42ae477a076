"""Lend, renew, take back, lose, and move what would fall due on a closed day.

Locks are taken in the order reader, loan, copy.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from center.actions import register_person
from center.hours import OpeningHours
from center.models import Center, User
from center.outbox.actions import tell
from center.text import clean_phone, is_phone, visible
from center.timetable.lookup import hours_of
from center.wording import short_day
from center.workflow.actions import because, changing, enter, once
from reading_room.loans.models import Loan, lends
from reading_room.loans.rules import (
    MOST_LENT,
    State,
    Verb,
    due_on,
    later_refusal,
    open_from,
    renewal_refusal,
    renewed_from,
)
from reading_room.models import Copy
from reading_room.rules import CopyVerb, clean_barcode

SUBJECT = "loans"


def lend(
    *,
    center: Center,
    reader: str,
    barcode: str,
    form_key: str,
    by: User,
    at: datetime,
    name: str = "",
    reason: str = "",
) -> Loan:
    """Lend one copy to whoever has this mobile number.

    Refused while loans are switched off, beyond five, and without a ``reason`` while
    the reader has something overdue. The same form gives the same loan.
    """

    @once(Loan)
    def lend_once(*, form_key: str) -> Loan:
        if not lends(center):
            raise ValidationError("这里现在不外借，请在阅览室看；要外借请主管先打开。")
        person = _reader(reader, name, by=by, at=at)
        note = _check_reader(person, center, reason, localdate(at))
        copy = _copy(center, barcode)
        due = due_on(localdate(at), hours_of(center))
        with changing(copy, CopyVerb.LEND, by=by, at=at) as moving:
            moving.row.due_on = due
        loan = Loan(copy=copy, center=center, reader=person, lent_at=at, due_on=due)
        loan.form_key = form_key or None
        return enter(loan, Verb.LEND, by=by, at=at, note=note)

    return lend_once(form_key=form_key)


def renew(loan: Loan, *, by: User, at: datetime) -> Loan:
    """Renew as the reader: once, from seven days before to the due day."""
    with changing(loan, Verb.RENEW, by=by, at=at) as doing:
        row, today = doing.row, localdate(at)
        if row.reader_id != by.pk:
            raise ValidationError("这不是您借的书。")
        if not lends(row.center):
            raise ValidationError("这里现在不外借，请按时还书。")
        if refusal := renewal_refusal(row.due_on, today, row.renewals):
            raise ValidationError(refusal)
        doing.note = _renew(row, today)
    return doing.row


def extend(loan: Loan, *, version: int, by: User, at: datetime) -> Loan:
    """Renew at the counter; what is overdue counts from today."""
    with changing(loan, Verb.EXTEND, by=by, at=at, version=version) as doing:
        row, today = doing.row, localdate(at)
        if refusal := later_refusal(row.due_on, today):
            raise ValidationError(refusal)
        doing.note = _renew(row, today)
    return doing.row


def take_back(loan: Loan, *, version: int | None, by: User, at: datetime) -> Loan:
    """Take a copy back, also one that was given up for lost."""
    with changing(loan, Verb.TAKE_BACK, by=by, at=at, version=version) as doing:
        row = doing.row
        was_lost = doing.before == State.LOST
        row.ended_at = at
        if row.is_late(localdate(at)) or row.due_on < localdate(at):
            doing.note = f"晚了 {(localdate(at) - row.due_on).days} 天"
        verb = CopyVerb.SHELVE if was_lost else CopyVerb.TAKE_BACK
        with changing(row.copy, verb, by=by, at=at) as moving:
            moving.row.due_on = None
    return doing.row


def lose(loan: Loan, *, version: int, reason: str, by: User, at: datetime) -> Loan:
    with changing(loan, Verb.LOSE, by=by, at=at, version=version) as doing:
        doing.note = because(reason, "丢失的经过")
        doing.row.ended_at = at
        with changing(doing.row.copy, CopyVerb.LOSE_LENT, by=by, at=at) as moving:
            moving.row.due_on = None
    return doing.row


def return_copy(*, center: Center, barcode: str, by: User, at: datetime) -> Loan:
    """Take back whatever loan a bar code belongs to."""
    copy = _copy(center, barcode)
    known = Loan.objects.filter(copy=copy, state__in=[State.OUT, State.LOST])
    loan = known.order_by("-pk").first()
    if loan is None or copy.state not in ("lent", "lost"):
        raise ValidationError({"barcode": "这一册没有借出去，不用还。"})
    return take_back(loan, version=None, by=by, at=at)


def shift_due_days(at: datetime, center: Center | None = None) -> int:
    """Move what would fall due on a day that is closed by now, and tell the readers.

    What is overdue already stays so.
    """
    rows = Loan.objects.open().filter(due_on__gte=localdate(at))
    rows = rows.filter(center=center) if center else rows
    hours: dict[int, OpeningHours] = {}
    moved = 0
    for loan in rows.select_related("center").order_by("reader", "pk"):
        if loan.center_id not in hours:
            hours[loan.center_id] = hours_of(loan.center)
        day = open_from(loan.due_on, hours[loan.center_id])
        if day > loan.due_on:
            moved += _shift(loan, day, at)
    return moved


@transaction.atomic
def _shift(loan: Loan, day: date, at: datetime) -> bool:
    with changing(loan, Verb.SHIFT, by=None, at=at) as doing:
        row = doing.row
        if row.due_on >= day:
            doing.is_nothing = True
            return False
        doing.note = _put_due(row, day)
        text = f"您借的{row}应还那天闭馆，改到{short_day(day)}前还就行。"
        once_only = f"loan-shift:{row.pk}:{day}"
        _tell(row, text, once_only, at)
    return True


def remind_of(loan: Loan, at: datetime) -> None:
    """Write to a reader what has to be back tomorrow or today."""
    when = "今天" if loan.due_on == localdate(at) else "明天"
    text = f"您借的{loan}{when}（{short_day(loan.due_on)}）到期，请还到{loan.center}，"
    text += "要再看几天可以在“我的”里续借一次。" if not loan.renewals else "谢谢。"
    _tell(loan, text, reminder_key(loan), at)


def reminder_key(loan: Loan) -> str:
    return f"loan-due:{loan.pk}:{loan.due_on}"


def _tell(loan: Loan, text: str, once_only: str, at: datetime) -> None:
    tell(
        person=loan.reader,
        text=text,
        once=once_only,
        at=at,
        center_id=loan.center_id,
        subject=f"{SUBJECT}:{loan.pk}",
    )


def _renew(row: Loan, today: date) -> str:
    day = due_on(renewed_from(row.due_on, today), hours_of(row.center))
    if day <= row.due_on:
        raise ValidationError("算下来不比原来的日子晚，不用续借。")
    row.renewals += 1
    return _put_due(row, day)


def _put_due(row: Loan, day: date) -> str:
    """Set the new day on the loan and on its copy; return both days in words."""
    said = f"{row.due_on:%Y-%m-%d} → {day:%Y-%m-%d}"
    row.due_on = day
    Copy.objects.filter(pk=row.copy_id).update(due_on=day)
    return said


def _reader(typed: str, name: str, *, by: User, at: datetime) -> User:
    phone = clean_phone(typed)
    if not is_phone(phone):
        raise ValidationError({"reader": "请填读者的 11 位手机号。"})
    known = User.objects.filter(phone=phone).first()
    if known is None and not visible(name):
        raise ValidationError(
            {"name": "这个手机号还没有登记过，请写下姓名，就登记成读者。"}
        )
    person = known or register_person(name=name, phone=phone, by=by, at=at)
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _check_reader(person: User, center: Center, reason: str, today: date) -> str:
    """Refuse a sixth book, and a new one while another is late; return the reason."""
    has = Loan.objects.open().filter(reader=person)
    if has.filter(center=center).count() >= MOST_LENT:
        raise ValidationError(
            {"reader": f"{person.name}已经借了 {MOST_LENT} 册，先还一册再借。"}
        )
    late = has.late(today).select_related("copy__title").first()
    if late is None:
        return ""
    if not visible(reason):
        text = f"{person.name}有过期没还的：{late}应还 {late.due_on:%Y-%m-%d}。"
        raise ValidationError({"reason": f"{text}先还再借；仍要借，请写原因。"})
    return f"有过期的仍借：{visible(reason)}"


def _copy(center: Center, typed: str) -> Copy:
    code = clean_barcode(typed)
    copy = Copy.objects.filter(center=center, barcode=code).first()
    if copy is None:
        raise ValidationError(
            {"barcode": f"没有“{code[:20]}”这个条码，请再扫一次，或到馆藏里找。"}
        )
    return copy
