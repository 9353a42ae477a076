"""Which reminder was written for which case: once for each case, kind and day."""

from django.conf import settings
from django.db import models

from center.ledger import append_only
from petitions.models import Petition
from petitions.rules.followup import ReminderKind


class Reminder(models.Model):
    """One reminder; ``day`` is the date it warns of, or today for an overdue case."""

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="reminders"
    )
    kind = models.CharField("提醒", max_length=7, choices=ReminderKind)
    day = models.DateField("哪一天")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="提醒谁",
    )
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
