"""What was told once, what was refused, and what somebody was reminded of."""

import pgtrigger
from django.db import models
from django.db.models import Q

from center.columns import Key
from center.ledger import append_only, never_deleted
from center.models import Center, User
from membership.models import Organization, below_posts
from membership.rules.organizations import Duty
from membership.transfers.models.transfers import Transfer
from membership.transfers.rules.terms import RefusalCode


class MissingPapers(models.Model):
    """Everything that was missing, told at one time (一次性告知); never added to."""

    transfer = models.OneToOneField(
        Transfer,
        on_delete=models.PROTECT,
        related_name="missing_papers",
        verbose_name="组织关系接转",
    )
    items = models.JSONField("缺的材料")
    other = models.CharField("另外要说明的", max_length=300, blank=True)
    told_at = models.DateTimeField("告知时间")
    told_by = Key(User, "谁告知的")

    class Meta:
        verbose_name = "一次性告知"
        verbose_name_plural = "一次性告知"
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{len(self.items)}"

    @property
    def lines(self) -> list[str]:
        return [item["text"] for item in self.items] + [self.other] * bool(self.other)


class RefusalQuerySet(models.QuerySet["Refusal"]):
    """Refusals, and whose list they are on."""

    def for_superior(self, user: User) -> "RefusalQuerySet":
        """Return those that lie with somebody's organization, or their center."""
        if not user.has_perm("transfers.view_transfer"):
            return self.none()
        mine = Q(superior__in=below_posts(user, Duty.SECRETARY, Duty.ORGANIZER))
        if user.has_perm("transfers.view_refusal"):
            mine |= Q(center_id__in=user.center_ids)
        return self.filter(mine)


class Refusal(models.Model):
    """A relation that was refused, with its reason, for the superior to look at.

    党组织不得无故拒转拒接: the code says which of the allowed reasons it was.
    """

    transfer = models.OneToOneField(
        Transfer,
        on_delete=models.PROTECT,
        related_name="review",
        verbose_name="组织关系接转",
    )
    center = Key(Center, "中心")
    code = models.CharField("原因", max_length=12, choices=RefusalCode, blank=True)
    text = models.CharField("说明", max_length=500)
    decided_by = models.CharField("决定的组织", max_length=80)
    superior = Key(Organization, "上级党组织", null=True)
    at = models.DateTimeField("时间")
    seen_by = Key(User, "谁看过", null=True)
    seen_at = models.DateTimeField("看过时间", null=True)
    opinion = models.CharField("上级意见", max_length=300, blank=True)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        verbose_name = "拒转拒接"
        verbose_name_plural = "拒转拒接"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                name="refusal_unseen",
                fields=["center"],
                condition=Q(seen_at__isnull=True),
            )
        ]
        triggers = [
            never_deleted(),
            pgtrigger.ReadOnly(
                name="as_it_was", exclude=["seen_by", "seen_at", "opinion"]
            ),
            pgtrigger.Protect(
                name="seen_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__seen_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="refusal_has_reason",
                condition=~Q(text="") & ~Q(decided_by=""),
                violation_error_message="要写原因和作出决定的组织。",
            ),
            models.CheckConstraint(
                name="refusal_seen_whole",
                condition=Q(seen_by__isnull=True, seen_at__isnull=True, opinion="")
                | Q(seen_by__isnull=False, seen_at__isnull=False) & ~Q(opinion=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Reminder(models.Model):
    """One reminder that was written; the same one is never written twice."""

    class What(models.TextChoices):
        RECEIPT = "receipt", "催回执"
        SEND = "send", "该寄回执"
        ENDING = "ending", "信快到期"
        PROBATION = "probation", "预备期快满"

    transfer = Key(Transfer, related_name="reminders")
    what = models.CharField(max_length=9, choices=What)
    # Days for receipts; the letter's row for an ending: a new letter is a new start.
    stage = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒"
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["transfer", "what", "stage"], name="transferreminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.stage}"
