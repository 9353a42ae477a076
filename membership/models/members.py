"""Members of branches, and what happened to each membership."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse

from center.columns import Key, known
from center.ledger import never_deleted
from center.models import User
from center.rules import mask_phone
from center.text import FIRST_DAY, PHONE
from center.workflow import models as workflow
from membership.models import triggers
from membership.models.organizations import BELOW_ONE, Organization
from membership.rules.members import (
    CONSENT_VERSION,
    HERE,
    MEMBER_FLOW,
    Channel,
    MemberKind,
    MemberVerb,
    Sex,
    State,
)


class MemberQuerySet(models.QuerySet["Member"]):
    """Members, and who may see which."""

    def visible_to(self, user: User) -> "MemberQuerySet":
        seen = Organization.objects.visible_to(user)
        return self.filter(organization__in=seen.values("pk"))

    def of_person(self, user: User) -> "MemberQuerySet":
        return self.filter(person=user)

    def here(self) -> "MemberQuerySet":
        return self.filter(state__in=HERE)

    def ending_by(self, day: date) -> "MemberQuerySet":
        """Return those on probation whose probation ends on that day or before."""
        return self.filter(
            state=State.PRESENT, kind=MemberKind.PROBATIONARY, probation_until__lte=day
        )

    def below(self, organization_id: int) -> "MemberQuerySet":
        """Return the members of an organization and of all below it."""
        return self.filter(
            organization_id__in=RawSQL(BELOW_ONE, [organization_id])  # noqa: S611 - the number is a value
        )


class Member(workflow.Record):
    """One member in one branch; at least what the national register asks for.

    The ID number is encrypted (``membership.crypto``); nothing of it stands in clear.
    """

    Kind = MemberKind
    State = State
    flow = MEMBER_FLOW
    locked_with = ("organization",)
    step_names = {"verb": "kind", "note": "text"}

    organization = Key(Organization, "党支部", related_name="members")
    group = Key(
        Organization, "党小组", null=True, blank=True, related_name="group_members"
    )
    person = Key(User, "本人账号", null=True, blank=True, related_name="memberships")
    name = models.CharField("姓名", max_length=40)
    sex = models.CharField("性别", max_length=1, choices=Sex, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    nation = models.CharField("民族", max_length=20, blank=True)
    education = models.CharField("学历", max_length=20, blank=True)
    work_post = models.CharField("工作岗位", max_length=40, blank=True)
    phone = models.CharField(
        "手机号",
        max_length=11,
        blank=True,
        validators=[RegexValidator(rf"\A{PHONE}\Z", "手机号是 11 位数字，以 1 开头。")],
    )
    kind = models.CharField("人员类别", max_length=12, choices=MemberKind)
    joined_on = models.DateField("入党日期", help_text="接收为预备党员的支部大会那天。")
    probation_until = models.DateField("预备期到", null=True, blank=True)
    probation_extended = models.BooleanField("延长过预备期", default=False)
    confirmed_on = models.DateField("转正日期", null=True, blank=True)
    mobile_to = models.CharField("外出流向", max_length=60, blank=True)
    lost_contact_on = models.DateField("失去联系的日期", null=True, blank=True)
    id_cipher = models.TextField(blank=True, editable=False)
    id_index = models.CharField(max_length=64, blank=True, editable=False)
    consent_version = models.CharField("告知书版本", max_length=20, blank=True)
    consent_at = models.DateTimeField("同意时间", null=True, blank=True)
    consent_channel = models.CharField(
        "同意方式", max_length=6, choices=Channel, blank=True
    )
    state = models.CharField(
        "党籍状态", max_length=9, choices=State, default=State.PRESENT, editable=False
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "党员"
        verbose_name_plural = "党员"
        ordering = ["organization", "name", "pk"]
        permissions = [
            ("import_members", "可以导入党员和党组织"),
            ("export_members", "可以导出党员名册（号码隐去）"),
            ("export_full_ids", "可以导出完整身份证号"),
            ("reveal_id", "可以查看完整身份证号"),
            ("decide_member", "可以登记转正、延长预备期和党籍变化"),
        ]
        indexes = [
            models.Index(
                name="member_branch", fields=["organization", "state", "name"]
            ),
            models.Index(name="member_probation", fields=["probation_until"]),
            models.Index(name="member_id_index", fields=["id_index"]),
        ]
        triggers = [
            never_deleted(),
            triggers.branch_holds_members(),
            workflow.state_moves(MEMBER_FLOW),
            workflow.every_move_has_a_step(
                "membership_membershipstep", "member_id = NEW.id"
            ),
        ]
        constraints = [
            known("member_state_known", state=State.values),
            known("member_sex_known", sex=["", *Sex.values]),
            models.CheckConstraint(
                name="member_phone_is_mobile",
                condition=Q(phone="") | Q(phone__regex=f"^{PHONE}$"),
                violation_error_message="手机号是 11 位数字，以 1 开头。",
            ),
            models.CheckConstraint(
                name="member_days_are_meant",
                condition=Q(joined_on__gte=FIRST_DAY)
                & (Q(born_on__isnull=True) | Q(born_on__gte=FIRST_DAY))
                & (Q(lost_contact_on__isnull=True) | Q(lost_contact_on__gte=FIRST_DAY)),
                violation_error_message="年份太早了，请写 1900 年以后的日期。",
            ),
            models.CheckConstraint(
                name="member_kind_has_its_dates",
                condition=Q(
                    kind=MemberKind.FORMAL,
                    confirmed_on__isnull=False,
                    confirmed_on__gte=F("joined_on"),
                )
                | Q(
                    kind=MemberKind.PROBATIONARY,
                    confirmed_on__isnull=True,
                    probation_until__isnull=False,
                    probation_until__gt=F("joined_on"),
                ),
                violation_error_message="正式党员要有不早于入党日期的转正日期；"
                "预备党员只有预备期。",
            ),
            models.CheckConstraint(
                name="member_number_needs_consent",
                condition=Q(id_cipher="")
                | Q(consent_at__isnull=False) & ~Q(consent_version=""),
                violation_error_message="本人同意告知书之后，才能登记身份证号。",
            ),
            models.CheckConstraint(
                name="member_consent_whole",
                condition=Q(
                    consent_at__isnull=True, consent_version="", consent_channel=""
                )
                | Q(consent_at__isnull=False, consent_channel__in=Channel.values)
                & ~Q(consent_version=""),
                violation_error_message="同意要有版本、时间和方式。",
            ),
            models.CheckConstraint(
                name="member_number_has_index",
                condition=Q(id_cipher="", id_index="")
                | ~Q(id_cipher="") & Q(id_index__regex="^[0-9a-f]{64}$"),
            ),
            models.UniqueConstraint(
                fields=["id_index"],
                name="member_id_once",
                condition=~Q(id_index="") & Q(state__in=HERE),
                violation_error_message="这个身份证号已经登记在另一位在册党员。",
            ),
            models.UniqueConstraint(
                fields=["person"],
                name="member_person_once",
                condition=Q(person__isnull=False, state__in=HERE),
                violation_error_message="这个账号已经是另一位在册党员。",
            ),
            models.CheckConstraint(
                name="member_version_positive", condition=Q(version__gte=1)
            ),
            models.UniqueConstraint(fields=["form_key"], name="member_form_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("membership:member", args=[self.pk])

    def refusal(self, verb: str, by: User | None) -> str:
        """Say why it cannot be done now: what the row itself tells against it."""
        if refusal := super().refusal(verb, by):
            return refusal
        is_formal = self.kind != MemberKind.PROBATIONARY
        against: dict[str, tuple[object, str]] = {
            MemberVerb.CONSENT: (
                self.consent_version == CONSENT_VERSION,
                "已经同意过这一版告知书，不用再登记。",
            ),
            MemberVerb.WITHDRAWN: (
                self.consent_at is None,
                "没有登记过同意，不用撤回。",
            ),
            MemberVerb.LINKED: (self.person_id, "已经关联了本人账号。"),
            MemberVerb.CONFIRMED: (is_formal, f"{self.name}已经是正式党员。"),
            MemberVerb.EXTENDED: (is_formal, f"{self.name}不是预备党员。"),
        }
        applies, text = against.get(verb, (False, ""))
        if not applies and verb == MemberVerb.EXTENDED and self.probation_extended:
            return "预备期只能延长一次。"
        return text if applies else ""

    @property
    def is_here(self) -> bool:
        return self.state in HERE

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone)

    @property
    def has_number(self) -> bool:
        return bool(self.id_cipher)


class MembershipStep(workflow.Step):
    """One thing that happened to a membership; never changed again.

    ``once`` names what caused it, so that the same cause moves a member one time only.
    """

    Kind = MemberVerb

    member = Key(Member, related_name="steps")
    kind = models.CharField("事项", max_length=10, choices=MemberVerb)
    # Empty in steps that are older than this column.
    state = models.CharField(
        "党籍状态", max_length=9, choices=State, blank=True, db_default=""
    )
    from_organization = Key(Organization, null=True)
    to_organization = Key(Organization, null=True)
    decided_by = models.CharField("决定的组织", max_length=80, blank=True)
    decided_on = models.DateField("决定日期", null=True)
    note = None  # type: ignore[assignment]  # it is called text here
    text = models.CharField("内容", max_length=1000, blank=True)
    once = models.CharField(max_length=80, null=True, unique=True)

    class Meta(workflow.Step.Meta):
        verbose_name = "党籍记录"
        verbose_name_plural = "党籍记录"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(name="membershipstep_member", fields=["member", "at"])]

    def __str__(self) -> str:
        return self.get_kind_display()
