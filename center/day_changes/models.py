from datetime import date
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from center.columns import Key
from center.day_changes.rules import FLOW, OWN, Entry, State, Verb, in_words
from center.ledger import never_deleted
from center.models import User
from center.timetable.models import SpecialDay
from center.wording import full_day
from center.workdays import SATURDAY
from center.workflow import models as workflow
from center.workflow.rules import Refusal


def _follows(which: str) -> Q:
    """Say that a make-up day names whose hours it has, and no other day does."""
    is_makeup = Q(**{f"{which}_kind": "makeup"})
    weekday = {f"{which}_follows__isnull": False, f"{which}_follows__lt": SATURDAY}
    none = {f"{which}_follows__isnull": True}
    return is_makeup & Q(**weekday) | ~is_makeup & Q(**none)


class DayChangeQuerySet(models.QuerySet["DayChange"]):
    """What was changed about days that all centers share."""

    def visible_to(self, user: User) -> Self:
        """Return all for who works in the root center, which keeps the calendar."""
        is_root = user.center is None or user.center.parent_id is None
        return self if user.is_staff and is_root else self.none()

    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def for_another(self, user: User) -> Self:
        """Return what somebody could confirm: not what they changed themselves."""
        return self.visible_to(user).waiting().exclude(asked_by=user)


class DayChange(workflow.Record):
    """A day that counts otherwise than before: a second person confirms."""

    flow = FLOW

    day = models.DateField("日期")
    old_kind = models.CharField("原来", max_length=7, blank=True)
    old_name = models.CharField("原来的名称", max_length=40, blank=True)
    old_follows = models.PositiveSmallIntegerField(null=True, blank=True)
    new_kind = models.CharField("改成", max_length=7, blank=True)
    new_name = models.CharField("改成的名称", max_length=40, blank=True)
    new_follows = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField("依据或原因", max_length=200)
    asked_by = Key(User, "谁改的")
    asked_at = models.DateTimeField("什么时候改的")
    decided_by = Key(User, "谁核对的", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=9, choices=State, default=State.WAITING, editable=False
    )

    objects = DayChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "放假安排的改动"
        verbose_name_plural = "放假安排的改动"
        ordering = ["-pk"]
        default_permissions = ()
        permissions = [("confirm_daychange", "可以核对放假安排的改动")]
        triggers = [
            never_deleted(),
            workflow.state_moves(FLOW),
            workflow.every_move_has_a_step(
                "day_changes_daychangestep", "change_id = NEW.id"
            ),
            pgtrigger.ReadOnly(
                name="daychange_before_stays",
                fields=["day", "old_kind", "old_name", "old_follows"],
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="daychange_form_once"),
            models.UniqueConstraint(
                fields=["day"],
                name="daychange_one_waiting",
                condition=Q(state=State.WAITING),
                violation_error_message="这一天已经有一次改动在等人核对。",
            ),
            models.CheckConstraint(
                name="daychange_kinds_known",
                condition=Q(
                    old_kind__in=["", *SpecialDay.Kind.values],
                    new_kind__in=["", *SpecialDay.Kind.values],
                ),
            ),
            models.CheckConstraint(
                name="daychange_follows_with_makeup",
                condition=_follows("old") & _follows("new"),
            ),
            models.CheckConstraint(
                name="daychange_has_reason",
                condition=~Q(reason=""),
                violation_error_message="请写依据或原因。",
            ),
            models.CheckConstraint(
                name="daychange_confirmed_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                violation_error_message=OWN,
            ),
            models.CheckConstraint(
                name="daychange_decided_whole",
                condition=Q(
                    state__in=[State.CONFIRMED, State.REFUSED], decided_by__isnull=False
                )
                | Q(state__in=[State.WAITING, State.UNDONE], decided_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{full_day(self.day)}：{self.text}"

    def get_absolute_url(self) -> str:
        return reverse("day_changes:detail", args=[self.pk])

    @property
    def before(self) -> Entry:
        return Entry(self.old_kind, self.old_name, self.old_follows)

    @property
    def after(self) -> Entry:
        return Entry(self.new_kind, self.new_name, self.new_follows)

    @property
    def text(self) -> str:
        day: date = self.day
        return f"{in_words(day, self.before)} → {in_words(day, self.after)}"

    def refusal(self, verb: str, by: User | None) -> str:
        """Let nobody confirm what they changed themselves."""
        deciding = verb in (Verb.CONFIRM, Verb.REFUSE)
        if deciding and by is not None and by.pk == self.asked_by_id:
            return Refusal(OWN, "own")
        return super().refusal(verb, by)


class DayChangeStep(workflow.Step):
    """One thing that was done about a change; never changed again."""

    change = Key(DayChange, related_name="steps")
    verb = models.CharField("事项", max_length=7, choices=Verb)
    state = models.CharField("状态", max_length=9, choices=State)

    class Meta(workflow.Step.Meta):
        verbose_name = "放假安排改动的记录"
        verbose_name_plural = "放假安排改动的记录"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
