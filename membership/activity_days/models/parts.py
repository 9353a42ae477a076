"""What belongs to an activity day: who came, tasks, photos, the typical case."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from center.columns import Key, known
from center.ledger import append_only, never_deleted
from center.models import User
from membership.activity_days.models.days import ActivityDay
from membership.activity_days.rules import (
    ATTENDING,
    CLOSING,
    HAPPENED,
    NEEDS_REASON,
    Outcome,
    Presence,
)
from membership.models import Member


class Attendance(models.Model):
    """How one member stood to one activity day; empty until somebody says so."""

    day = Key(ActivityDay, related_name="attendances")
    member = Key(Member, related_name="attendances")
    presence = models.CharField("出勤", max_length=8, choices=Presence, blank=True)
    reason = models.CharField("事由", max_length=100, blank=True)
    made_up_on = models.DateField("补课日期", null=True, blank=True)
    made_up_how = models.CharField("怎么补的", max_length=100, blank=True)

    class Meta:
        verbose_name = "出勤"
        verbose_name_plural = "出勤"
        ordering = ["day", "member__name", "pk"]
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(fields=["day", "member"], name="attendance_once"),
            known("attendance_presence_known", presence=["", *Presence.values]),
            models.CheckConstraint(
                name="attendance_reason_given",
                condition=~Q(presence__in=NEEDS_REASON) | ~Q(reason=""),
                violation_error_message="请假和免予参加要写事由。",
            ),
            models.CheckConstraint(
                name="attendance_made_up_whole",
                condition=Q(
                    ~Q(presence=Presence.MADE_UP),
                    made_up_on__isnull=True,
                    made_up_how="",
                )
                | Q(
                    ~Q(made_up_how=""),
                    presence=Presence.MADE_UP,
                    made_up_on__isnull=False,
                ),
                violation_error_message="补课要写日期和方式。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_presence_display() or "未登记"

    @property
    def is_attending(self) -> bool:
        return self.presence in ATTENDING


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks given on activity days."""

    def open_before(self, day: ActivityDay) -> Self:
        """Return the tasks of earlier days of the branch that nobody closed before."""
        closed = TaskAnswer.objects.filter(
            task=OuterRef("pk"), outcome__in=CLOSING, day__starts_at__lt=day.starts_at
        )
        return self.filter(
            ~Exists(closed),
            day__branch=day.branch_id,
            day__state__in=HAPPENED,
            day__starts_at__lt=day.starts_at,
        ).order_by("day__starts_at", "pk")


class Task(models.Model):
    """Something given to do until the next activity day; never changed again."""

    day = Key(ActivityDay, related_name="tasks")
    text = models.CharField("任务", max_length=200)
    responsible = models.CharField("责任人", max_length=40)
    due_on = models.DateField("期限", null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "布置的任务"
        verbose_name_plural = "布置的任务"
        ordering = ["pk"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                name="task_has_text", condition=~Q(text="") & ~Q(responsible="")
            )
        ]

    def __str__(self) -> str:
        return self.text


class TaskAnswer(models.Model):
    """How far a task of an earlier day got, as told on a later one."""

    task = Key(Task, related_name="answers")
    day = Key(ActivityDay, related_name="answers")
    outcome = models.CharField("完成情况", max_length=8, choices=Outcome)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "任务完成情况"
        verbose_name_plural = "任务完成情况"
        ordering = ["task"]
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "day"], name="taskanswer_once_a_day"
            ),
            known("taskanswer_outcome_known", outcome=Outcome.values),
            models.CheckConstraint(
                name="taskanswer_note_given",
                condition=Q(outcome=Outcome.DONE) | ~Q(note=""),
                violation_error_message="没有全部完成的任务要写说明。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class PhotoQuerySet(models.QuerySet["Photo"]):
    """Photos and scans."""

    def kept(self) -> Self:
        return self.filter(removed_at__isnull=True)


class Photo(models.Model):
    """A photo or the scanned sign-in sheet, drawn anew without EXIF, kept private."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "照片"
        SHEET = "sheet", "签到表"

    day = Key(ActivityDay, related_name="photos")
    kind = models.CharField("类别", max_length=5, choices=Kind, default=Kind.PHOTO)
    name = models.CharField("文件名", max_length=100)
    content_type = models.CharField(max_length=40)
    file = models.FileField(upload_to="activity-days/", max_length=120)
    added_by = Key(User)
    added_at = models.DateTimeField("上传时间")
    removed_by = Key(User, null=True)
    removed_at = models.DateTimeField("撤下时间", null=True)
    # Of the form that brought it; several may have come at once.
    form_key = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False
    )

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "活动日照片"
        verbose_name_plural = "活动日照片"
        ordering = ["pk"]
        triggers = [never_deleted()]
        constraints = [
            known("photo_kind_known", kind=["photo", "sheet"]),
            models.CheckConstraint(
                name="photo_removed_whole",
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(
                    removed_at__isnull=False,
                    removed_at__gte=F("added_at"),
                    removed_by__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TypicalCase(models.Model):
    """An outstanding example, as a written document; a new wording is a new row."""

    day = Key(ActivityDay, related_name="cases")
    number = models.PositiveSmallIntegerField("稿次")
    title = models.CharField("标题", max_length=80)
    body = models.TextField("正文", max_length=8000)
    by = Key(User)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "典型材料"
        verbose_name_plural = "典型材料"
        ordering = ["day", "-number"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "number"], name="typicalcase_number_once"
            ),
            models.CheckConstraint(
                name="typicalcase_has_text", condition=~Q(title="") & ~Q(body="")
            ),
        ]

    def __str__(self) -> str:
        return self.title
