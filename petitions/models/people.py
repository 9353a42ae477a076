"""Who may not see a case, who has what a leaver had, who looked at whose name."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q

from center.columns import Key
from center.ledger import append_only, never_deleted
from center.models import Center, User


class CenterPolicy(models.Model):
    """What a center has decided for itself; without a row everything is off."""

    center = models.OneToOneField(
        Center,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="petition_policy",
        verbose_name="中心",
    )
    may_pause = models.BooleanField("可以暂停计时", default=False)
    may_pause_for_superior = models.BooleanField(
        "等上级答复时也可以暂停", default=False
    )

    class Meta:
        verbose_name = "诉求办理设置"
        verbose_name_plural = "诉求办理设置"
        constraints = [
            models.CheckConstraint(
                name="centerpolicy_superior_needs_pause",
                condition=Q(may_pause=True) | Q(may_pause_for_superior=False),
                violation_error_message="先打开“可以暂停计时”。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.center}的诉求办理设置"


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """Who keeps away from what."""

    def standing(self) -> Self:
        return self.filter(lifted_at__isnull=True)

    def proposed(self) -> Self:
        return self.standing().filter(confirmed_at__isnull=True)

    def confirmed(self) -> Self:
        return self.standing().filter(confirmed_at__isnull=False)


class Conflict(models.Model):
    """A member of staff named in a case: for them it is not there at all.

    Found in a text it is a proposal until a colleague confirms or dismisses it; it
    keeps them away from the first moment. ``found`` are the words that speak of them.
    """

    petition = Key("petitions.Petition", related_name="conflicts")
    staff = Key(User, "回避的人")
    reason = models.CharField("原因", max_length=300)
    marked_at = models.DateTimeField()
    marked_by = Key(User, null=True)
    found = models.CharField("提到的话", max_length=60, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = Key(User, null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = Key(User, null=True, blank=True)
    lifted_reason = models.CharField(max_length=300, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = "回避"
        verbose_name_plural = "回避"
        triggers = [never_deleted()]
        indexes = [
            models.Index(
                name="conflict_to_judge",
                fields=["petition"],
                condition=Q(lifted_at__isnull=True, confirmed_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="conflict_judged_by_another",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("staff")),
                violation_error_message="是不是说到了本人，要由别的同事来定。",
            ),
            models.UniqueConstraint(
                fields=["staff", "petition"],
                name="conflict_once",
                condition=Q(lifted_at__isnull=True),
                violation_error_message="这个人已经回避了。",
            ),
            models.CheckConstraint(
                name="conflict_lifted_with_reason",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False))
                & ~Q(lifted_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} 回避"


class RevealLog(models.Model):
    """Somebody outside the owing center looked at who asked, and why."""

    petition = Key("petitions.Petition", "诉求", related_name="reveals")
    by = Key(User, "谁看的")
    at = models.DateTimeField("什么时候")
    reason = models.CharField("原因", max_length=300)

    class Meta:
        verbose_name = "查看诉求人的记录"
        verbose_name_plural = "查看诉求人的记录"
        triggers = [append_only()]
        indexes = [models.Index(name="reveallog_by", fields=["by", "at"])]
        constraints = [
            models.CheckConstraint(
                name="reveallog_has_reason",
                condition=~Q(reason=""),
                violation_error_message="请写查看的原因。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d %H:%M}"


class Link(models.Model):
    """Two requests about one matter: linked for staff, never shown to residents."""

    first = Key("petitions.Petition", related_name="links_up")
    second = Key("petitions.Petition", related_name="links_down")
    reason = models.CharField("原因", max_length=300, blank=True)
    by = Key(User)
    at = models.DateTimeField()
    undone_at = models.DateTimeField("解除时间", null=True, blank=True)
    undone_by = Key(User, null=True, blank=True)

    class Meta:
        verbose_name = "关联的诉求"
        verbose_name_plural = "关联的诉求"
        triggers = [
            never_deleted(),
            pgtrigger.ReadOnly(
                name="link_stays", fields=["first", "second", "reason", "by", "at"]
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(undone_at__isnull=True),
                name="link_once",
                violation_error_message="这两件已经关联了。",
            ),
            models.CheckConstraint(
                name="link_in_order",
                condition=Q(first__lt=F("second")),
                violation_error_message="一件诉求不能和自己关联。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.second_id}"


class Succession(models.Model):
    """Who has what somebody had who left; what comes back later goes there too."""

    staff = Key(User, "谁离开了")
    to = Key(User, "谁接手")
    reason = models.CharField("原因", max_length=300)
    by = Key(User)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "交接"
        verbose_name_plural = "交接"
        triggers = [append_only()]
        indexes = [models.Index(name="succession_of", fields=["staff", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="succession_to_another",
                condition=~Q(to=F("staff")),
                violation_error_message="不能交给自己。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff} → {self.to}"


def links_of(case: models.Model) -> models.QuerySet[Link]:
    ours = Q(first=case) | Q(second=case)
    return Link.objects.filter(ours, undone_at__isnull=True)


class SealedHandover(models.Model):
    """A sealed accusation passed on to discipline inspection: a number, no content."""

    center = Key(Center)
    number = models.PositiveIntegerField("转交号")
    handed_on = models.DateField("转交日期")
    by = Key(User)

    class Meta:
        verbose_name = "检举控告转交"
        verbose_name_plural = "检举控告转交"
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "number"], name="sealedhandover_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.handed_on:%Y}-{self.number}"
