from typing import Self

from django.db import models
from django.urls import reverse

from center.columns import Key
from center.models import Center, User
from reading_room.imports.rules import Fate


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(center__in=user.center_ids)


class Import(models.Model):
    """A list of books that came in: its rows, and what was said of each; then done.

    ``rows`` holds number, cells by column and what was wrong when the file was read.
    """

    center = Key(Center)
    name = models.CharField("文件", max_length=100)
    rows = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    new = models.PositiveIntegerField("新书", default=0)
    copies = models.PositiveIntegerField("加册", default=0)
    same = models.PositiveIntegerField("原来就有", default=0)
    wrong = models.PositiveIntegerField("有错", default=0)
    form_key = models.CharField(max_length=64, null=True)
    by = Key(User)
    at = models.DateTimeField("上传时间")
    done_by = Key(User, null=True)
    done_at = models.DateTimeField("导入时间", null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "书目导入"
        verbose_name_plural = "书目导入"
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(name="import_center", fields=["center", "-at"])]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="import_form_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    @property
    def counts(self) -> dict[str, int]:
        return {str(fate): int(getattr(self, fate)) for fate in Fate}

    @property
    def total(self) -> int:
        return sum(self.counts.values())
