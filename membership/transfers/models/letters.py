"""Letters with numbers that leave no gap, and receipts."""

import pgtrigger
from django.db import models
from django.db.models import F, Func, Q

from center.columns import Key, known
from center.ledger import append_only, never_deleted
from center.models import Center, User
from membership.models import Organization
from membership.rules.members import MemberKind, Sex
from membership.transfers.models.transfers import Transfer
from membership.transfers.models.triggers import serial_follows_the_last
from membership.transfers.rules.moves import WITH_LETTER
from membership.transfers.rules.states import Kind
from membership.transfers.rules.terms import MAX_VALID_DAYS


class DaysAfter(Func):
    """A date some days after another one, counted by the database."""

    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = models.DateField()


class LetterCounter(models.Model):
    """The last number an organization gave in a year; its row lock makes them wait."""

    organization = Key(Organization)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "介绍信编号"
        verbose_name_plural = "介绍信编号"
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year"], name="lettercounter_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.year}: {self.last}"


class Letter(models.Model):
    """One letter as it was issued; a change means void and a new number (invariant d).

    A void letter keeps its number and its place in the register.
    """

    transfer = Key(Transfer, "组织关系接转", related_name="letters")
    center = Key(Center, "中心")
    organization = Key(Organization, "开信的组织")
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号")
    number = models.CharField("编号", max_length=40, unique=True)
    kind = models.CharField("类别", max_length=11, choices=Kind)
    heading = models.CharField("抬头", max_length=80)
    from_text = models.CharField("由何处", max_length=120)
    to_text = models.CharField("去何处", max_length=120)
    name = models.CharField("姓名或组织名", max_length=80)
    sex = models.CharField("性别", max_length=1, choices=Sex, blank=True)
    age = models.PositiveSmallIntegerField("年龄", null=True)
    nation = models.CharField("民族", max_length=20, blank=True)
    member_kind = models.CharField(
        "人员类别", max_length=12, choices=MemberKind, blank=True
    )
    people = models.PositiveIntegerField("人数", default=1)
    phone = models.CharField("联系方式", max_length=11, blank=True)
    dues_paid_through = models.DateField("党费交到（月）", null=True)
    issued_on = models.DateField("开具日期")
    valid_days = models.PositiveSmallIntegerField("有效天数")
    valid_until = models.DateField("有效期到（含）")
    sealed_by = Key(User, "用印人")
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="replaced_by",
        verbose_name="补开，原信",
    )
    issued_at = models.DateTimeField("登记时间")
    delivered_on = models.DateField("领取日期", null=True, blank=True)
    delivered_to = models.CharField("领取人", max_length=40, blank=True)
    void_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_by = Key(User, "作废人", null=True)
    void_reason = models.CharField("作废原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "介绍信"
        verbose_name_plural = "介绍信"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                name="letter_valid_until",
                fields=["valid_until"],
                condition=Q(void_at__isnull=True),
            ),
            models.Index(name="letter_center", fields=["center", "-id"]),
        ]
        triggers = [
            never_deleted(),
            serial_follows_the_last(),
            pgtrigger.ReadOnly(
                name="issued_as_it_is",
                exclude=[
                    "delivered_on",
                    "delivered_to",
                    "void_at",
                    "void_by",
                    "void_reason",
                ],
            ),
            pgtrigger.Protect(
                name="void_stays_void",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__void_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year", "serial"], name="letter_number_once"
            ),
            models.UniqueConstraint(
                fields=["transfer"],
                name="letter_one_good_per_transfer",
                condition=Q(void_at__isnull=True),
                violation_error_message="原来的信还没有作废，不能再开一封。",
            ),
            models.CheckConstraint(
                name="letter_valid_at_most_90_days",
                condition=Q(valid_days__range=(1, MAX_VALID_DAYS)),
                violation_error_message=f"有效期是 1 到 {MAX_VALID_DAYS} 天。",
            ),
            models.CheckConstraint(
                name="letter_valid_until_counts",
                condition=Q(valid_until=DaysAfter(F("issued_on"), F("valid_days"))),
            ),
            models.CheckConstraint(
                name="letter_year_of_its_date", condition=Q(issued_on__year=F("year"))
            ),
            models.CheckConstraint(
                name="letter_serial_positive", condition=Q(serial__gte=1)
            ),
            models.CheckConstraint(
                name="letter_void_has_reason",
                condition=Q(void_at__isnull=True, void_by__isnull=True, void_reason="")
                | Q(void_at__isnull=False, void_by__isnull=False) & ~Q(void_reason=""),
                violation_error_message="作废要写原因。",
            ),
            known("letter_not_for_inside_or_league", kind=sorted(WITH_LETTER)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_void(self) -> bool:
        return self.void_at is not None


class Receipt(models.Model):
    """The answer that a relation has arrived: one that came in, or one we sent."""

    class How(models.TextChoices):
        HAND = "hand", "交本人带回"
        MAIL = "mail", "挂号邮寄"
        COURIER = "secure", "机要交通"
        FAX = "fax", "传真"
        SYSTEM = "system", "系统里回复"

    transfer = models.OneToOneField(
        Transfer,
        on_delete=models.PROTECT,
        related_name="receipt",
        verbose_name="组织关系接转",
    )
    number = models.CharField("回执编号", max_length=60, blank=True)
    on = models.DateField("回执日期")
    how = models.CharField("方式", max_length=6, choices=How)
    tracking = models.CharField("单号", max_length=60, blank=True)
    handler = models.CharField("对方经办人", max_length=40, blank=True)
    phone = models.CharField("对方电话", max_length=40, blank=True)
    by = Key(User, "谁")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "回执"
        verbose_name_plural = "回执"
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.number or f"{self.on}"
