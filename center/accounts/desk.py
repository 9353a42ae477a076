"""What the account of a member of staff wants, on their desk."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from center.accounts.recovery import codes_left, few_left
from center.cards import Card
from center.models import User


def recovery_due(user: User, at: datetime) -> list[Card]:
    """Warn before the last recovery code is used, where a second factor is asked."""
    if not settings.SECOND_FACTOR:
        return []
    left = codes_left(user)
    if not (text := few_left(left)):
        return []
    url = reverse("recovery_codes")
    return [Card(title="恢复码", count=left, text=text, url=url)]
