"""What the calendar does: letters run out, receipts are asked for, each once.

It may be late, run twice, or run by two workers at a time.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from center.jobs import job
from center.models import User
from center.outbox.actions import tell
from center.rules import in_fours
from membership.models import Post
from membership.rules.members import MemberKind
from membership.rules.organizations import Duty
from membership.transfers.actions.base import acting
from membership.transfers.models import Practice, Reminder, Transfer
from membership.transfers.rules.moves import EXPIRING
from membership.transfers.rules.states import Direction, Kind, State, Verb
from membership.transfers.rules.terms import (
    EXPIRY_WARNING_DAYS,
    PROBATION_WARNING_DAYS,
    RECEIPT_DAYS,
    RECEIPT_REMINDERS,
    reminder_due,
)

WAITING_OUT = (State.ISSUED, State.DELIVERED, State.OVERDUE, State.SENT)
OWING = (State.RECEIVED, State.ASSIGNED)


def remind(at: datetime) -> int:
    expire(at)
    return remind_of_endings(at) + remind_of_receipts(at) + remind_of_probations(at)


@job("组织关系接转：{} 件介绍信到期没有回执，标为逾期未接。")
def expire(at: datetime) -> int:
    """Mark transfers whose letter ran out yesterday or before; return how many."""
    over = Transfer.objects.filter(
        state__in=EXPIRING,
        letters__void_at__isnull=True,
        letters__valid_until__lt=localdate(at),
    )
    return sum(_expire_one(pk, at) for pk in over.values_list("pk", flat=True))


@transaction.atomic
def _expire_one(pk: int, at: datetime) -> int:
    free = Transfer.objects.select_for_update(skip_locked=True, of=["self"])
    row = free.filter(pk=pk, state__in=EXPIRING).first()
    if row is None:  # another worker has it, or it moved on meanwhile
        return 0
    with acting(row, Verb.EXPIRE, by=None, at=at, text="到期还没有收到回执"):
        return 1


@job("组织关系接转：写下 {} 条介绍信快到期的提醒。")
def remind_of_endings(at: datetime) -> int:
    """Tell the member that the letter is good for three more days at most."""
    today = localdate(at)
    last = today + timedelta(days=EXPIRY_WARNING_DAYS)
    ending = (
        Transfer.objects.filter(
            state__in=EXPIRING,
            letters__void_at__isnull=True,
            letters__valid_until__range=(today, last),
        )
        .annotate(letter=F("letters__pk"), last_day=F("letters__valid_until"))
        .select_related("person", "center")
    )
    return sum(
        _write(
            row,
            Reminder.What.ENDING,
            row.letter,
            [(row.person, row.phone)],
            f"有效期到 {row.last_day.month} 月 {row.last_day.day} 日，请抓紧去办。",
            at,
        )
        for row in ending
    )


@job("组织关系接转：写下 {} 条催回执、寄回执的提醒。")
def remind_of_receipts(at: datetime) -> int:
    """Remind of receipts that did not come (out) or were not sent (in)."""
    today = localdate(at)
    waiting = _watched(Direction.OUT, WAITING_OUT, today).exclude(kind=Kind.CERTIFICATE)
    owing = _watched(Direction.IN, OWING, today)
    late = _stage_of(Practice.objects.all())
    return sum(
        _remind(row, what, late.get(row.center_id, RECEIPT_DAYS), today, at)
        for what, rows in (
            (Reminder.What.RECEIPT, waiting),
            (Reminder.What.SEND, owing),
        )
        for row in rows
    )


def _watched(
    direction: Direction, states: tuple[State, ...], today: date
) -> QuerySet[Transfer]:
    first = today - timedelta(days=RECEIPT_REMINDERS[0])
    return Transfer.objects.filter(
        direction=direction, state__in=states, watch_from__lte=first
    ).select_related("made_by", "center")


def _stage_of(practices: QuerySet[Practice]) -> dict[int, int]:
    return dict(practices.values_list("center_id", "receipt_days"))


def _remind(
    row: Transfer, what: Reminder.What, days: int, today: date, at: datetime
) -> int:
    # Whoever is watched waits for a week at least, so something is due.
    start = row.watch_from or today
    stage = reminder_due(start, today, days) or RECEIPT_REMINDERS[0]
    passed = (today - start).days
    text = {
        Reminder.What.RECEIPT: f"开出 {passed} 天了，还没有回执，请催一下。",
        Reminder.What.SEND: f"接收 {passed} 天了，回执还没有寄，请抓紧。",
    }[what]
    # A new letter starts a new wait, so the day it started is part of the stage.
    once = start.toordinal() * 1000 + stage
    return _write(row, what, once, [(row.made_by, "")], text, at)


@job("组织关系接转：写下 {} 条预备期快满的提醒。")
def remind_of_probations(at: datetime) -> int:
    """Tell the new branch thirty days before somebody's probation is over (1.7)."""
    today = localdate(at)
    last = today + timedelta(days=PROBATION_WARNING_DAYS)
    rows = Transfer.objects.filter(
        direction=Direction.IN,
        member__kind=MemberKind.PROBATIONARY,
        member__probation_until__range=(today, last),
    ).annotate(ends_on=F("member__probation_until"))
    return sum(
        _write(
            row,
            Reminder.What.PROBATION,
            row.ends_on.toordinal(),
            [
                (user, "")
                for user in Post.objects.holders(row.branch, Duty.SECRETARY, today)
            ],
            f"到 {row.ends_on.month} 月 {row.ends_on.day} 日期满，请按时研究。",
            at,
        )
        for row in rows.select_related("center", "branch")
    )


@transaction.atomic
def _write(
    row: Transfer,
    what: Reminder.What,
    stage: int,
    people: list[tuple[User | None, str]],
    text: str,
    at: datetime,
) -> int:
    """Write one reminder and its texts, unless it was written before."""
    _, is_new = Reminder.objects.get_or_create(
        transfer=row, what=what, stage=stage, defaults={"at": at}
    )
    if not is_new:
        return 0
    for number, (person, phone) in enumerate(people):
        tell(
            person=person,
            phone=phone,
            text=f"{row.center.name}：{in_fours(row.code)} {text}",
            once=f"transfer:{row.code}:{what}:{stage}:{number}",
            at=at,
            center_id=row.center_id,
            subject=f"transfers:{row.pk}",
        )
    return 1
