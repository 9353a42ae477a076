"""Let a member of staff in again who lost the authenticator and the codes."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from center.accounts.actions.appointments import reset_second_factor
from center.models import User
from center.text import clean_phone


class Command(BaseCommand):
    """Forget the second factor of one person; supervisors see it in the history."""

    help = "让丢了验证器的工作人员重新开通两步验证；主管在“任用记录”里看得到。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("phone", help="工作人员的手机号")
        parser.add_argument("--why", required=True, help="为什么，例如：手机丢了")

    def handle(self, **options: str) -> None:
        """Reset, or say that nobody on the staff has this phone."""
        phone, why = clean_phone(options["phone"]), options["why"].strip()[:200]
        person = User.objects.filter(phone=phone, is_staff=True).first()
        if person is None:
            raise CommandError("没有用这个手机号的工作人员。")
        if not why:
            raise CommandError("请用 --why 写明为什么。")
        reset_second_factor(person=person, why=why, by=None, at=timezone.now())
        self.stdout.write(f"{person.name}下次登录时重新开通两步验证。")
