"""One activity day of one branch, and what happened to it."""

from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from center.columns import Key, known
from center.ledger import never_deleted
from center.models import Center, User
from center.wording import clock_text, full_day, weekday_name
from center.workflow import models as workflow
from membership.activity_days.models import triggers
from membership.activity_days.rules import (
    FLOW,
    HAPPENED,
    UNIFIED_DATES,
    WRITABLE,
    Content,
    Standing,
    State,
    Unified,
    Verb,
    attendance_rate,
    standing,
)
from membership.models import Organization
from membership.rules.organizations import Duty

REPORTED = [State.REPORTED, State.RETURNED, State.SIGNED]


def _on(unified: Unified) -> Q:
    month, day = UNIFIED_DATES[unified]
    return Q(on__month=month, on__day=day)


def _unified_fits() -> Q:
    fits = Q(unified="")
    for unified in Unified:
        fits &= ~_on(unified)
    for unified in Unified:
        fits |= Q(unified=unified) & _on(unified)
    return fits


SOON = timedelta(days=2)


class ActivityDayQuerySet(models.QuerySet["ActivityDay"]):
    """Activity days, and who may see which."""

    def visible_to(self, user: User) -> Self:
        seen = Organization.objects.visible_to(user)
        return self.filter(branch__in=seen.values("pk"))

    def counted(self) -> Self:
        return self.exclude(state=State.CANCELLED)

    def happened(self) -> Self:
        return self.filter(state__in=HAPPENED)

    def unreported(self) -> Self:
        return self.counted().filter(first_reported_at__isnull=True)

    def late(self, today: date) -> Self:
        return self.unreported().filter(on__lte=today, due_on__lt=today)

    def due_soon(self, today: date) -> Self:
        soon = (today, today + SOON)
        return self.unreported().filter(on__lte=today, due_on__range=soon)

    def of_year(self, year: int) -> Self:
        return self.filter(on__gte=date(year, 1, 1), on__lte=date(year, 12, 31))

    def latest_first(self) -> Self:
        return self.order_by("-on", "-pk")


class ActivityDay(workflow.Record):
    """A 党员活动日 from its plan to the receipt signed by the committee.

    Never a 三会一课 meeting: those are ``Meeting`` rows, and the two cannot share time.
    """

    State = State
    flow = FLOW
    locked_with = ("branch__parent", "center", "reported_to")

    center = Key(Center, "中心", related_name="activity_days")
    branch = Key(Organization, "党支部", related_name="activity_days")
    on = models.DateField("日期")
    starts_at = models.DateTimeField("开始时间", null=True, blank=True)
    ends_at = models.DateTimeField("结束时间", null=True, blank=True)
    unified = models.CharField(
        "统一活动日", max_length=12, choices=Unified, blank=True, editable=False
    )
    theme = models.CharField("主题", max_length=80, blank=True)
    place = models.CharField("地点", max_length=80, blank=True)
    host = models.CharField("主持人", max_length=40, blank=True)
    recorder = models.CharField("记录人", max_length=40, blank=True)
    contents = ArrayField(
        models.CharField(max_length=12, choices=Content),
        default=list,
        blank=True,
        verbose_name="内容",
    )
    process = models.TextField("议程和经过", max_length=4000, blank=True)
    opinions = models.TextField("党员发言和群众意见", max_length=2000, blank=True)
    effect = models.TextField("效果", max_length=1000, blank=True)
    outside_count = models.PositiveSmallIntegerField("列席人数", default=0)
    outside_note = models.CharField(
        "列席的是谁",
        max_length=200,
        blank=True,
        help_text="例如：入党积极分子 2 人，群众代表 1 人。",
    )
    state = models.CharField(
        "状态", max_length=9, choices=State, default=State.PLANNED, editable=False
    )
    strict_due_on = models.DateField("第五天", editable=False)
    due_on = models.DateField("报送期限", editable=False)
    due_is_provisional = models.BooleanField(default=False, editable=False)
    expected_count = models.PositiveSmallIntegerField("应到", null=True, editable=False)
    attending_count = models.PositiveSmallIntegerField(
        "实到", null=True, editable=False
    )
    first_reported_at = models.DateTimeField("首次报送", null=True, editable=False)
    reported_at = models.DateTimeField("报送时间", null=True, editable=False)
    reported_by = Key(User, "报送人", null=True, editable=False)
    reported_to = Key(Organization, "上级党委", null=True, editable=False)
    return_reason = models.CharField("退回意见", max_length=300, blank=True)
    signed_at = models.DateTimeField("签收时间", null=True, editable=False)
    signed_by = Key(User, "签收人", null=True, editable=False)

    objects = ActivityDayQuerySet.as_manager()

    class Meta:
        verbose_name = "党员活动日"
        verbose_name_plural = "党员活动日"
        ordering = ["-on", "-pk"]
        permissions = [("sign_activityday", "可以签收和退回党员活动日")]
        indexes = [
            models.Index(name="activityday_branch", fields=["branch", "on"]),
            models.Index(name="activityday_center", fields=["center", "on"]),
            models.Index(
                name="activityday_unreported",
                fields=["due_on"],
                condition=Q(first_reported_at__isnull=True),
            ),
        ]
        triggers = [
            never_deleted(),
            workflow.state_moves(FLOW),
            workflow.every_move_has_a_step("activity_days_step", "day_id = NEW.id"),
            triggers.day_takes_time(),
            triggers.reported_is_sealed(),
        ]
        constraints = [
            known("activityday_state_known", state=State.values),
            models.CheckConstraint(
                name="activityday_unified_on_its_day",
                condition=_unified_fits(),
                violation_error_message="五月一日、七月一日、十月一日是统一活动日。",
            ),
            models.CheckConstraint(
                name="activityday_unified_not_cancelled",
                condition=Q(unified="") | ~Q(state=State.CANCELLED),
                violation_error_message="统一活动日不能取消。",
            ),
            models.UniqueConstraint(
                fields=["branch", "on"],
                name="activityday_unified_once",
                condition=~Q(unified=""),
                violation_error_message="这个支部的统一活动日已经在册。",
            ),
            models.UniqueConstraint(fields=["form_key"], name="activityday_form_once"),
            models.CheckConstraint(
                name="activityday_times_in_order",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(
                    starts_at__isnull=False,
                    ends_at__isnull=False,
                    ends_at__gt=F("starts_at"),
                ),
                violation_error_message="结束要晚于开始。",
            ),
            models.CheckConstraint(
                name="activityday_contents_known",
                condition=Q(contents__contained_by=list(Content.values)),
            ),
            models.CheckConstraint(
                name="activityday_held_has_time",
                condition=Q(state__in=[State.PLANNED, State.CANCELLED])
                | Q(starts_at__isnull=False) & ~Q(theme="") & ~Q(place=""),
                violation_error_message="举行过的活动日要有时间、地点和主题。",
            ),
            models.CheckConstraint(
                name="activityday_due_in_order",
                condition=Q(strict_due_on__gt=F("on"))
                & Q(due_on__gte=F("strict_due_on")),
            ),
            models.CheckConstraint(
                name="activityday_report_whole",
                condition=Q(
                    ~Q(state__in=REPORTED),
                    first_reported_at__isnull=True,
                    reported_at__isnull=True,
                    reported_by__isnull=True,
                    reported_to__isnull=True,
                )
                | Q(
                    ~Q(effect=""),
                    state__in=REPORTED,
                    contents__len__gte=1,
                    first_reported_at__isnull=False,
                    reported_at__isnull=False,
                    reported_at__gte=F("first_reported_at"),
                    reported_by__isnull=False,
                    reported_to__isnull=False,
                    expected_count__isnull=False,
                    attending_count__isnull=False,
                    attending_count__lte=F("expected_count"),
                ),
                violation_error_message="报送要有内容、参加人数和效果。",
            ),
            models.CheckConstraint(
                name="activityday_signed_whole",
                condition=Q(
                    ~Q(state=State.SIGNED),
                    signed_at__isnull=True,
                    signed_by__isnull=True,
                )
                | Q(
                    state=State.SIGNED, signed_at__isnull=False, signed_by__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="activityday_signed_by_another",
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("reported_by")),
                violation_error_message="自己报送的不能自己签收。",
            ),
            models.CheckConstraint(
                name="activityday_returned_has_reason",
                condition=~Q(state=State.RETURNED) | ~Q(return_reason=""),
                violation_error_message="退回要写明意见。",
            ),
            models.CheckConstraint(
                name="activityday_version_positive", condition=Q(version__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("activity_days:detail", args=[self.pk])

    def refusal(self, verb: str, by: User | None) -> str:
        """Say why it cannot be done now: unified days stay, the committee decides."""
        if refusal := super().refusal(verb, by):
            return refusal
        if verb == Verb.CANCEL and self.unified:
            return "统一活动日不能取消。没有开就不登记，到期显示“缺报”。"
        if verb in (Verb.SIGN, Verb.RETURN) and by:
            return self._committee_refusal(by)
        return ""

    def _committee_refusal(self, by: User) -> str:
        theirs = Organization.objects.below_posts(by, Duty.ORGANIZER)
        if self.reported_to is None or not theirs.filter(pk=self.reported_to.pk):
            return "要由上级党委的组织员签收或退回。"
        if self.reported_by_id == by.pk:
            return "自己报送的，要由别人签收或退回。"
        return ""

    @property
    def title(self) -> str:
        return self.theme or self.get_unified_display() or "党员活动日"

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE

    @property
    def when_text(self) -> str:
        """Return 2026年7月1日 周三 9:00–11:00."""
        day = f"{full_day(self.on)} {weekday_name(self.on)}"
        if self.starts_at is None or self.ends_at is None:
            return f"{day}，时间待定"
        start, end = localtime(self.starts_at), localtime(self.ends_at)
        return f"{day} {clock_text(start)}–{clock_text(end)}"

    @property
    def rolled(self) -> bool:
        return self.due_on != self.strict_due_on

    @property
    def rate(self) -> int | None:
        """Return the attendance in percent, as reported."""
        return attendance_rate(self.attending_count or 0, self.expected_count or 0)

    def standing(self, today: date) -> Standing:
        first = self.first_reported_at
        return standing(
            on=self.on,
            due_on=self.due_on,
            reported_on=None if first is None else localdate(first),
            today=today,
        )


class Step(workflow.CalendarStep):
    """One thing that happened to an activity day; never changed again."""

    Verb = Verb

    day = Key(ActivityDay, related_name="steps")
    verb = models.CharField("事项", max_length=8, choices=Verb)
    state = models.CharField("状态", max_length=9, choices=State)

    class Meta(workflow.CalendarStep.Meta):
        verbose_name = "活动日记录"
        verbose_name_plural = "活动日记录"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
