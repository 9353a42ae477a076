from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from center.kept.rules import DRAFT_KEPT, GUEST_DRAFT_KEPT


class HeldFile(models.Model):
    """A chosen file that waits for its form to be mended; judged and cleaned already.

    ``owner`` is a digest of the visitor (center.keys.browser_of).
    """

    token = models.CharField(max_length=32, unique=True)
    owner = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    field = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to="held/", max_length=120)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "等着的文件"
        indexes = [
            models.Index(name="heldfile_at", fields=["at"]),
            models.Index(name="heldfile_owner", fields=["owner"]),
        ]

    def __str__(self) -> str:
        return f"{self.token[:6]} {self.at:%Y-%m-%d %H:%M}"


class SentForm(models.Model):
    """That a form with this key was carried out, and a digest of what it said."""

    key = models.CharField(max_length=64, unique=True)
    said = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "交过的表"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts of accounts, and of browsers in which nobody has logged in."""

    def fresh(self, at: datetime) -> Self:
        old = Q(user__isnull=True, at__lte=at - GUEST_DRAFT_KEPT)
        return self.exclude(old | Q(at__lt=at - DRAFT_KEPT))

    def old(self, at: datetime) -> Self:
        return self.exclude(pk__in=self.fresh(at).values("pk"))


class Draft(models.Model):
    """What somebody has typed into a form and not sent yet, by its address.

    ``owner`` is a digest of a visitor without an account (center.keys.browser_of).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="drafts",
        null=True,
    )
    owner = models.CharField(max_length=64, blank=True, default="", db_default="")
    path = models.CharField(max_length=200)
    # Name of a field -> what was typed, in order.
    fields = models.JSONField()
    at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        constraints = [
            models.UniqueConstraint(fields=["user", "path"], name="draft_one_a_form"),
            models.UniqueConstraint(
                fields=["owner", "path"],
                name="draft_one_a_guest_form",
                condition=Q(user__isnull=True),
            ),
            models.CheckConstraint(
                name="draft_is_somebodys",
                condition=Q(user__isnull=False, owner="")
                | Q(user__isnull=True) & ~Q(owner=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.at:%Y-%m-%d %H:%M}"
