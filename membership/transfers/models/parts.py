"""Who travels with a transfer, every step it took, and what a center does its way."""

from decimal import Decimal

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from center.columns import Key
from center.ledger import never_deleted
from center.models import Center, User
from center.workflow import models as workflow
from membership.models import Member
from membership.transfers.models.transfers import Transfer
from membership.transfers.models.triggers import stays_while_on_the_way
from membership.transfers.rules.roles import Actor
from membership.transfers.rules.states import State, Verb
from membership.transfers.rules.terms import (
    MAX_RECEIPT_DAYS,
    MAX_VALID_DAYS,
    MIN_RECEIPT_DAYS,
    RECEIPT_DAYS,
    VALID_DAYS,
)


class Mover(models.Model):
    """Somebody who travels with a transfer: one, or all of a whole organization.

    ``is_open`` follows the transfer by a trigger, so that nobody is on two ways.
    """

    transfer = Key(Transfer, related_name="movers")
    member = Key(Member)
    is_open = models.BooleanField(default=True)

    class Meta:
        verbose_name = "随迁党员"
        verbose_name_plural = "随迁党员"
        ordering = ["pk"]
        triggers = [
            never_deleted(),
            pgtrigger.ReadOnly(name="same_member", fields=["transfer", "member"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["transfer", "member"], name="mover_once_per_transfer"
            ),
            models.UniqueConstraint(
                fields=["member"],
                name="mover_one_open_per_member",
                condition=Q(is_open=True),
                violation_error_message="这位党员已经有一件接转在办。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}"


class MovingMember(Member):
    """A member as transfers see it: stays put while a transfer is open."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [stays_while_on_the_way()]


class TransferStep(workflow.Step):
    """One thing that happened to a transfer; never changed again (invariant f)."""

    transfer = Key(Transfer, "组织关系接转", related_name="steps")
    version = models.PositiveIntegerField("第几步")
    verb = models.CharField("事项", max_length=14, choices=Verb)
    before = models.CharField("之前", max_length=13, choices=State)
    after = models.CharField("之后", max_length=13, choices=State)
    by = Key(User, "谁", null=True)  # type: ignore[assignment]  # nobody: the calendar
    actor = models.CharField("以什么身份", max_length=9, choices=Actor)
    note = None  # type: ignore[assignment]  # it is called text here
    text = models.CharField("说明", max_length=500, blank=True)
    decided_by = models.CharField("决定的组织", max_length=80, blank=True)
    decided_on = models.DateField("决定日期", null=True)
    address = models.GenericIPAddressField("来自", null=True)

    class Meta(workflow.Step.Meta):
        verbose_name = "接转记录"
        verbose_name_plural = "接转记录"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["transfer", "version"], name="transferstep_one_per_version"
            ),
            models.CheckConstraint(
                name="transferstep_by_somebody",
                condition=Q(by__isnull=False) | Q(actor=Actor.SYSTEM),
            ),
        ]

    def __str__(self) -> str:
        return self.get_verb_display()


class Practice(models.Model):
    """What differs from place to place; one row for a center, defaults without one."""

    center = models.OneToOneField(
        Center, on_delete=models.PROTECT, related_name="+", verbose_name="中心"
    )
    letter_days = models.PositiveSmallIntegerField(
        "介绍信有效天数",
        default=VALID_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_VALID_DAYS)],
        help_text=f"开信时先填好的天数，最多 {MAX_VALID_DAYS} 天。",
    )
    receipt_days = models.PositiveSmallIntegerField(
        "回执期限（天）",
        default=RECEIPT_DAYS,
        validators=[
            MinValueValidator(MIN_RECEIPT_DAYS),
            MaxValueValidator(MAX_RECEIPT_DAYS),
        ],
    )
    right_mm = models.DecimalField(
        "套打往右移（毫米）",
        max_digits=4,
        decimal_places=1,
        default=Decimal(0),
        help_text="预印表单对不准时微调；往左填负数。",
    )
    down_mm = models.DecimalField(
        "套打往下移（毫米）", max_digits=4, decimal_places=1, default=Decimal(0)
    )

    class Meta:
        verbose_name = "本地做法"
        verbose_name_plural = "本地做法"
        constraints = [
            models.CheckConstraint(
                name="practice_letter_days",
                condition=Q(letter_days__range=(1, MAX_VALID_DAYS)),
                violation_error_message=f"有效期是 1 到 {MAX_VALID_DAYS} 天。",
            ),
            models.CheckConstraint(
                name="practice_receipt_days",
                condition=Q(receipt_days__range=(MIN_RECEIPT_DAYS, MAX_RECEIPT_DAYS)),
                violation_error_message=f"回执期限是 {MIN_RECEIPT_DAYS} 到 "
                f"{MAX_RECEIPT_DAYS} 天。",
            ),
            models.CheckConstraint(
                name="practice_shift_is_small",
                condition=Q(right_mm__range=(-30, 30), down_mm__range=(-30, 30)),
                violation_error_message="微调最多 30 毫米。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center_id}"

    @classmethod
    def of(cls, center: Center) -> "Practice":
        return cls.objects.filter(center=center).first() or cls(center=center)
