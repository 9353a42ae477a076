"""Party organizations as a tree."""

from collections.abc import Iterator

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse

from center.columns import Key, known
from center.ledger import never_deleted
from center.models import Center, User
from center.workflow import models as workflow
from membership.models import triggers
from membership.rules.organizations import (
    BRANCHES,
    COMMITTEES,
    MAY_APPROVE,
    NATIONAL_CODE,
    ORGANIZATION_FLOW,
    SEES_MEMBERS,
    Duty,
    Kind,
    OrganizationVerb,
    Status,
)

_BELOW = """
WITH RECURSIVE below(id) AS (
    {start}
    UNION SELECT o.id FROM membership_organization o
    JOIN below ON o.parent_id = below.id
) SELECT id FROM below
"""
BELOW_ONE = _BELOW.format(start="SELECT %s::bigint")
# A post counts from its first to its last day, by the calendar of Shanghai. The
# database says which is today: some sixty places ask who may see what, the admin and
# the portals of subjects among them, and most have no moment at hand.
_TODAY = "(statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date"
_POSTS = f"""
SELECT organization_id FROM membership_post
WHERE user_id = %s AND duty = ANY(%s) AND starts_on <= {_TODAY}
    AND (ends_on IS NULL OR ends_on >= {_TODAY})
"""  # noqa: S608 - constants only
_BELOW_POSTS = _BELOW.format(start=_POSTS)


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Organizations as a tree, and who may see which."""

    def visible_to(self, user: User) -> "OrganizationQuerySet":
        """Return what somebody may see: their center's, and below their own posts."""
        seen = Q(pk__in=below_posts(user, *SEES_MEMBERS))
        if user.is_staff and user.has_perm("membership.view_center_organizations"):
            if user.center_id is None:
                return self.all()
            seen |= _of_centers(user.center_ids)
        return self.filter(seen)

    def below_posts(self, user: User, *duties: Duty) -> "OrganizationQuerySet":
        return self.filter(pk__in=below_posts(user, *duties))

    def below(self, organization_id: int) -> "OrganizationQuerySet":
        return self.filter(pk__in=RawSQL(BELOW_ONE, [organization_id]))  # noqa: S611 - the number is a value

    def ids_below(self, organization_id: int) -> list[int]:
        return sorted(self.below(organization_id).values_list("pk", flat=True))

    def active(self) -> "OrganizationQuerySet":
        return self.filter(status=Status.ACTIVE)

    def branches(self) -> "OrganizationQuerySet":
        return self.filter(kind__in=BRANCHES)

    def at_work_for(self, user: User | None) -> "OrganizationQuerySet":
        if user is None:
            return self.none()
        return self.visible_to(user).branches().active()

    def committees(self) -> "OrganizationQuerySet":
        return self.filter(kind__in=COMMITTEES)


def _of_centers(centers: list[int]) -> Q:
    served = Organization.served_by.through.objects.filter(center_id__in=centers)
    return Q(center_id__in=centers) | Q(pk__in=served.values("organization_id"))


def below_posts(user: User, *duties: Duty) -> RawSQL:
    """Return, as a subquery, the organizations below somebody's present posts."""
    return RawSQL(_BELOW_POSTS, [user.pk, list(duties)])  # noqa: S611 - both are values


class Organization(workflow.Record):
    """One party organization; the tree of organizations is not that of centers."""

    Kind = Kind
    Status = Status
    flow = ORGANIZATION_FLOW
    locked_with = ("center", "parent")
    step_names = {"note": "text"}

    parent = Key("self", "上级党组织", null=True, blank=True, related_name="children")
    center = Key(Center, "登记的中心", related_name="organizations")
    served_by = models.ManyToManyField(
        Center,
        blank=True,
        related_name="served_organizations",
        verbose_name="另外为它服务的中心",
    )
    kind = models.CharField("类别", max_length=10, choices=Kind)
    name = models.CharField("全称", max_length=80, help_text="和公章上的一样。")
    short_name = models.CharField("简称", max_length=30, blank=True)
    letter_heading = models.CharField(
        "介绍信抬头", max_length=80, blank=True, help_text="有权接收的组织的完整抬头。"
    )
    letter_word = models.CharField(
        "机构代字",
        max_length=10,
        blank=True,
        help_text="介绍信编号的开头，例如“清街”组转〔2026〕0001 号。",
    )
    national_code = models.CharField("全国系统编码", max_length=15, blank=True)
    can_approve_probationary = models.BooleanField("有权审批预备党员", default=False)
    issues_paper_letters = models.BooleanField(
        "可开出省纸质介绍信", default=False, help_text="通常是县级以上组织部门。"
    )
    secretary = Key(
        "membership.Member",
        "书记（本系统里的党员）",
        null=True,
        blank=True,
        related_name="secretary_of",
    )
    secretary_name = models.CharField("书记姓名", max_length=40, blank=True)
    founded_on = models.DateField("成立日期", null=True, blank=True)
    term_from = models.DateField("本届起", null=True, blank=True)
    term_to = models.DateField("本届止", null=True, blank=True)
    address = models.CharField("通讯地址", max_length=120, blank=True)
    postcode = models.CharField("邮编", max_length=6, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    fax = models.CharField("传真", max_length=40, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=100)
    status = models.CharField(
        "状态", max_length=10, choices=Status, default=Status.ACTIVE, editable=False
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = "党组织"
        verbose_name_plural = "党组织"
        ordering = ["order", "pk"]
        permissions = [
            ("view_center_organizations", "可以看本中心登记和服务的党组织"),
            ("appoint", "可以指定书记、组织员和用印管理员"),
        ]
        indexes = [
            models.Index(
                name="organization_center", fields=["center", "status", "order"]
            )
        ]
        triggers = [
            never_deleted(),
            triggers.tree_is_sound(),
            triggers.dissolved_is_empty(),
            workflow.state_moves(ORGANIZATION_FLOW, field="status"),
            workflow.every_move_has_a_step(
                "membership_organizationstep",
                "organization_id = NEW.id",
                state="status",
            ),
        ]
        constraints = [
            known("organization_kind_known", kind=Kind.values),
            known("organization_status_known", status=Status.values),
            models.CheckConstraint(
                name="organization_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message="党组织不能是自己的上级。",
            ),
            models.UniqueConstraint(
                fields=["name"],
                name="organization_name_once",
                condition=Q(status=Status.ACTIVE),
                violation_error_message="已经有一个同名的党组织。",
            ),
            models.UniqueConstraint(
                fields=["national_code"],
                name="organization_national_code_once",
                condition=~Q(national_code="") & Q(status=Status.ACTIVE),
                violation_error_message="这个全国系统编码已经登记在别的党组织。",
            ),
            models.UniqueConstraint(
                fields=["letter_word"],
                name="organization_letter_word_once",
                condition=~Q(letter_word=""),
                violation_error_message="这个机构代字已经用在别的党组织。",
            ),
            models.CheckConstraint(
                name="organization_national_code_shape",
                condition=Q(national_code="")
                | Q(national_code__regex=f"^{NATIONAL_CODE}$"),
                violation_error_message="全国系统编码是 12 到 15 位数字。",
            ),
            models.CheckConstraint(
                name="organization_only_committees_approve",
                condition=Q(can_approve_probationary=False) | Q(kind__in=MAY_APPROVE),
                violation_error_message="只有党委、党工委能审批预备党员。",
            ),
            models.CheckConstraint(
                name="organization_paper_needs_approval",
                condition=Q(issues_paper_letters=False)
                | Q(can_approve_probationary=True),
                violation_error_message="先要有权审批预备党员，才能开介绍信。",
            ),
            models.CheckConstraint(
                name="organization_one_secretary",
                condition=Q(secretary__isnull=True) | Q(secretary_name=""),
                violation_error_message="书记选一位党员，或者只填姓名，不要两样都填。",
            ),
            models.CheckConstraint(
                name="organization_term_ends_after_start",
                condition=Q(term_from__isnull=True)
                | Q(term_to__isnull=True)
                | Q(term_to__gt=F("term_from")),
                violation_error_message="本届止要晚于本届起。",
            ),
            models.CheckConstraint(
                name="organization_version_positive", condition=Q(version__gte=1)
            ),
            models.UniqueConstraint(fields=["form_key"], name="organization_form_once"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("membership:organization", args=[self.pk])

    @property
    def state(self) -> str:
        """Return the status, under the name that the machine of verbs knows."""
        return self.status

    @state.setter
    def state(self, value: str) -> None:
        self.status = value

    def lineage(self) -> Iterator["Organization"]:
        """Return the organization and what stands above it, a query a level."""
        row: Organization | None = self
        while row is not None:
            yield row
            row = row.parent

    def superior_committee(self) -> "Organization | None":
        above = (one for one in self.lineage() if one.pk != self.pk)
        return next((one for one in above if one.kind in COMMITTEES), None)

    @property
    def secretary_text(self) -> str:
        """Return the secretary's name; needs ``select_related("secretary")``."""
        return self.secretary.name if self.secretary else self.secretary_name


class Ownership(models.Model):
    """The committee that runs a center; each center has at most one."""

    center = models.OneToOneField(
        Center, on_delete=models.PROTECT, related_name="+", verbose_name="中心"
    )
    organization = Key(Organization, "主管党组织", related_name="owned_centers")

    class Meta:
        verbose_name = "中心的主管党组织"
        verbose_name_plural = "中心的主管党组织"

    def __str__(self) -> str:
        return f"{self.organization_id} → {self.center_id}"


class OrganizationStep(workflow.Step):
    """One thing that was done to an organization; never changed again."""

    organization = Key(Organization, "党组织", related_name="steps")
    by = Key(User, "谁")
    # Both are empty in steps that are older than these columns.
    verb = models.CharField(
        "事项", max_length=10, choices=OrganizationVerb, blank=True, db_default=""
    )
    state = models.CharField(
        "状态", max_length=10, choices=Status, blank=True, db_default=""
    )
    note = None  # type: ignore[assignment]  # it is called text here
    text = models.CharField("内容", max_length=1000)
    # What founded it, in steps from before the row knew its form.
    once = models.CharField(max_length=80, null=True, unique=True)

    class Meta(workflow.Step.Meta):
        verbose_name = "党组织变更记录"
        verbose_name_plural = "党组织变更记录"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text
