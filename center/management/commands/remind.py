"""Write every reminder that is due, then send; run it every morning.

A job that fails does not keep the others from running, and running twice, also on two
machines at once, reminds nobody twice: each message carries a mark that is unique.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from center.outbox.actions import send_waiting

REMINDING = 0x1E5B8  # the advisory lock that one run at a time holds
logger = logging.getLogger("center.remind")


class Command(BaseCommand):
    """Run the jobs of settings.REMINDERS one after the other."""

    help = "写下该提醒的事，再发短信；每天早上跑一次，多跑无妨。"

    def handle(self, **_: object) -> None:
        """Run all jobs, then send; end with an error when a job failed."""
        with _alone() as is_alone:
            if not is_alone:
                self.stdout.write("另一台机器正在提醒，这次不用做。")
                return
            failed = [path for path in settings.REMINDERS if not self.run(path)]
            self.stdout.write(f"发出 {send_waiting(at=timezone.now())} 条短信。")
        if failed:
            raise CommandError(f"这些提醒没有做成：{'、'.join(failed)}")

    def run(self, path: str) -> bool:
        """Run one job in a transaction of its own; say whether it succeeded."""
        try:
            with transaction.atomic():
                count = import_string(path)(timezone.now())
        except Exception:
            logger.exception("reminder %s failed", path)
            return False
        self.stdout.write(f"{path}：写下 {count} 条。")
        return True


@contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [REMINDING])
        (is_alone,) = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [REMINDING])
