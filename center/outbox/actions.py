"""Write a text message, send what waits, stop and repeat, forget.

Sending asks the gateway between two short transactions: the first claims a message
(``asked_at``), the second writes down what came of it. So no lock waits for a gateway,
two workers never send the same, and a crash in between leaves a claim behind: after
``LEASE`` such a message has failed with the words that nobody knows whether it went. It
is neither lost nor sent again by itself; a supervisor decides.
"""

from collections import Counter
from contextvars import ContextVar
from datetime import datetime, timedelta
from time import monotonic
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from center import portals, rate_limit, sms
from center.jobs import Due
from center.models import User
from center.outbox.models import Message, MessageStep
from center.outbox.rules import (
    BACKOFF,
    FORGOTTEN,
    LANDLINE,
    LEASE,
    NO_MOBILE,
    NO_PHONE,
    REASON_LENGTH,
    RUN,
    TEXT_KEPT,
    TOO_MANY,
    TRIES,
    UNCLEAR,
    WHOLE_AT,
    State,
    Verb,
    fitted,
)
from center.text import (
    clean_contact,
    clean_phone,
    is_contact,
    is_phone,
    is_reason,
    visible,
)


class About(TypedDict, total=False):
    """About what a message is, for which center, and whether they know it already."""

    center_id: int | None
    subject: str
    in_hand: bool


# The marks of what this request has written, for the page that says so.
WRITTEN: ContextVar[tuple[str, ...]] = ContextVar("written", default=())


def tell(
    *,
    person: User | None,
    phone: str = "",
    name: str = "",
    text: str,
    once: str,
    at: datetime,
    whole_at: str = WHOLE_AT,
    by_visitor: bool = False,
    **about: Unpack[About],
) -> None:
    """Write one message in the caller's transaction; the same ``once`` only one time.

    To somebody without a mobile phone it can never go: that is kept too, and the desk
    is asked to tell them, unless they have it ``in_hand``. ``whole_at`` ends a text
    that is shortened and says where all of it stands. ``by_visitor``: the number was
    typed by whoever sent the form, so that only a few an hour go to it; what is over
    is kept as stopped.
    """
    number, contact, who = _addressed(person, phone, name)
    if not (number or who or is_contact(contact)):
        return  # nobody knows whom this is for
    WRITTEN.set((*WRITTEN.get(), once))
    message = Message(
        person=person,
        text=fitted(visible(text), whole_at),
        once=once,
        written_at=at,
        next_try_at=at,
        **about,
    )
    if not number:
        message.state, message.error = State.NOWHERE, LANDLINE if contact else NO_MOBILE
        _write_impossible(message, who, contact, at)
        return
    message.phone = number
    if by_visitor and not _is_within(message.phone, once, at):
        message.state, message.error = State.STOPPED, TOO_MANY
    Message.objects.bulk_create([message], ignore_conflicts=True)


def _addressed(person: User | None, phone: str, name: str) -> tuple[str, str, str]:
    """Return the mobile number if there is any, what else to ring up, and the name."""
    account = (person.phone if person else "") or ""
    numbers = [one for one in map(clean_phone, (phone, account)) if is_phone(one)]
    contact = clean_contact(phone or account)
    return "".join(numbers[:1]), contact, name or (person.name if person else "")


def _write_impossible(message: Message, name: str, phone: str, at: datetime) -> None:
    if not Message.objects.filter(once=message.once).exists():
        Message.objects.bulk_create([message], ignore_conflicts=True)
        _let_ring(message, name, phone, message.error, at)


def _let_ring(message: Message, name: str, phone: str, why: str, at: datetime) -> None:
    """Have the desk tell by voice what no text brings to a resident."""
    is_colleague = message.person is not None and message.person.is_staff
    if message.in_hand or is_colleague or ":" not in message.subject:
        return
    for ring in portals.gathered("undelivered"):
        ring(message, name=name, phone=phone, why=why, at=at)


def remind(person: User, text: str, once: str, *, at: datetime, subject: str) -> bool:
    """Write a reminder to a colleague, once; say whether it is new."""
    if not person.phone or Message.objects.filter(once=once).exists():
        return False
    center_id = person.center_id
    tell(
        person=person, text=text, once=once, at=at, center_id=center_id, subject=subject
    )
    return True


def _is_within(number: str, once: str, at: datetime) -> bool:
    is_known = Message.objects.filter(once=once).exists()
    return is_known or rate_limit.allows("text-phone", number, at)


# -- Sending


def send_waiting(*, at: datetime, limit: int = 200) -> int:
    """Send what waits, each message by one worker only; return how many went out."""
    return work_off(at=at, limit=limit)[State.SENT]


def work_off(*, at: datetime, limit: int = 200) -> Counter[str]:
    """Try every message that is due once; return how many are in which state now."""
    begun, done = monotonic(), Counter[str]()
    done[State.FAILED] += _give_up_unclear(at)
    for _ in range(limit):
        now = at + timedelta(seconds=int(monotonic() - begun))
        message = _claim(now) if now - at < RUN else None
        if message is None:
            break
        is_phone_number = is_phone(message.phone)
        why = sms.deliver(message.phone, message.text) if is_phone_number else NO_PHONE
        done[_settle(message, why, now)] += 1
    return done


def sent_in_words(done: Counter[str]) -> str:
    said = f"发出 {done[State.SENT]} 条短信。"
    if again := done[State.WAITING]:
        said += f"{again} 条没有发成，过一会儿再试。"
    if failed := done[State.FAILED]:
        said += f"{failed} 条不再试，已列入电话名单。"
    return said


def _give_up_unclear(at: datetime) -> int:
    lost = Message.objects.filter(state=State.WAITING, asked_at__lt=at - LEASE)
    return sum(_has_failed(message, UNCLEAR, at) for message in lost)


@transaction.atomic
def _claim(at: datetime) -> Message | None:
    free = Message.objects.select_for_update(skip_locked=True, of=("self",))
    message = (
        free.filter(state=State.WAITING, asked_at=None, next_try_at__lte=at)
        .order_by("next_try_at", "pk")
        .first()
    )
    if message is not None:
        message.asked_at, message.tries = at, message.tries + 1
        message.save(update_fields=["asked_at", "tries"])
    return message


def _settle(message: Message, why: str, at: datetime) -> State:
    """Write down what the gateway said; ``why`` is empty when it took the message."""
    if not why:
        _has_gone(message, at)
        return State.SENT
    mine = Message.objects.filter(pk=message.pk, asked_at=message.asked_at)
    if message.tries >= TRIES or why == NO_PHONE:
        _has_failed(message, why, at)
        return State.FAILED
    again = at + BACKOFF[message.tries - 1]
    mine.update(asked_at=None, error=why, next_try_at=again)
    return State.WAITING


@transaction.atomic
def _has_gone(message: Message, at: datetime) -> None:
    """Write down that a message went; one sent again is not to be told any more."""
    mine = Message.objects.filter(pk=message.pk, asked_at=message.asked_at)
    gone = mine.update(state=State.SENT, sent_at=at, asked_at=None, error="")
    if gone and message.steps.filter(verb=Verb.RESEND).exists():
        for follow in portals.gathered("delivered"):
            follow(message, at=at)


@transaction.atomic
def _has_failed(message: Message, why: str, at: datetime) -> bool:
    """Give a message up, and have the desk tell it instead."""
    mine = Message.objects.filter(pk=message.pk, asked_at=message.asked_at)
    if not mine.update(state=State.FAILED, asked_at=None, error=why):
        return False
    name = message.person.name if message.person else ""
    _let_ring(message, name, message.phone, "短信发送失败", at)
    return True


# -- What supervisors do


@transaction.atomic
def resend(*, message: Message, reason: str, by: User, at: datetime) -> Message:
    """Let a failed or stopped message wait again, for as many tries as a new one."""
    row = _locked(message, by)
    if row.state == State.SENT:
        raise ValidationError("已经发出去了，不再发第二遍。", code="sent")
    if row.state == State.NOWHERE:
        raise ValidationError("没有手机号，发不了，请打电话告知。", code="nowhere")
    if row.state == State.WAITING:
        raise ValidationError("还在等着发，会自己发出去。", code="waiting")
    if not row.text:
        raise ValidationError("号码和内容已经去掉，没有可以发的。", code="forgotten")
    row.state, row.tries, row.next_try_at, row.error = State.WAITING, 0, at, ""
    return _saved(row, Verb.RESEND, reason, by, at)


@transaction.atomic
def stop(*, message: Message, reason: str, by: User, at: datetime) -> Message:
    """Keep a waiting message from going out; refuse when it has gone."""
    row = _locked(message, by)
    if row.state == State.SENT:
        raise ValidationError("已经发出去了，收不回来。", code="sent")
    if row.asked_at is not None:
        raise ValidationError("正在发，停不住了。过几分钟再看结果。", code="asked")
    if row.state != State.WAITING:
        raise ValidationError("本来就不会再发。", code="over")
    row.state, row.error = State.STOPPED, "主管停发。"
    return _saved(row, Verb.STOP, reason, by, at)


def stop_waiting(*, once: str, why: str) -> bool:
    waiting = Message.objects.filter(once=once, state=State.WAITING, asked_at=None)
    return bool(waiting.update(state=State.STOPPED, error=why))


def _locked(message: Message, by: User) -> Message:
    rows = Message.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.filter(pk=message.pk).first()
    if row is None or not by.has_perm("outbox.change_message"):
        raise ValidationError("您不能改这条短信。", code="no_permission")
    return row


def _saved(row: Message, verb: Verb, reason: str, by: User, at: datetime) -> Message:
    plain = visible(reason)[:REASON_LENGTH]
    if not is_reason(plain):
        raise ValidationError("请写清楚原因。", code="reason")
    row.save(update_fields=["state", "tries", "next_try_at", "error"])
    MessageStep.objects.create(message=row, verb=verb, by=by, at=at, reason=plain)
    return row


# -- Forgetting


def forget_person(person: User, at: datetime) -> None:
    """Take number and text out of a person's messages; what waits is not sent."""
    _forget(Message.objects.filter(person=person))


def forget_subject(subject: str) -> None:
    _forget(Message.objects.filter(subject=subject))


def _forget(rows: QuerySet[Message]) -> int:
    rows.filter(state=State.WAITING).update(state=State.STOPPED, error=FORGOTTEN)
    return rows.update(phone="", text="")


def due(at: datetime) -> list[tuple[str, Due]]:
    """Return what of messages is due to go: number and text, long after the end."""
    old = Message.objects.exclude(state=State.WAITING).exclude(phone="", text="")
    old = old.filter(written_at__lt=at - TEXT_KEPT)
    return [("短信的号码和内容", Due(old, _forget))]
