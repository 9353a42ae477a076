"""What holds activity days and meetings apart, and each center's way of counting."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from center.columns import Key
from center.ledger import append_only
from center.models import Center, User
from center.ranges import MomentRange
from membership.activity_days.models.days import ActivityDay
from membership.activity_days.models.meetings import Meeting
from membership.activity_days.models.triggers import DAY, GROUP_MEETING
from membership.models import Organization

TAKEN = (
    "这段时间里，这个支部已经登记了别的活动日或“三会一课”。"
    "活动日不能和会议重叠，请改时间，或者先改那一项。"
)


class TimeSlot(models.Model):
    """The time that an activity day or a meeting takes up, written by triggers only.

    It belongs to exactly one of them, so no record can count as both; and because all
    times of a branch stand in this one table, the database keeps them apart even when
    both are written at the same moment.
    """

    branch = Key(Organization)
    lane = models.PositiveSmallIntegerField()
    is_day = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    activity_day = models.OneToOneField(
        ActivityDay, on_delete=models.PROTECT, null=True, related_name="time_slot"
    )
    meeting = models.OneToOneField(
        Meeting, on_delete=models.PROTECT, null=True, related_name="time_slot"
    )

    class Meta:
        verbose_name = "占用时间"
        verbose_name_plural = "占用时间"
        constraints = [
            models.CheckConstraint(
                name="timeslot_belongs_to_one",
                condition=Q(
                    activity_day__isnull=False, meeting__isnull=True, is_day=1, lane=DAY
                )
                | Q(
                    activity_day__isnull=True,
                    meeting__isnull=False,
                    is_day=0,
                    lane__gt=DAY,
                ),
            ),
            ExclusionConstraint(
                name="timeslot_day_apart_from_meeting",
                expressions=[
                    ("branch", RangeOperators.EQUAL),
                    ("is_day", RangeOperators.NOT_EQUAL),
                    (MomentRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                violation_error_code="taken",
                violation_error_message=TAKEN,
            ),
            # Two 党小组会 may sit at the same time, everything else takes the branch.
            ExclusionConstraint(
                name="timeslot_branch_once",
                expressions=[
                    ("branch", RangeOperators.EQUAL),
                    (MomentRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(lane__lt=GROUP_MEETING),
                violation_error_code="taken",
                violation_error_message=TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.starts_at:%Y-%m-%d %H:%M}"


class ReportSettingQuerySet(models.QuerySet["ReportSetting"]):
    """How centers count."""

    def newest_first(self) -> Self:
        """Order so that the first row is the one in force."""
        return self.order_by("-at", "-pk")

    def of(self, center: Center) -> "ReportSetting":
        """Return what is in force for a center; without a row, the usual way."""
        return self.filter(center=center).newest_first().first() or ReportSetting(
            center=center
        )


class ReportSetting(models.Model):
    """How a center counts report dates; the newest row counts, none is ever changed."""

    center = Key(Center, related_name="report_settings")
    rolls_over = models.BooleanField(
        "第五天是休息日时，顺延到下一个工作日",
        default=True,
        help_text="不勾就按自然日算满五天。改了以后只影响以后安排和登记的活动日。",
    )
    expects_monthly = models.BooleanField(
        "每个支部每月至少一次",
        default=True,
        help_text="不勾就只有三个统一活动日算必须开。",
    )
    by = Key(User)
    at = models.DateTimeField("时间")

    objects = ReportSettingQuerySet.as_manager()

    class Meta:
        verbose_name = "活动日报送规定"
        verbose_name_plural = "活动日报送规定"
        triggers = [append_only()]
        indexes = [models.Index(name="reportsetting_center", fields=["center", "at"])]

    def __str__(self) -> str:
        return "顺延" if self.rolls_over else "不顺延"
