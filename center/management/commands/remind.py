"""Write every reminder that is due, then send; run it every hour.

A job that fails does not keep the others from running, and running twice, also on two
machines at once, reminds nobody twice: each message carries a mark that is unique.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from center import jobs, portals
from center.outbox.actions import sent_in_words, work_off

REMINDING = 0x1E5B8  # the advisory lock that one run at a time holds


class Command(BaseCommand):
    """Run the jobs of all subjects one after the other."""

    help = "写下该提醒的事，再发短信；每小时跑一次，多跑无妨。"

    def handle(self, **_: object) -> None:
        """Run all jobs, then send; end with an error when a job failed."""
        with _alone() as is_alone:
            if not is_alone:
                self.stdout.write("另一台机器正在提醒，这次不用做。")
                return
            try:
                at = timezone.now()
                jobs.run_each(
                    portals.gathered("remind"),
                    lambda work: jobs.counted(work, at),
                    self.stdout.write,
                )
            finally:
                self.stdout.write(sent_in_words(work_off(at=timezone.now())))


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
