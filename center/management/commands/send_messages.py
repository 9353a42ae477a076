"""Send the text messages that wait; run it every minute."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from center.outbox.actions import sent_in_words, work_off


class Command(BaseCommand):
    """Hand the waiting messages to the gateway."""

    help = "发出等着的短信；可以每分钟跑一次，也可以几台机器同时跑。"

    def handle(self, **_: object) -> None:
        self.stdout.write(sent_in_words(work_off(at=timezone.now())))
