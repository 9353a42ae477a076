"""Which reminder was written for which case: once for each case, kind and day."""

from django.db import models

from center.columns import Key
from center.ledger import append_only
from center.models import User
from petitions.models import Petition
from petitions.rules.followup import ReminderKind


class Reminder(models.Model):
    """One reminder; ``day`` is the date it warns of, or today for an overdue case."""

    petition = Key(Petition, related_name="reminders")
    kind = models.CharField("提醒", max_length=7, choices=ReminderKind)
    day = models.DateField("哪一天")
    to = Key(User, "提醒谁", null=True)
    written_at = models.DateTimeField("写下时间")

    class Meta:
        verbose_name = "催办提醒"
        verbose_name_plural = "催办提醒"
        triggers = [append_only()]
        indexes = [models.Index(name="reminder_to", fields=["to", "-written_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "kind", "day"], name="reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"
