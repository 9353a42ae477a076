"""When a message is tried, when it is given up, and what each role may do with it."""

from datetime import timedelta

from django.db import models

from center.rules import Role


class State(models.TextChoices):
    """Where a message stands; the gateway alone makes it sent."""

    WAITING = "waiting", "已排队"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"
    STOPPED = "stopped", "停发"
    NOWHERE = "nowhere", "发不了"


class Verb(models.TextChoices):
    """What a supervisor does to a message."""

    RESEND = "resend", "重发"
    STOP = "stop", "停发"


# How long to wait after each refusal; after one more the message has failed.
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
TRIES = len(BACKOFF) + 1
# The gateway answers in seconds: who has not written down its answer by then is gone.
LEASE = timedelta(minutes=10)
# A run that takes longer leaves the rest to the next one.
RUN = timedelta(minutes=4)
# Number and text of what is over go after that; the row stays.
TEXT_KEPT = timedelta(days=90)
REASON_LENGTH = 120
# What a gateway takes in one go.
LONGEST = 300
WHOLE_AT = "全文请登录后在“我的”里看，或到窗口问。"
_ENDS = "。！？；"

UNCLEAR = "发送时程序中断，不知道发出没有。请先问问本人，再决定要不要重发。"
NO_PHONE = "不是手机号，没有地方发。"
NO_MOBILE = "没有手机号"
LANDLINE = "留的是座机"
TOO_MANY = "这个号码一小时里的短信已经够多，没有发。"
FORGOTTEN = "已注销"

MAY = {Role.SUPERVISOR: ["outbox.view_message", "outbox.change_message"]}


def fitted(text: str, whole_at: str = WHOLE_AT) -> str:
    """Return a text as long as a gateway takes: whole, or shortened and saying so.

    It ends at the last whole sentence that fits, where one does.
    """
    if len(text) <= LONGEST:
        return text
    tail = f"……{whole_at}"
    head = text[: LONGEST - len(tail)]
    last = max(head.rfind(end) for end in _ENDS)
    return (head[: last + 1] if last > LONGEST // 3 else head) + tail
