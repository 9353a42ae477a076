"""Write a text message, and send what is written."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from center.models import User
from center.outbox.models import Message

TRIES = 5


def tell(
    *, person: User | None, phone: str = "", text: str, once: str, at: datetime
) -> None:
    """Write one message in the caller's transaction; the same ``once`` only one time.

    Somebody without a phone is told in person: nothing is written then.
    """
    number = phone or (person.phone if person else "") or ""
    if not number:
        return
    Message.objects.bulk_create(
        [
            Message(
                phone=number, person=person, text=text[:300], once=once, written_at=at
            )
        ],
        ignore_conflicts=True,
    )


def send_waiting(*, at: datetime, limit: int = 200) -> int:
    """Send what waits, each message by one worker only; return how many went out.

    A message is marked before the gateway is asked a second time, so a crash in
    between is one message too few at the gateway rather than two.
    """
    backend = import_string(settings.SMS_BACKEND)()
    sent = 0
    for _ in range(limit):
        with transaction.atomic():
            message = (
                Message.objects.select_for_update(skip_locked=True)
                .filter(sent_at__isnull=True, tries__lt=TRIES)
                .order_by("tries", "written_at", "pk")
                .first()
            )
            if message is None:
                break
            message.tries += 1
            try:
                backend.send(message.phone, message.text)
            except OSError as error:
                message.error = str(error)[:200]
            else:
                message.sent_at = at
                message.error = ""
                sent += 1
            message.save(update_fields=["tries", "sent_at", "error"])
    return sent


def forget_person(person: User, at: datetime) -> None:
    """Take number and text out of a person's messages; what waits is not sent."""
    Message.objects.filter(person=person).update(
        phone="", text="", tries=TRIES, error="已注销"
    )
