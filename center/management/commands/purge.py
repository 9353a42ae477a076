"""Delete what has been kept long enough, or say what would go."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from center import jobs, portals


class Command(BaseCommand):
    """Take out old sessions, codes and counts, and what the subjects name."""

    help = "清理到期的数据；先用 --dry-run 看会删多少。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只数，不删")

    def handle(self, *, dry_run: bool, **_: object) -> None:
        at = timezone.now()
        jobs.run_each(
            portals.gathered("purge"),
            lambda due: _purged(due(at), dry_run),
            self.stdout.write,
        )


def _purged(due: list[tuple[str, Any]], dry_run: bool) -> Iterator[str]:
    verb = "会删" if dry_run else "删了"
    for name, rows in due:
        count = rows.count() if dry_run else rows.delete()[0]
        yield f"{name}：{verb} {count} 条"
