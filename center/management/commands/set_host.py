"""Give a center a host name of its own, or take it away."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from center.actions import set_host
from center.models import Center


class Command(BaseCommand):
    """Whoever has a host has its visitors, so only the operator gives one."""

    help = "列出各中心的主机名；set_host 编号 主机名：设；set_host 编号 --clear：去掉。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Without a center everything is listed."""
        parser.add_argument("center", nargs="?", type=int, help="中心的编号")
        parser.add_argument("host", nargs="?", default="", help="主机名")
        parser.add_argument("--clear", action="store_true", help="去掉主机名")

    def handle(self, **options: Any) -> None:
        if options["center"] is None:
            for row in Center.objects.order_by("pk"):
                self.stdout.write(f"{row.pk}\t{row.name}\t{row.host or '—'}")
            return
        host: str = options["host"]
        if bool(host) == options["clear"]:
            raise CommandError("请写主机名，或用 --clear 去掉，二选一。")
        center = Center.objects.filter(pk=options["center"]).first()
        if center is None:
            raise CommandError("没有这个编号的中心。不带参数运行可以看到编号。")
        try:
            row = set_host(center=center, host=host)
        except ValidationError as refusal:
            raise CommandError("；".join(refusal.messages)) from refusal
        self.stdout.write(f"{row.name}：{row.host or '没有单独的主机名'}")
