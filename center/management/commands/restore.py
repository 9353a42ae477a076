"""Restore a backup into an empty database."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from center import backups


class Command(BaseCommand):
    """Bring one backup back and compare it with its manifest."""

    help = "把备份恢复到空数据库和空的 MEDIA_ROOT，并核对数量。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path)

    def handle(self, *, backup: Path, **_: object) -> None:
        self.stderr.write("── 核对校验值，恢复数据库和附件")
        try:
            manifest = backups.restore(backup)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest.rows.values())
        self.stdout.write(
            f"已恢复 {manifest.made_at} 的备份：{len(manifest.rows)} 张表、{rows} 行、"
            f"{manifest.files} 个附件，数量全部相符。\n"
            "程序比备份新时，接着运行 manage.py migrate。"
        )
