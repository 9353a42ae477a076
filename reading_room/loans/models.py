from datetime import date
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from center.columns import Key, known
from center.ledger import never_deleted
from center.models import Center, User
from center.workflow import models as workflow
from reading_room.loans.rules import FLOW, State, Verb, is_late
from reading_room.models import Copy


class LoanSetting(models.Model):
    """Whether books leave the house; without a row they do not."""

    center = models.OneToOneField(
        Center, on_delete=models.PROTECT, related_name="+", verbose_name="中心"
    )
    is_on = models.BooleanField(
        "可以外借", default=False, help_text="关上以后，借出去的照样还，不再借新的。"
    )

    class Meta:
        verbose_name = "图书外借"
        verbose_name_plural = "图书外借"

    def __str__(self) -> str:
        return f"{self.center}{'可以外借' if self.is_on else '不外借'}"


def lends(center: Center) -> bool:
    return LoanSetting.objects.filter(center=center, is_on=True).exists()


class LoanQuerySet(models.QuerySet["Loan"]):
    """Loans, and who may see which."""

    def visible_to(self, user: User) -> Self:
        return self.filter(center__in=user.center_ids)

    def open(self) -> Self:
        return self.filter(state=State.OUT).order_by("due_on", "pk")

    def out_first(self) -> Self:
        return self.order_by(F("ended_at").desc(nulls_first=True), "due_on", "pk")

    def late(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)

    def whole(self) -> Self:
        return self.select_related("copy__title", "reader", "center")


class Loan(workflow.Record):
    """One copy that a reader took home; one at a time is open."""

    State = State
    flow = FLOW

    copy = Key(Copy, "册", related_name="loans")
    center = Key(Center, "中心")
    reader = Key(User, "读者", related_name="loans")
    lent_at = models.DateTimeField("借出时间")
    due_on = models.DateField("应还日期")
    renewals = models.PositiveSmallIntegerField("续借次数", default=0)
    ended_at = models.DateTimeField("还回时间", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=8, choices=State, default=State.OUT, editable=False
    )

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = "借阅"
        verbose_name_plural = "借阅"
        default_permissions = ("view",)
        permissions = [("lend_loan", "可以借书还书")]
        ordering = ["-pk"]
        indexes = [
            models.Index(
                name="loan_open",
                fields=["center", "due_on"],
                condition=Q(state=State.OUT),
            ),
            models.Index(name="loan_reader", fields=["reader", "-lent_at"]),
        ]
        triggers = [
            never_deleted(),
            workflow.state_moves(FLOW),
            workflow.every_move_has_a_step("loans_loanstep", "loan_id = NEW.id"),
            pgtrigger.ReadOnly(
                name="loan_stays_whose", fields=["copy", "center", "reader", "lent_at"]
            ),
            pgtrigger.Protect(
                name="due_never_earlier",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.due_on < OLD.due_on"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["copy"],
                condition=Q(state=State.OUT),
                name="loan_one_open_a_copy",
                violation_error_message="这一册已经借出去了。",
            ),
            models.UniqueConstraint(fields=["form_key"], name="loan_form_once"),
            known("loan_state_known", state=State.values),
            models.CheckConstraint(
                name="loan_ended_when_over",
                condition=Q(state=State.OUT, ended_at__isnull=True)
                | ~Q(state=State.OUT) & Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.copy.title}》"

    def get_absolute_url(self) -> str:
        return reverse("loans:detail", args=[self.pk])

    def is_late(self, today: date) -> bool:
        return self.state == State.OUT and is_late(self.due_on, today)


class LoanStep(workflow.CalendarStep):
    """One thing that was done to a loan; without ``by`` it was the calendar."""

    loan = Key(Loan, related_name="steps")
    verb = models.CharField("事项", max_length=9, choices=Verb)
    state = models.CharField("状态", max_length=8, choices=State)

    class Meta(workflow.CalendarStep.Meta):
        verbose_name = "借阅记录"
        verbose_name_plural = "借阅记录"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
