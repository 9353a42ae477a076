"""Who saw or took out what of the members, and what waits to be imported."""

import pgtrigger
from django.db import models
from django.db.models import Q

from center.columns import Key
from center.ledger import append_only, never_deleted
from center.models import Center, User
from membership.models.members import Member


class What(models.TextChoices):
    """What a list is of."""

    MEMBERS = "members", "党员"
    ORGANIZATIONS = "organizations", "党组织"


class IdReveal(models.Model):
    """Who looked at a full ID number, when and why; never changed again."""

    member = Key(Member, "党员", related_name="reveals")
    by = Key(User, "谁")
    at = models.DateTimeField("时间")
    reason = models.CharField("理由", max_length=200)

    class Meta:
        verbose_name = "查看身份证号的记录"
        verbose_name_plural = "查看身份证号的记录"
        ordering = ["-at", "-pk"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(name="idreveal_has_reason", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return self.reason


class ImportBatch(models.Model):
    """One uploaded list; its rows are kept encrypted until imported or thrown away."""

    What = What

    class State(models.TextChoices):
        PREVIEW = "preview", "待确认"
        IMPORTED = "imported", "已导入"
        DISCARDED = "discarded", "已放弃"

    what = models.CharField(max_length=13, choices=What)
    center = Key(Center)
    by = Key(User)
    at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.PREVIEW)
    rows = models.PositiveIntegerField()
    imported = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    payload = models.TextField(blank=True)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = "导入批次"
        verbose_name_plural = "导入批次"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(name="importbatch_center", fields=["center", "at"])]
        triggers = [
            never_deleted(),
            pgtrigger.FSM(
                name="state_moves",
                field="state",
                transitions=[("preview", "imported"), ("preview", "discarded")],
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="importbatch_payload_only_waiting",
                condition=Q(state="preview", finished_at__isnull=True)
                | Q(payload="", finished_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.rows}"
