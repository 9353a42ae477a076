"""入党申请书: who handed one in, which branch has it, until when the talk is due."""

from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from center.columns import Key, known
from center.ledger import never_deleted
from center.models import Center, User
from center.text import PHONE
from center.wording import short_day
from center.workflow import models as workflow
from membership.applications.rules import FLOW, LEAST_AGE, OPEN, Ground, State, Verb
from membership.models import Organization
from membership.rules.dates import age_on
from membership.rules.members import Sex


class NumberBook(models.Model):
    """The last number that a center gave in a year; locked while one is given."""

    center = Key(Center)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "收件编号"
        verbose_name_plural = "收件编号"
        constraints = [
            models.UniqueConstraint(
                fields=["center", "year"], name="numberbook_center_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications, and who may see which."""

    def visible_to(self, user: User) -> Self:
        """Return those at the own center and those handed to visible branches.

        A branch sees a paper once it has it; the counter sees all of its center.
        """
        branches = Organization.objects.visible_to(user).values("pk")
        seen = Q(branch__in=branches) & ~Q(state=State.RECEIVED)
        if user.has_perm("applications.add_application"):
            seen |= Q(branch__in=branches)
        if user.has_perm("membership.view_center_organizations"):
            seen |= Q(center__in=user.center_ids)
        return self.filter(seen)

    def to_talk_by(self, day: date) -> Self:
        return self.filter(state=State.HANDED_OVER, talk_due_on__lte=day)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def of_person(self, user: User) -> Self:
        return self.filter(person=user)

    def own_of(self, user: User) -> Self:
        """Return the papers that somebody handed in, the latest first.

        The counter types the phone number: a slip of the pen must not show a paper to a
        stranger, so the name has to be the same.
        """
        rows = self.of_person(user).filter(name=user.name)
        return rows.select_related("branch", "center").latest_first()

    def latest_first(self) -> Self:
        return self.order_by("-received_at", "-pk")


class Application(workflow.Record):
    """The paper original somebody handed in; its text is never typed in here."""

    State = State
    flow = FLOW
    locked_with = ("branch",)

    center = Key(Center, "中心", related_name="applications")
    year = models.PositiveSmallIntegerField("年", editable=False)
    number = models.PositiveIntegerField("收件号", editable=False)
    person = Key(User, "申请人", null=True, related_name="applications")
    name = models.CharField("姓名", max_length=40)
    sex = models.CharField("性别", max_length=1, choices=Sex)
    born_on = models.DateField("出生日期")
    nation = models.CharField("民族", max_length=20, blank=True)
    native_place = models.CharField("籍贯", max_length=40, blank=True)
    education = models.CharField("学历", max_length=20, blank=True)
    phone = models.CharField(
        "手机号",
        max_length=11,
        blank=True,
        validators=[RegexValidator(rf"\A{PHONE}\Z", "手机号是 11 位数字，以 1 开头。")],
    )
    work_unit = models.CharField("工作、学习单位", max_length=80, blank=True)
    home = models.CharField("居住地", max_length=120)
    is_mobile = models.BooleanField("流动人员", default=False)
    is_league_member = models.BooleanField("共青团员", default=False)
    copies = models.PositiveSmallIntegerField("份数", default=1)
    pages = models.PositiveSmallIntegerField("页数", default=1)
    signed_on = models.DateField("落款日期")
    received_at = models.DateTimeField("收件时间", editable=False)
    received_by = Key(User, "收件人", editable=False)
    branch = Key(
        Organization, "对应的党支部", null=True, blank=True, related_name="applications"
    )
    ground = models.CharField("判定依据", max_length=13, choices=Ground, blank=True)
    hand_over_due_on = models.DateField("移交期限", editable=False)
    hand_over_is_provisional = models.BooleanField(default=False, editable=False)
    talk_due_on = models.DateField("谈话期限", editable=False)
    handed_over_on = models.DateField("移交日期", null=True, blank=True)
    handed_to = models.CharField("支部接收人", max_length=40, blank=True)
    talked_on = models.DateField("谈话日期", null=True, blank=True)
    talked_by = models.CharField("谈话人", max_length=40, blank=True)
    talk_place = models.CharField("谈话地点", max_length=80, blank=True)
    state = models.CharField(
        "状态", max_length=11, choices=State, default=State.RECEIVED, editable=False
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "入党申请书"
        verbose_name_plural = "入党申请书"
        ordering = ["-received_at", "-pk"]
        permissions = [
            ("hand_over_application", "可以移交入党申请书"),
            ("talk_application", "可以登记谈话"),
        ]
        indexes = [
            models.Index(name="application_center", fields=["center", "received_at"]),
            models.Index(name="application_branch", fields=["branch", "talk_due_on"]),
            models.Index(
                name="application_open",
                fields=["hand_over_due_on"],
                condition=Q(state__in=OPEN),
            ),
        ]
        triggers = [
            never_deleted(),
            workflow.state_moves(FLOW),
            workflow.every_move_has_a_step(
                "applications_step", "application_id = NEW.id"
            ),
        ]
        constraints = [
            known("application_state_known", state=State.values),
            known("application_sex_known", sex=Sex.values),
            known("application_ground_known", ground=["", *Ground.values]),
            models.CheckConstraint(
                name="application_phone_is_mobile",
                condition=Q(phone="") | Q(phone__regex=f"^{PHONE}$"),
                violation_error_message="手机号是 11 位数字，以 1 开头。",
            ),
            models.UniqueConstraint(
                fields=["center", "year", "number"], name="application_number_once"
            ),
            models.UniqueConstraint(fields=["form_key"], name="application_form_once"),
            models.CheckConstraint(
                name="application_branch_has_ground",
                condition=Q(branch__isnull=True, ground="")
                | Q(branch__isnull=False) & ~Q(ground=""),
                violation_error_message="定了支部要选判定依据。",
            ),
            models.CheckConstraint(
                name="application_handed_over_whole",
                condition=Q(
                    state__in=[State.RECEIVED, State.WITHDRAWN],
                    handed_over_on__isnull=True,
                    handed_to="",
                )
                | Q(
                    ~Q(handed_to=""),
                    ~Q(state=State.RECEIVED),
                    branch__isnull=False,
                    handed_over_on__isnull=False,
                ),
                violation_error_message="移交要写支部、日期和接收人。",
            ),
            models.CheckConstraint(
                name="application_talk_whole",
                condition=Q(
                    ~Q(state=State.TALKED), talked_on__isnull=True, talked_by=""
                )
                | Q(
                    ~Q(talked_by=""),
                    state=State.TALKED,
                    handed_over_on__isnull=False,
                    talked_on__isnull=False,
                    talked_on__gte=F("handed_over_on"),
                ),
                violation_error_message="谈话要写日期和谈话人，不早于移交。",
            ),
            models.CheckConstraint(
                name="application_signed_after_birth",
                condition=Q(signed_on__gt=F("born_on")),
                violation_error_message="落款日期要晚于出生日期。",
            ),
            models.CheckConstraint(
                name="application_has_paper",
                condition=Q(copies__gte=1, pages__gte=1),
                violation_error_message="至少收一份、一页原件。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("applications:detail", args=[self.pk])

    def refusal(self, verb: str, by: User | None) -> str:
        """Say why it cannot be done now: a paper without a branch has nowhere to go."""
        if refusal := super().refusal(verb, by):
            return refusal
        if verb == Verb.HAND_OVER and self.branch_id is None:
            return "还没有确定党支部，请先确定再移交。"
        return ""

    @property
    def code(self) -> str:
        return f"申{self.year}-{self.number:04d}"

    @property
    def next_due_on(self) -> date | None:
        """Return the last day of what comes next."""
        if self.state == State.RECEIVED:
            return self.hand_over_due_on
        return self.talk_due_on if self.state == State.HANDED_OVER else None

    def is_overdue(self, today: date) -> bool:
        return self.next_due_on is not None and today > self.next_due_on

    @property
    def next_text(self) -> str:
        """Say in one sentence to the applicant where it is and what comes next."""
        if self.state == State.RECEIVED:
            sure = "预计" if self.hand_over_is_provisional else ""
            due = short_day(self.hand_over_due_on)
            return f"原件在我们这里，{sure}{due}前移交党支部。"
        if self.state == State.HANDED_OVER:
            due = short_day(self.talk_due_on)
            return f"已移交{self.branch}，{due}前党支部派人和您谈话。"
        if self.state == State.TALKED and self.talked_on:
            return f"{short_day(self.talked_on)}谈过话，接下来由党支部研究。"
        return "您已撤回。以后还可以再交。"

    @property
    def is_under_age(self) -> bool:
        return age_on(self.born_on, self.signed_on) < LEAST_AGE


class Step(workflow.Step):
    """One thing that happened to an application; never changed again."""

    Verb = Verb

    application = Key(Application, related_name="steps")
    verb = models.CharField("事项", max_length=9, choices=Verb)
    state = models.CharField("状态", max_length=11, choices=State)

    class Meta(workflow.Step.Meta):
        verbose_name = "入党申请书记录"
        verbose_name_plural = "入党申请书记录"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
