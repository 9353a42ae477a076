"""Answered cases that everybody may read."""

from typing import Self

from django.db import models
from django.db.models import Q

from center.columns import Key
from center.ledger import never_deleted
from center.models import Center, User
from petitions.models import Petition
from petitions.rules.states import Kind


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Published cases."""

    def live(self) -> Self:
        return self.filter(unpublished_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")


class Publication(models.Model):
    """One case as it is published: texts of its own, nothing is read from the case."""

    petition = models.OneToOneField(
        Petition, on_delete=models.PROTECT, related_name="publication"
    )
    center = Key(Center, "中心")
    kind = models.CharField("类别", max_length=12, choices=Kind)
    title = models.CharField("标题", max_length=60)
    question = models.TextField("问题", max_length=2000)
    answer = models.TextField("答复", max_length=3000)
    answered_on = models.DateField("答复日期")
    published_at = models.DateTimeField("公开时间")
    published_by = Key(User, "谁公开的")
    unpublished_at = models.DateTimeField("撤下时间", null=True, blank=True)
    unpublished_by = Key(User, null=True, blank=True)
    unpublished_reason = models.CharField("撤下原因", max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "公开的诉求"
        verbose_name_plural = "公开的诉求"
        triggers = [never_deleted()]
        indexes = [
            models.Index(
                name="publication_live",
                fields=["center", "-published_at"],
                condition=Q(unpublished_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="publication_has_texts",
                condition=~Q(title="") & ~Q(question="") & ~Q(answer=""),
                violation_error_message="标题、问题和答复都要写。",
            ),
            models.CheckConstraint(
                name="publication_unpublished_with_reason",
                condition=Q(unpublished_at__isnull=True, unpublished_by__isnull=True)
                | (
                    Q(unpublished_at__isnull=False, unpublished_by__isnull=False)
                    & ~Q(unpublished_reason="")
                ),
                violation_error_message="撤下要写原因。",
            ),
        ]

    def __str__(self) -> str:
        return self.title
