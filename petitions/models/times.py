"""Rounds, clocks and everything that moves a date."""

from datetime import date
from typing import Any

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from center.columns import Key
from center.ledger import never_deleted
from center.models import User
from center.ranges import MomentRange
from petitions.models.petition import Petition
from petitions.rules.clock import MOST_EXTRA, Clock, Skipped, due_text, explain
from petitions.rules.times import ExtensionReason, PauseReason


class Round(models.Model):
    """One go at a request: its own day 0, its own promise, its own result for ever."""

    class Timeliness(models.TextChoices):
        IN_TIME = "in_time", "按期"
        EXTENDED = "extended", "延期内"
        LATE = "late", "超期"

    petition = Key(Petition, "诉求", related_name="rounds")
    number = models.PositiveSmallIntegerField("第几轮")
    day0 = models.DateField("从哪天算起")
    started_at = models.DateTimeField("开始时间")
    started_by = Key(User, null=True, blank=True)
    reason = models.CharField("为什么再办一轮", max_length=300, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    timeliness = models.CharField(
        "是否按期", max_length=8, choices=Timeliness, blank=True
    )
    result = models.CharField("落实结果", max_length=300, blank=True)
    frozen_at = models.DateTimeField("结果定下的时间", null=True, blank=True)

    class Meta:
        verbose_name = "一轮办理"
        verbose_name_plural = "办理轮次"
        ordering = ["petition", "number"]
        triggers = [
            never_deleted(),
            pgtrigger.Protect(
                name="round_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "number"], name="round_number_once"
            ),
            models.UniqueConstraint(
                fields=["petition"],
                name="round_one_running",
                condition=Q(frozen_at__isnull=True),
                violation_error_message="上一轮还没有结束。",
            ),
            models.CheckConstraint(
                name="round_answered_is_judged",
                condition=Q(answered_at__isnull=True, timeliness="")
                | (Q(answered_at__isnull=False) & ~Q(timeliness="")),
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 轮"


class ClockRow(models.Model):
    """One promised date of one round with all that explains it.

    ``original_on`` is what was promised first and stays for ever; ``shown_on`` is the
    last date the person was told. ``extra`` is what an extension added.
    """

    petition = Key(Petition, "诉求", related_name="clocks")
    round = Key(Round, "轮次", related_name="clocks")
    clock = models.CharField("期限", max_length=8, choices=Clock)
    day0 = models.DateField("从哪天算起")
    original_on = models.DateField("最初的日期")
    due_on = models.DateField("日期")
    earliest_on = models.DateField("最早可能的日期")
    is_provisional = models.BooleanField("暂定", default=False)
    extra = models.PositiveSmallIntegerField("延长了几天", default=0)
    # Working days that a promise keeps although the calendar came to an earlier date.
    kept = models.PositiveSmallIntegerField("保留的工作日", default=0, db_default=0)
    # A day once promised has gone by unanswered: no later correction takes that back.
    was_late = models.BooleanField("超期过", default=False, db_default=False)
    rule = models.CharField("算法", max_length=8)
    calendar_version = models.PositiveBigIntegerField("日历第几版")
    skipped = models.JSONField("不算的日子", default=list)
    met_at = models.DateTimeField("做到的时间", null=True, blank=True)

    class Meta:
        verbose_name = "期限"
        verbose_name_plural = "期限"
        ordering = ["round", "due_on", "pk"]
        triggers = [
            never_deleted(),
            pgtrigger.ReadOnly(
                name="clock_fixed", fields=["petition", "round", "clock", "original_on"]
            ),
            pgtrigger.Protect(
                name="clock_late_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__was_late=True, new__was_late=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "clock"], name="clock_once"),
            models.CheckConstraint(
                name="clock_dates_in_order",
                condition=Q(due_on__gt=F("day0"))
                & Q(original_on__gt=F("day0"))
                & Q(earliest_on__lte=F("due_on")),
            ),
            models.CheckConstraint(
                name="clock_extra_within_rule",
                condition=Q(extra=0)
                | Q(clock=Clock.PROMISE.value, extra__lte=MOST_EXTRA[Clock.PROMISE])
                | Q(clock=Clock.HANDLING.value, extra__lte=MOST_EXTRA[Clock.HANDLING]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_display()}：{self.due_text}"

    @property
    def due_text(self) -> str:
        return due_text(self.due_on, is_provisional=self.is_provisional)

    @property
    def skipped_days(self) -> list[Skipped]:
        rows: list[dict[str, Any]] = self.skipped
        return [(date.fromisoformat(row["day"]), row["why"]) for row in rows]

    @property
    def why(self) -> str:
        """Answer "why that day?" from what was stored when it was computed."""
        return explain(
            Clock(self.clock),
            self.day0,
            self.due_on,
            self.skipped_days,
            extra=self.extra,
            kept_on=self.due_on if self.kept else None,
        )


class Extension(models.Model):
    """More time asked for one clock, and what a supervisor decided."""

    class State(models.TextChoices):
        ASKED = "asked", "待审批"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "不批准"
        LAPSED = "lapsed", "过期未批"
        WITHDRAWN = "withdrawn", "申请人撤回"
        NEEDLESS = "needless", "已先答复，不用批"

    petition = Key(Petition, "诉求", related_name="extensions")
    clock = Key(ClockRow, "哪个期限", related_name="extensions")
    days = models.PositiveSmallIntegerField("延长几天")
    reason = models.CharField("原因", max_length=13, choices=ExtensionReason)
    text = models.CharField("说明", max_length=300)
    state = models.CharField("状态", max_length=9, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField("申请时间")
    asked_by = Key(User, "申请人")
    old_due_on = models.DateField("原期限")
    new_due_on = models.DateField("新期限")
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decided_by = Key(User, "审批人", null=True, blank=True)
    decision = models.CharField("审批意见", max_length=300, blank=True)

    class Meta:
        verbose_name = "延期"
        verbose_name_plural = "延期"
        triggers = [
            never_deleted(),
            pgtrigger.FSM(
                name="extension_moves",
                field="state",
                transitions=[
                    ("asked", "approved"),
                    ("asked", "refused"),
                    ("asked", "lapsed"),
                    ("asked", "withdrawn"),
                    ("asked", "needless"),
                ],
            ),
        ]
        indexes = [
            models.Index(
                name="extension_waiting",
                fields=["old_due_on", "id"],
                condition=Q(state="asked"),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"],
                name="extension_one_approved",
                condition=Q(state="approved"),
                violation_error_message="这个期限已经延过一次，不能再延。",
            ),
            models.UniqueConstraint(
                fields=["clock"],
                name="extension_one_waiting",
                condition=Q(state="asked"),
                violation_error_message="已经有一份延期申请在等审批。",
            ),
            models.CheckConstraint(
                name="extension_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                violation_error_message="不能审批自己的延期申请。",
            ),
            models.CheckConstraint(
                name="extension_decision_complete",
                condition=Q(
                    state__in=["asked", "lapsed", "withdrawn", "needless"],
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | Q(
                    state__in=["approved", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="extension_within_rule",
                condition=Q(days__range=(1, 30)) & Q(new_due_on__gt=F("old_due_on")),
            ),
            models.CheckConstraint(name="extension_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.old_due_on} → {self.new_due_on}"


class ReceiptCorrection(models.Model):
    """Another moment of receipt, or a late registration: a second person confirms."""

    petition = Key(Petition, related_name="receipt_corrections")
    old_at = models.DateTimeField("原来的收到时间")
    new_at = models.DateTimeField("更正的收到时间")
    reason = models.CharField("原因", max_length=300)
    asked_by = Key(User)
    asked_at = models.DateTimeField("填写时间")
    witness = Key(User, "请谁核对")
    decided_by = Key(User, null=True, blank=True)
    decided_at = models.DateTimeField("核对时间", null=True, blank=True)
    is_right = models.BooleanField("核对无误", null=True)
    note = models.CharField("哪里不对", max_length=300, blank=True)

    class Meta:
        verbose_name = "收到时间的更正"
        verbose_name_plural = "收到时间的更正"
        ordering = ["pk"]
        triggers = [
            never_deleted(),
            pgtrigger.Protect(
                name="correction_decided_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__decided_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["petition"],
                name="correction_one_waiting",
                condition=Q(decided_at__isnull=True),
                violation_error_message="已经有一次更正在等同事核对。",
            ),
            models.CheckConstraint(
                name="correction_confirmed_by_another",
                condition=(Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")))
                & ~Q(witness=F("asked_by")),
                violation_error_message="自己填的时间要请另一位同事核对。",
            ),
            models.CheckConstraint(
                name="correction_decided_whole",
                condition=Q(
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                    is_right__isnull=True,
                )
                | Q(
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    is_right__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_at:%Y-%m-%d %H:%M} → {self.new_at:%Y-%m-%d %H:%M}"


class Pause(models.Model):
    """The promise stands still, visible to the person, until ``last_on`` at most."""

    petition = Key(Petition, "诉求", related_name="pauses")
    round = Key(Round, related_name="pauses")
    reason = models.CharField("原因", max_length=9, choices=PauseReason)
    text = models.CharField("说明", max_length=300)
    started_at = models.DateTimeField("从")
    started_by = Key(User, "谁暂停的")
    last_on = models.DateField("最晚到哪一天")
    ended_at = models.DateTimeField("恢复时间", null=True, blank=True)
    ended_by = Key(User, null=True, blank=True)

    class Meta:
        verbose_name = "暂停"
        verbose_name_plural = "暂停"
        ordering = ["started_at"]
        triggers = [never_deleted()]
        constraints = [
            ExclusionConstraint(
                name="pause_no_overlap",
                expressions=[
                    ("petition", RangeOperators.EQUAL),
                    (MomentRange("started_at", "ended_at"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="这件诉求已经在暂停。",
            ),
            models.CheckConstraint(
                name="pause_ends_after_starts",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
            models.CheckConstraint(
                name="pause_last_after_start",
                condition=Q(last_on__gte=F("started_at__date")),
            ),
            models.CheckConstraint(name="pause_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}，最晚到 {self.last_on}"
