"""Open a fresh installation: the root center and its first supervisor."""

import os
import sys
from argparse import ArgumentParser
from getpass import getpass

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from center.accounts.actions.appointments import note
from center.models import Center, StaffStep, User
from center.rules import Role
from center.text import clean_phone, is_phone, person_name, visible
from center.timetable.actions import keep_usual_hours, load_year


class Command(BaseCommand):
    """Ask what is not given as an option, then make everything or nothing."""

    help = "登记第一个中心：名称、开放时间、放假安排和第一位主管。只能做一次。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take everything but the password, which a process list would show."""
        parser.add_argument("--name", default="", help="中心的名称")
        parser.add_argument(
            "--level", default=Center.Level.STREET, choices=Center.Level.values
        )
        parser.add_argument("--address", default="")
        parser.add_argument("--center-phone", default="", help="中心的电话")
        parser.add_argument("--supervisor-name", default="", help="主管的姓名")
        parser.add_argument("--supervisor-phone", default="", help="主管的手机号")

    def handle(self, **options: str) -> None:
        """Make the center; the password comes from SUPERVISOR_PASSWORD or is asked."""
        if Center.objects.exists():
            raise CommandError("已经有中心了，其他中心请在 /admin/ 里添加。")
        name = options["name"] or _ask("中心名称：")
        person = User(
            name=person_name(options["supervisor_name"] or _ask("主管姓名：")),
            phone=clean_phone(options["supervisor_phone"] or _ask("主管手机号：")),
            is_staff=True,
        )
        if not is_phone(person.phone or ""):
            raise CommandError("手机号是 11 位数字，以 1 开头。")
        person.set_password(_password(person))
        self.open(
            Center(
                name=visible(name),
                level=options["level"],
                address=options["address"],
                phone=options["center_phone"],
            ),
            person,
        )
        self.stdout.write(
            f"{name}开张了：工作日 9:00–12:00、14:00–17:30 开放。\n"
            f"请用 {person.phone} 登录，先开通两步验证，再到 /admin/ 补全资料。"
        )

    @transaction.atomic
    def open(self, center: Center, person: User) -> None:
        """Save both, with the usual hours and the calendars that are known."""
        at = timezone.now()
        try:
            center.full_clean()
        except ValidationError as refusal:
            raise CommandError("；".join(refusal.messages)) from refusal
        center.save()
        keep_usual_hours(center=center)
        for year in (at.year - 1, at.year, at.year + 1):
            load_year(year=year, at=at)
        person.center = center
        person.save()
        person.groups.add(Group.objects.get(name=str(Role.SUPERVISOR)))
        kind = StaffStep.Kind.APPOINTED
        note(kind, person, text=str(Role.SUPERVISOR), why="开办", by=None, at=at)


def _ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise CommandError(f"{question}没有给出。请用选项写明，或在终端里运行。")
    return input(question).strip()


def _password(person: User) -> str:
    password = os.environ.get("SUPERVISOR_PASSWORD", "")
    if not password:
        if not sys.stdin.isatty():
            raise CommandError("请设环境变量 SUPERVISOR_PASSWORD，或在终端里运行。")
        password = getpass("主管的密码（至少 15 位）：")
    try:
        validate_password(password, person)
    except ValidationError as refusal:
        raise CommandError("；".join(refusal.messages)) from refusal
    return password
