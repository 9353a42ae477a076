"""Ten codes on paper for whoever loses the phone with the authenticator."""

from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from center.accounts.actions.appointments import note
from center.models import RecoveryCode, StaffStep, User
from center.rules import FEW_RECOVERY_CODES, RECOVERY_CODES, RECOVERY_LENGTH, new_code
from center.text import clean_code


@transaction.atomic
def make_codes(*, by: User, at: datetime) -> list[str]:
    """Return ten new codes, which nobody can read again; older ones are void."""
    User.objects.select_for_update().get(pk=by.pk)
    by.recovery_codes.all().delete()
    made = [new_code(RECOVERY_LENGTH) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=by, digest=_digest(by, code), made_at=at) for code in made
    )
    note(StaffStep.Kind.CODES_MADE, by, text=f"{len(made)} 个", by=by, at=at)
    return made


@transaction.atomic
def use_code(*, by: User, code: str, at: datetime) -> bool:
    """Say whether ``code`` is one of the person's unused ones, and use it up."""
    unused = RecoveryCode.objects.filter(user=by, used_at__isnull=True)
    # One statement: of two that come with the same code at once, one finds none.
    if not unused.filter(digest=_digest(by, clean_code(code))).update(used_at=at):
        return False
    text = f"还剩 {unused.count()} 个"
    note(StaffStep.Kind.CODE_USED, by, text=text, by=by, at=at)
    return True


def codes_left(user: User) -> int:
    return user.recovery_codes.filter(used_at__isnull=True).count()


def few_left(left: int) -> str:
    """Return a warning when few codes are left, else nothing."""
    if left > FEW_RECOVERY_CODES:
        return ""
    some = f"恢复码只剩 {left} 个" if left else "恢复码没有了"
    return f"{some}，请到“我的 → 两步验证 → 恢复码”领一套新的。"


def _digest(user: User, code: str) -> str:
    text = f"{user.pk}|{code}"
    return salted_hmac("center.recovery", text, algorithm="sha256").hexdigest()
