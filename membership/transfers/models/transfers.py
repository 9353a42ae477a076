"""A transfer, who travels with it, and every step it took."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from center.ledger import never_deleted
from center.models import Center, User
from center.rules import in_fours, mask_phone
from center.text import FIRST_DAY, PHONE
from membership.models import Member, Organization, below_posts
from membership.rules import Duty, MemberKind, Sex
from membership.transfers import triggers
from membership.transfers.moves import (
    APPROVED_STATES,
    MOVED_WHEN,
    MOVING,
    OPEN,
    SEALED_STATES,
    channels_for,
    states_of,
)
from membership.transfers.rules import (
    CODE_LENGTH,
    Channel,
    Direction,
    Kind,
    State,
    Why,
)
from membership.transfers.story import tone_of


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Transfers, and who may see which."""

    def of_person(self, user: User) -> "TransferQuerySet":
        """Return somebody's own."""
        return self.filter(person=user)

    def visible_to(self, user: User) -> "TransferQuerySet":
        """Return what a member of staff may see: their center's, and of their posts.

        A draft is seen by nobody but the member.
        """
        if not user.has_perm("transfers.view_transfer"):
            return self.none()
        posts = below_posts(user, *Duty)
        seen = Q(branch__in=posts) | Q(committee__in=posts) | Q(to_branch__in=posts)
        if user.has_perm("membership.view_center_organizations"):
            seen |= Q(center_id__in=user.center_ids)
        return self.filter(seen).exclude(state=State.DRAFT)

    def open(self) -> "TransferQuerySet":
        """Return those that are not finished."""
        return self.filter(is_open=True)

    def newest_first(self) -> "TransferQuerySet":
        """Return the register from its end."""
        return self.order_by("-pk")


def _meant(name: str) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": FIRST_DAY})


class Transfer(models.Model):
    """One organization relation on its way, out or in.

    The portal is the register, tracker and printer; what was decided by whom is only
    written down here. Dates are those of Shanghai.
    """

    center = models.ForeignKey(
        Center, on_delete=models.PROTECT, related_name="+", verbose_name="中心"
    )
    code = models.CharField("查询码", max_length=CODE_LENGTH, unique=True)
    form_key = models.CharField(max_length=64, unique=True, editable=False)
    direction = models.CharField("方向", max_length=3, choices=Direction)
    kind = models.CharField("类别", max_length=11, choices=Kind)
    channel = models.CharField("渠道", max_length=8, choices=Channel)
    outside_number = models.CharField("外部编号", max_length=60, blank=True)
    state = models.CharField("状态", max_length=13, choices=State)
    is_open = models.GeneratedField(
        expression=Q(state__in=sorted(OPEN)),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )
    version = models.PositiveIntegerField(default=0, verbose_name="第几版")
    why = models.CharField("原因", max_length=10, choices=Why, default=Why.OTHER)
    reason = models.CharField("说明", max_length=300, blank=True)

    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transfers",
        verbose_name="党员",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transfers",
        verbose_name="本人账号",
    )
    name = models.CharField("姓名或组织名", max_length=80)
    phone = models.CharField("手机号", max_length=11, blank=True)
    sex = models.CharField("性别", max_length=1, choices=Sex, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    nation = models.CharField("民族", max_length=20, blank=True)
    member_kind = models.CharField(
        "人员类别", max_length=12, choices=MemberKind, blank=True
    )
    joined_on = models.DateField("入党日期", null=True, blank=True)
    confirmed_on = models.DateField("转正日期", null=True, blank=True)
    probation_until = models.DateField("预备期到", null=True, blank=True)
    introducers = models.CharField("入党介绍人", max_length=80, blank=True)
    probation_papers = models.CharField("预备党员材料", max_length=200, blank=True)
    proxy_name = models.CharField("代办党员", max_length=40, blank=True)
    people = models.PositiveIntegerField("人数", default=1)

    branch = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="本方党支部",
    )
    committee = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="本方基层党委",
    )
    to_branch = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="去向支部（本系统里的）",
    )
    other_side = models.CharField("对方党组织", max_length=120, blank=True)
    is_far = models.BooleanField("去外省", default=False)
    other_heading = models.CharField("抬头", max_length=80, blank=True)
    came_on = models.DateField("来信日期", null=True, blank=True)
    came_valid_until = models.DateField("来信有效期到", null=True, blank=True)

    dues_paid_through = models.DateField("党费交到（月）", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经办人",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记审批的人",
    )
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="用印人",
    )
    created_at = models.DateTimeField("登记时间")
    watch_from = models.DateField("从哪天起等回执", null=True, blank=True)
    moved_at = models.DateTimeField("组织关系变更时间", null=True, blank=True)
    done_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "组织关系接转"
        verbose_name_plural = "组织关系接转"
        ordering = ["-pk"]
        permissions = [
            ("handle_transfer", "可以受理和登记接转"),
            ("confirm_transfer", "可以登记支部的确认"),
            ("approve_transfer", "可以登记党委的审批和接收"),
            ("seal_transfer", "可以登记用印、开信和寄回执"),
            ("export_transfer", "可以导出接转登记簿（号码隐去）"),
        ]
        indexes = [
            models.Index(
                name="transfer_register", fields=["center", "direction", "-id"]
            ),
            models.Index(
                name="transfer_open",
                fields=["center", "direction", "state"],
                condition=Q(is_open=True),
            ),
            models.Index(name="transfer_branch", fields=["branch", "-id"]),
            models.Index(name="transfer_committee", fields=["committee", "-id"]),
            models.Index(name="transfer_person", fields=["person", "-id"]),
        ]
        triggers = [
            never_deleted(),
            triggers.life_cycle(Direction.OUT),
            triggers.life_cycle(Direction.IN),
            triggers.starts_at_the_start(),
            triggers.every_move_is_written_down(),
            triggers.movers_follow(),
            triggers.members_moved(),
            pgtrigger.ReadOnly(
                name="born_with",
                fields=["code", "direction", "form_key", "center", "created_at"],
            ),
            pgtrigger.Protect(
                name="moved_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__moved_at__isnull=False,
                    old__moved_at__df=pgtrigger.F("new__moved_at"),
                ),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="transfer_days_are_meant",
                condition=_meant("came_on")
                & _meant("joined_on")
                & _meant("born_on")
                & _meant("came_valid_until"),
                violation_error_message="年份太早了，请写 1900 年以后的日期。",
            ),
            models.CheckConstraint(
                name="transfer_state_of_its_direction",
                condition=Q(
                    direction=Direction.OUT, state__in=sorted(states_of(Direction.OUT))
                )
                | Q(direction=Direction.IN, state__in=sorted(states_of(Direction.IN))),
            ),
            models.CheckConstraint(
                name="transfer_channel_of_its_kind",
                condition=models.Q(
                    *[
                        Q(kind=kind, channel__in=sorted(channels_for(kind)))
                        for kind in Kind
                    ],
                    _connector=Q.OR,
                ),
                violation_error_message="这一类接转不走这个渠道，请换一个。",
            ),
            models.CheckConstraint(
                name="transfer_three_people",
                condition=(
                    (Q(made_by__isnull=True) | ~Q(made_by=F("approved_by")))
                    & (Q(made_by__isnull=True) | ~Q(made_by=F("sealed_by")))
                    & (Q(approved_by__isnull=True) | ~Q(approved_by=F("sealed_by")))
                ),
                violation_error_message="经办、审批、用印要由三个不同的人来做。",
            ),
            models.CheckConstraint(
                name="transfer_not_ones_own",
                condition=Q(person__isnull=True)
                | (
                    (Q(made_by__isnull=True) | ~Q(made_by=F("person")))
                    & (Q(approved_by__isnull=True) | ~Q(approved_by=F("person")))
                    & (Q(sealed_by__isnull=True) | ~Q(sealed_by=F("person")))
                ),
                violation_error_message="自己的组织关系要请别的同事来办。",
            ),
            models.CheckConstraint(
                name="transfer_approved_by_somebody",
                condition=~Q(
                    direction=Direction.OUT,
                    state__in=sorted(APPROVED_STATES[Direction.OUT]),
                )
                & ~Q(
                    direction=Direction.IN,
                    state__in=sorted(APPROVED_STATES[Direction.IN]),
                )
                | Q(made_by__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="transfer_sealed_by_somebody",
                condition=~Q(state__in=sorted(SEALED_STATES))
                | Q(sealed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="transfer_moves_on_completion",
                condition=Q(
                    Q(
                        direction=Direction.OUT,
                        state__in=sorted(MOVED_WHEN[Direction.OUT]),
                    )
                    | Q(
                        direction=Direction.IN,
                        state__in=sorted(MOVED_WHEN[Direction.IN]),
                    ),
                    kind__in=sorted(MOVING),
                    moved_at__isnull=False,
                )
                | Q(moved_at__isnull=True)
                & ~Q(
                    Q(
                        direction=Direction.OUT,
                        state__in=sorted(MOVED_WHEN[Direction.OUT]),
                    )
                    | Q(
                        direction=Direction.IN,
                        state__in=sorted(MOVED_WHEN[Direction.IN]),
                    ),
                    kind__in=sorted(MOVING),
                ),
            ),
            models.CheckConstraint(
                name="transfer_done_has_time",
                condition=Q(is_open=True, done_at__isnull=True)
                | Q(is_open=False, done_at__isnull=False),
            ),
            models.CheckConstraint(
                name="transfer_inside_has_a_branch",
                condition=~Q(kind=Kind.INSIDE) | Q(to_branch__isnull=False),
                violation_error_message="要选调整到哪个支部。",
            ),
            models.CheckConstraint(
                name="transfer_to_another_branch",
                condition=Q(to_branch__isnull=True)
                | Q(branch__isnull=True)
                | ~Q(to_branch=F("branch")),
                violation_error_message="去向支部就是现在的支部，请选别的。",
            ),
            models.CheckConstraint(
                name="transfer_dues_are_a_month",
                condition=Q(dues_paid_through__isnull=True)
                | Q(dues_paid_through__day=1),
            ),
            models.CheckConstraint(
                name="transfer_phone_is_mobile",
                condition=Q(phone="") | Q(phone__regex=f"^{PHONE}$"),
                violation_error_message="手机号是 11 位数字，以 1 开头。",
            ),
            models.CheckConstraint(
                name="transfer_people_positive", condition=Q(people__gte=1)
            ),
            models.UniqueConstraint(
                fields=["member"],
                name="transfer_one_open_per_member",
                condition=Q(state__in=sorted(OPEN)),
                violation_error_message="这位党员已经有一件接转在办。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.name}"

    def get_absolute_url(self) -> str:
        """Return the member's own page."""
        return reverse("transfers:story", args=[self.code])

    @property
    def desk_url(self) -> str:
        """Return the page for staff."""
        return reverse("transfers:case", args=[self.code])

    @property
    def code_grouped(self) -> str:
        """Return the code as it is read aloud."""
        return in_fours(self.code)

    @property
    def phone_masked(self) -> str:
        """Return the phone as others may see it."""
        return mask_phone(self.phone)

    @property
    def tone(self) -> str:
        """Return ok, warn, now or off for the mark beside the state."""
        return tone_of(self.state)

    @property
    def is_out(self) -> bool:
        """Say whether this is a transfer out."""
        return self.direction == Direction.OUT

    @property
    def is_probationary(self) -> bool:
        """Say whether somebody on probation travels."""
        return self.member_kind == MemberKind.PROBATIONARY
