"""Delete what has been kept long enough, or say what would go."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from center.cards import contributions


class Command(BaseCommand):
    """Take out old sessions, codes and counts, and what other apps name."""

    help = "清理到期的数据；先用 --dry-run 看会删多少。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the preview switch."""
        parser.add_argument("--dry-run", action="store_true", help="只数，不删")

    def handle(self, *, dry_run: bool, **_: object) -> None:
        """Count or delete, one line for each kind."""
        at = timezone.now()
        verb = "会删" if dry_run else "删了"
        for due in contributions("PURGES"):
            for name, rows in due(at):
                count = rows.count() if dry_run else rows.delete()[0]
                self.stdout.write(f"{name}：{verb} {count} 条")
