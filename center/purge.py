"""What is only kept for a while, and how much of it is due to go."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction

from center.accounts.actions.people import close, reasons_to_wait
from center.forgetting import is_quiet
from center.models import Attempt, OneTimeCode, User
from center.orphans import Orphans
from center.rules import ATTEMPTS_KEPT, PERSON_KEPT


def due(at: datetime) -> list[tuple[str, Any]]:
    """Return what of the floor is due to go at the moment ``at``, by name."""
    short = at - ATTEMPTS_KEPT
    return [
        ("过期的登录", Session.objects.filter(expire_date__lt=at)),
        ("尝试次数", Attempt.objects.filter(window__lt=short)),
        ("验证码", OneTimeCode.objects.filter(sent_at__lt=short)),
        ("没有登记的文件", Orphans(at)),
        ("没有账号、三年没有来过的人", Quiet(at)),
    ]


class Quiet:
    """People without an account of whom nothing has happened for three years."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def count(self) -> int:
        return sum(1 for _ in self._found())

    def delete(self) -> tuple[int, dict[str, int]]:
        """Take them out of their rows, one transaction for each; say of how many."""
        done = 0
        for person in list(self._found()):
            with transaction.atomic():
                close(User.objects.select_for_update().get(pk=person.pk), self._at)
                done += 1
        return done, {}

    def _found(self) -> Iterator[User]:
        since = self._at - PERSON_KEPT
        rows = User.objects.filter(
            is_staff=False, erased_at=None, registered_at__lt=since, last_login=None
        )
        for person in rows.order_by("pk").iterator():
            is_over = not person.has_account and is_quiet(person, since)
            if is_over and not reasons_to_wait(person, self._at):
                yield person
