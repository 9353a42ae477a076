"""What people are to be told by text message: written first, sent afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from center.rules import mask_phone


class Message(models.Model):
    """One text to one phone; ``once`` keeps a reminder from being written twice."""

    phone = models.CharField("手机号", max_length=11)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="收信人",
    )
    text = models.CharField("内容", max_length=300)
    once = models.CharField("不重复的标记", max_length=120)
    written_at = models.DateTimeField("写下时间")
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("试过几次", default=0)
    error = models.CharField("没发成的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "短信"
        verbose_name_plural = "短信"
        constraints = [
            models.UniqueConstraint(fields=["once"], name="message_once"),
        ]
        indexes = [
            models.Index(
                name="message_unsent",
                fields=["written_at"],
                condition=Q(sent_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.once

    @property
    def phone_masked(self) -> str:
        """Return the number as others may see it."""
        return mask_phone(self.phone)
