"""One-time codes by text message: proof that somebody holds a phone."""

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from center import rate_limit, sms
from center.models import OneTimeCode
from center.rules import CODE_DIGITS, CODE_MINUTES, CODE_TRIES, CODE_TRIES_OF_OTHERS

WRONG = "验证码不对，或者已经过期。可以重新获取一个。"


KEEP_IT = "，用于连心桥{purpose}。不要告诉别人，工作人员也不会向您要。"


def send_code(
    *,
    phone: str,
    purpose: OneTimeCode.Purpose,
    at: datetime,
    about: str = "",
    words: str = "",
    browser: str = "",
) -> None:
    """Send a fresh code to a phone, whether or not it belongs to an account.

    ``about`` is what the code is good for, besides the purpose: it serves for nothing
    else. ``words`` follow after its time limit. Raises ``ValidationError`` when the
    gateway does not take the message.
    """
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    OneTimeCode.objects.create(
        phone=phone,
        purpose=purpose,
        digest=_digest(phone, purpose, code, about),
        sent_at=at,
        asked_by=browser,
    )
    words = words or KEEP_IT.format(purpose=purpose.label)
    if sms.deliver(phone, f"验证码 {code}，{CODE_MINUTES} 分钟内有效{words}"):
        raise ValidationError(
            "短信没有发出去。请过一会儿再试，或到前台办。", code="gateway"
        )


def is_right(
    *,
    phone: str,
    purpose: OneTimeCode.Purpose,
    code: str,
    at: datetime,
    about: str = "",
    browser: str = "",
) -> bool:
    """Say whether ``code`` is the one sent to ``phone``; counts as a try.

    It is the newest that this ``browser`` asked for, else the newest of all: neither
    the guesses nor the codes of strangers take it away from who asked for it. The count
    is written at once, so that a refusal later does not give it back.
    """
    valid = _valid(phone, purpose, at).order_by("-sent_at", "-pk")
    own = valid.filter(asked_by=browser).first() if browser else None
    meant = own or valid.first()
    if meant is None:
        return False
    column, most = ("own_tries", CODE_TRIES) if own else ("tries", CODE_TRIES_OF_OTHERS)
    counted = OneTimeCode.objects.filter(pk=meant.pk, **{f"{column}__lt": most})
    if not counted.update(**{column: F(column) + 1}):
        return False
    return constant_time_compare(meant.digest, _digest(phone, purpose, code, about))


def may_check(
    *,
    phone: str,
    purpose: OneTimeCode.Purpose,
    address: str,
    browser: str,
    at: datetime,
) -> bool:
    """Count one try of a visitor; say whether the code may be compared.

    Who asked for one has tries of their own, whoever else guesses from wherever.
    """
    asked = _valid(phone, purpose, at).filter(asked_by=browser)
    if browser and asked.exists():
        return rate_limit.allows("code-check-pair", f"{phone} {browser}", at)
    return rate_limit.may_check_code(phone, address, at)


def use_up(*, phone: str, purpose: OneTimeCode.Purpose, at: datetime) -> None:
    """Make every code of the phone worthless; raises if another request was first."""
    if not _valid(phone, purpose, at).update(used_at=at):
        raise ValidationError(WRONG, code="code")


def _valid(phone: str, purpose: str, at: datetime) -> QuerySet[OneTimeCode]:
    since = at - timedelta(minutes=CODE_MINUTES)
    return OneTimeCode.objects.filter(
        phone=phone, purpose=purpose, used_at__isnull=True, sent_at__gt=since
    )


def _digest(phone: str, purpose: str, code: str, about: str) -> str:
    text = "|".join([phone, purpose, code, *filter(None, [about])])
    return salted_hmac("center.codes", text, algorithm="sha256").hexdigest()
