from datetime import date
from typing import Any, Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from center.columns import Key, known
from center.ledger import never_deleted
from center.models import User
from center.registers import models as registers
from center.registers.rules import State as Line
from center.workflow import models as workflow
from reading_room.models import Title
from reading_room.periodicals.rules import FLOW, WAITING, Frequency, State, Verb
from reading_room.rules import Kind


class Subscription(registers.Entry):
    """One magazine or newspaper of one year; its numbers are rows of their own."""

    title = Key(
        Title, "报刊", related_name="subscriptions", limit_choices_to=~Q(kind=Kind.BOOK)
    )
    year = models.IntegerField("年度")
    copies = models.IntegerField("份数", default=1)
    frequency = models.CharField(
        "刊期", max_length=10, choices=Frequency, default=Frequency.MONTH
    )
    first_on = models.DateField(
        "第一期哪天到", help_text="以后各期按刊期推算；一年里中途订的写订起的那一期。"
    )
    post_code = models.CharField("邮发代号", max_length=20, blank=True)
    note = models.CharField("备注", max_length=100, blank=True)

    class Meta(registers.Entry.Meta):
        verbose_name = "订阅"
        verbose_name_plural = "报刊订阅"
        triggers = [
            *registers.Entry.Meta.triggers,
            pgtrigger.ReadOnly(
                name="numbers_follow_it",
                fields=["title", "year", "frequency", "first_on"],
            ),
        ]
        constraints = [
            *registers.Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["title", "year"],
                condition=Q(state=Line.VALID),
                name="subscription_once_a_year",
                violation_error_message="这种报刊这一年已经登记了订阅，要改份数请更正那一条。",
            ),
            known("subscription_frequency_known", frequency=Frequency.values),
            models.CheckConstraint(
                name="subscription_copies_sane",
                condition=Q(copies__gte=1, copies__lte=100),
                violation_error_message="份数是 1 到 100 的整数。",
            ),
            models.CheckConstraint(
                name="subscription_first_in_its_year",
                condition=Q(first_on__year=models.F("year")),
                violation_error_message="第一期的日期要在订阅的那一年里。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.year}"

    def check_entry(self, today: Any) -> None:
        if self.title.kind == Kind.BOOK:
            raise ValidationError({"title": "请选期刊或报纸。"})


class IssueQuerySet(models.QuerySet["Issue"]):
    """Numbers, and which of them are late."""

    def visible_to(self, user: User) -> Self:
        return self.filter(subscription__center__in=user.center_ids)

    def late(self, today: date) -> Self:
        """Return what should have come, the oldest first."""
        rows = self.filter(state__in=WAITING, late_from__lte=today)
        rows = rows.filter(subscription__state=Line.VALID)
        return rows.order_by("late_from", "pk")


class Issue(workflow.Record):
    """One number of a subscription; ``joined_to`` is the first of a 合刊."""

    flow = FLOW
    locked_with = ("subscription__title",)

    subscription = Key(Subscription, related_name="issues")
    number = models.PositiveSmallIntegerField("期")
    expected_on = models.DateField("该到")
    late_from = models.DateField("从哪天算晚")
    arrived_on = models.DateField("到的日期", null=True, blank=True)
    joined_to = Key("self", null=True, blank=True, related_name="joined")
    state = models.CharField(
        "状态", max_length=8, choices=State, default=State.EXPECTED, editable=False
    )

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = "期"
        verbose_name_plural = "期刊到馆"
        default_permissions = ()
        ordering = ["number"]
        triggers = [
            never_deleted(),
            workflow.state_moves(FLOW),
            workflow.every_move_has_a_step(
                "periodicals_issuestep", "issue_id = NEW.id"
            ),
            pgtrigger.ReadOnly(
                name="number_stays", fields=["subscription", "number", "expected_on"]
            ),
        ]
        indexes = [
            models.Index(
                name="issue_waiting",
                fields=["late_from"],
                condition=Q(state__in=WAITING),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="number_form_once"),
            models.UniqueConstraint(
                fields=["subscription", "number"], name="issue_number_once"
            ),
            known("issue_state_known", state=State.values),
            models.CheckConstraint(
                name="issue_arrived_on_a_day",
                condition=Q(state=State.ARRIVED, arrived_on__isnull=False)
                | ~Q(state=State.ARRIVED)
                & Q(arrived_on__isnull=True, joined_to__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscription} 第 {self.number} 期"

    def get_absolute_url(self) -> str:
        page = reverse("periodicals:subscription_detail", args=[self.subscription_id])
        return f"{page}#n{self.number}"


class IssueStep(workflow.Step):
    """One thing that was done about a number; never changed again."""

    issue = Key(Issue, related_name="steps")
    verb = models.CharField("事项", max_length=7, choices=Verb)
    state = models.CharField("状态", max_length=8, choices=State)

    class Meta(workflow.Step.Meta):
        verbose_name = "期刊记录"
        verbose_name_plural = "期刊记录"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
