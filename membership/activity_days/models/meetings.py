"""The short register of 三会一课, which stands beside the activity days."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localtime

from center.columns import Key, known
from center.ledger import never_deleted
from center.models import Center, User
from center.wording import clock_text, full_day, weekday_name
from center.workflow import models as workflow
from membership.activity_days.models import triggers
from membership.activity_days.rules import (
    MEETING_FLOW,
    MeetingKind,
    MeetingState,
    MeetingVerb,
)
from membership.models import Organization


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, and who may see which."""

    def visible_to(self, user: User) -> Self:
        seen = Organization.objects.visible_to(user)
        return self.filter(branch__in=seen.values("pk"))

    def valid(self) -> Self:
        return self.filter(void_at__isnull=True)


class Meeting(workflow.Record):
    """One meeting of 三会一课 of one branch. It never counts as an activity day."""

    Kind = MeetingKind
    flow = MEETING_FLOW
    locked_with = ("branch", "center")
    step_names = {"note": "text"}

    center = Key(Center, "中心", related_name="party_meetings")
    branch = Key(Organization, "党支部", related_name="meetings")
    kind = models.CharField("哪种会", max_length=9, choices=MeetingKind)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    place = models.CharField("地点", max_length=80)
    host = models.CharField("主持人", max_length=40)
    recorder = models.CharField("记录人", max_length=40, blank=True)
    topic = models.CharField("议题", max_length=200)
    lecturer = models.CharField(
        "讲课人", max_length=40, blank=True, help_text="党课要填。"
    )
    decisions = models.TextField("决议", max_length=2000, blank=True)
    expected_count = models.PositiveSmallIntegerField("应到人数")
    attending_count = models.PositiveSmallIntegerField("实到人数")
    void_at = models.DateTimeField("作废时间", null=True, editable=False)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    state = models.CharField(
        "状态",
        max_length=5,
        choices=MeetingState,
        default=MeetingState.VALID,
        db_default=MeetingState.VALID,
        editable=False,
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "三会一课"
        verbose_name_plural = "三会一课"
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(name="meeting_branch", fields=["branch", "starts_at"]),
            models.Index(name="meeting_center", fields=["center", "starts_at"]),
        ]
        triggers = [
            never_deleted(),
            triggers.meeting_takes_time(),
            workflow.state_moves(MEETING_FLOW),
            workflow.every_move_has_a_step(
                "activity_days_meetingstep", "meeting_id = NEW.id"
            ),
        ]
        constraints = [
            known("meeting_kind_known", kind=MeetingKind.values),
            models.CheckConstraint(
                name="meeting_times_in_order",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="结束要晚于开始。",
            ),
            models.CheckConstraint(
                name="meeting_not_more_than_expected",
                condition=Q(attending_count__lte=F("expected_count")),
                violation_error_message="实到人数不能比应到人数多。",
            ),
            models.CheckConstraint(
                name="meeting_lecture_has_lecturer",
                condition=~Q(kind=MeetingKind.LECTURE) | ~Q(lecturer=""),
                violation_error_message="党课要写讲课人。",
            ),
            models.CheckConstraint(
                name="meeting_void_has_reason",
                condition=Q(void_at__isnull=True, void_reason="")
                | Q(void_at__isnull=False) & ~Q(void_reason=""),
                violation_error_message="作废要写原因。",
            ),
            models.UniqueConstraint(fields=["form_key"], name="meeting_form_once"),
        ]

    def __str__(self) -> str:
        return f"{localtime(self.starts_at):%Y-%m-%d} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("activity_days:meeting", args=[self.pk])

    @property
    def when_text(self) -> str:
        """Return 2026年7月1日 周三 9:00–11:00."""
        start, end = localtime(self.starts_at), localtime(self.ends_at)
        day = f"{full_day(start)} {weekday_name(start.date())}"
        return f"{day} {clock_text(start)}–{clock_text(end)}"


class MeetingStep(workflow.Step):
    """One thing that happened to the entry of a meeting; never changed again."""

    meeting = Key(Meeting, related_name="steps")
    # Both are empty in steps that are older than these columns.
    verb = models.CharField(
        "事项", max_length=8, choices=MeetingVerb, blank=True, db_default=""
    )
    state = models.CharField(
        "状态", max_length=5, choices=MeetingState, blank=True, db_default=""
    )
    note = None  # type: ignore[assignment]  # it is called text here
    text = models.CharField("内容", max_length=300)

    class Meta(workflow.Step.Meta):
        verbose_name = "三会一课登记记录"
        verbose_name_plural = "三会一课登记记录"

    def __str__(self) -> str:
        return self.text
