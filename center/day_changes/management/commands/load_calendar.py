"""Load the published schedule of one or more years, or of a year from a list."""

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from center.day_changes.actions.year import Plan, bring_in, rehearse
from center.day_changes.forms import judged, read
from center.day_changes.rules import may_load
from center.models import User
from center.rules import SUPERVISES
from center.text import clean_phone, is_reason, visible
from center.timetable.actions import load_year, settle_shut_out, shut_out

MOST_SHOWN = 30
HOW = (
    "没有载入。请定下怎么办：加上 --bookings cancel（取消，发短信）或 --bookings keep"
    "（保留），再加 --reason 原因 和 --by 主管的手机号。"
)
ONE_OF_TWO = "请写年份（load_calendar 2026），或者用 --file 给一份名单，不能两样都给。"


class Command(BaseCommand):
    """Take over the State Council's schedule from chinese-calendar, or from a file.

    Days that close over what people have booked are not loaded before it is said what
    becomes of them, as on the pages of the admin.
    """

    help = "载入放假和调休安排：load_calendar 2026，或 load_calendar --file 2027.xlsx"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="*", type=int)
        parser.add_argument("--file", default="", help="一年的名单，.xlsx 或 .csv")
        parser.add_argument("--source", default="", help="名单的依据，如放假通知的文号")
        parser.add_argument("--bookings", choices=["cancel", "keep"], default="")
        parser.add_argument("--reason", default="", help="居民会看到")
        parser.add_argument("--by", default="", help="定下来的主管的手机号")

    def handle(self, *, years: list[int], file: str, **asked: Any) -> None:
        """Load each year, or the year of the list, and say how it stands."""
        if bool(years) == bool(file):
            raise CommandError(ONE_OF_TWO)
        try:
            for year in years:
                self.stdout.write(_load(year, **asked))
            if file:
                self.stdout.write(_from_list(file, at=timezone.now(), **asked))
        except ValidationError as refusal:
            raise CommandError(refusal.messages[0]) from refusal


@transaction.atomic
def _load(year: int, *, bookings: str, reason: str, by: str, **_: Any) -> str:
    at = timezone.now()
    before = shut_out(at)
    said = str(load_year(year=year, at=at))
    hit = {key: line for key, line in shut_out(at).items() if key not in before}
    if not hit:
        return said
    if not (bookings and reason and by):
        raise _asked(hit.values())
    keeps = bookings == "keep"
    who = _supervisor(by)
    settle_shut_out([*hit], reason=reason, keeps=keeps, by=who, at=at)
    return said + _settled(len(hit), keeps=keeps)


def _from_list(
    file: str,
    *,
    source: str,
    bookings: str,
    reason: str,
    by: str,
    at: datetime,
    **_: Any,
) -> str:
    who = _supervisor(by)
    if not may_load(who):
        raise CommandError("全部中心共用的日历，由最上面的中心的主管来改。")
    if not is_reason(source := visible(source)):
        raise CommandError("请用 --source 写清楚依据，例如放假通知的文号。")
    table = read(_content(file))
    plan = rehearse(judged(table, who, at), by=who, at=at)
    if plan.wrong:
        wrong = [f"第 {one.number} 行：{''.join(one.wrong)}" for one in plan.wrong]
        raise CommandError("\n".join(["名单有错的行，一行也没有载入：", *wrong]))
    if plan.hit and not (bookings and reason):
        raise _asked(line for _, line in plan.hit)
    lines, keeps = judged(table, who, at), bookings == "keep"
    done = bring_in(lines, reason=source, keeps=keeps, told=reason, by=who, at=at)
    return "\n".join([*table.remarks, _said(done, keeps=keeps)])


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as lost:
        raise CommandError(f"读不了 {file}：{lost.strerror}。") from lost


def _asked(lines: Iterable[str]) -> CommandError:
    return CommandError("\n".join(["那几天有人约好了：", *[*lines][:MOST_SHOWN], HOW]))


def _said(done: Plan, *, keeps: bool) -> str:
    said = f"{done.year} 年的放假安排载入好了，改了 {len(done.changes)} 天。"
    if done.waits:
        said += f"其中 {done.waits} 天会动答复期限，请另一位同事在工作台上核对。"
    return said + (_settled(len(done.hit), keeps=keeps) if done.hit else "")


def _settled(count: int, *, keeps: bool) -> str:
    done = "保留" if keeps else "取消"
    return f"\n碰到 {count} 项已经约好的：{done}，名单在“要告知的人”里。"


def _supervisor(phone: str) -> User:
    found = User.objects.filter(phone=clean_phone(phone), is_active=True).first()
    if found is None or not found.has_perm(SUPERVISES):
        raise CommandError("--by 要写一位主管的手机号。")
    return found
