"""Encrypt every ID number under the newest key, so that old keys can be thrown away."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from membership.actions.keys import rotate_keys


class Command(BaseCommand):
    """Run after a new key was put first in ID_KEYS, and before the old one is gone."""

    help = "把身份证号改用 ID_KEYS 里的第一把钥匙加密，做完才能去掉旧钥匙。"

    def handle(self, **_: object) -> None:
        count = rotate_keys(at=timezone.now())
        self.stdout.write(f"改用新钥匙的身份证号：{count} 个。旧钥匙可以去掉了。")
