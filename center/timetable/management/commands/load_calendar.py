"""Load the published schedule of one or more years."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from center.models import User
from center.rules import SUPERVISES
from center.text import clean_phone
from center.timetable.actions import load_year, settle_shut_out, shut_out

MOST_SHOWN = 30
HOW = (
    "没有载入。请定下怎么办：加上 --bookings cancel（取消，发短信）或 --bookings keep"
    "（保留），再加 --reason 原因 和 --by 主管的手机号。"
)


class Command(BaseCommand):
    """Take over the State Council's schedule from chinese-calendar.

    Days that close over what people have booked are not loaded before it is said what
    becomes of them, as on the pages of the admin.
    """

    help = "载入一年或几年的放假和调休安排：load_calendar 2026"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="+", type=int)
        parser.add_argument("--bookings", choices=["cancel", "keep"], default="")
        parser.add_argument("--reason", default="", help="居民会看到")
        parser.add_argument("--by", default="", help="定下来的主管的手机号")

    def handle(self, *, years: list[int], **asked: Any) -> None:
        """Load each year and say how it stands."""
        for year in years:
            try:
                self.stdout.write(self._load(year, **asked))
            except ValidationError as refusal:
                raise CommandError(refusal.messages[0]) from refusal

    @transaction.atomic
    def _load(self, year: int, *, bookings: str, reason: str, by: str, **_: Any) -> str:
        at = timezone.now()
        before = shut_out(at)
        said = str(load_year(year=year, at=at))
        hit = {key: line for key, line in shut_out(at).items() if key not in before}
        if not hit:
            return said
        if not (bookings and reason and by):
            lines = [*hit.values()][:MOST_SHOWN]
            raise CommandError("\n".join(["那几天有人约好了：", *lines, HOW]))
        keeps = bookings == "keep"
        who = _supervisor(by)
        settle_shut_out([*hit], reason=reason, keeps=keeps, by=who, at=at)
        done = "保留" if keeps else "取消"
        return f"{said}\n碰到 {len(hit)} 项已经约好的：{done}，名单在“要告知的人”里。"


def _supervisor(phone: str) -> User:
    found = User.objects.filter(phone=clean_phone(phone), is_active=True).first()
    if found is None or not found.has_perm(SUPERVISES):
        raise CommandError("--by 要写一位主管的手机号。")
    return found
