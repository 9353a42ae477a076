"""Back up the database and the attachments."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from center import backups


class Command(BaseCommand):
    """Make one backup, while people go on working."""

    help = "备份数据库和附件，附清单和校验值。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=Path("backups"))

    def handle(self, *, to: Path, **_: object) -> None:
        """Print the backup's path, for scripts to pick up."""
        self.stderr.write("── 备份数据库和附件")
        try:
            backup = backups.make(to, at=timezone.now())
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        holds = backups.Manifest.read(backup)
        self.stderr.write(
            f"备份好了：{len(holds.rows)} 张表、{sum(holds.rows.values())} 行、"
            f"{holds.files} 个附件。"
        )
        self.stdout.write(str(backup))
