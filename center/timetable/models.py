"""When a center is open and which days are worked, as staff can correct it."""

import datetime
from collections.abc import Iterable
from datetime import date

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.timezone import localtime

from center.hours import OpeningHours, Stretch
from center.models import Center
from center.ranges import ClockRange
from center.timetable.rules import makeup_refusal, year_refusal
from center.wording import weekday_name
from center.workdays import SATURDAY, WorkCalendar

WEEKDAY_CHOICES = [(n, weekday_name(date(2024, 1, 1 + n))) for n in range(7)]


def raises_version(update: str) -> pgtrigger.Trigger:
    """Return the trigger by which any change raises ``Center.timetable_version``."""
    return pgtrigger.Trigger(
        name="raises_version",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"{update}; RETURN NULL;",
    )


# A sequence never gives a number twice, also not after a rollback.
EVERY_CENTER = (
    "UPDATE center_center SET timetable_version = nextval('timetable_version')"
)
ONE_CENTER = f"{EVERY_CENTER} WHERE id IN (NEW.center_id, OLD.center_id)"


class OpeningSpan(models.Model):
    """One stretch of a weekday in which the doors are open, ``[opens, closes)``."""

    center = models.ForeignKey(
        Center,
        on_delete=models.CASCADE,
        related_name="opening_spans",
        verbose_name="中心",
    )
    weekday = models.PositiveSmallIntegerField("星期", choices=WEEKDAY_CHOICES)
    opens = models.TimeField("开门")
    closes = models.TimeField("关门")

    class Meta:
        verbose_name = "每周开放时间"
        verbose_name_plural = "每周开放时间"
        ordering = ["center", "weekday", "opens"]
        triggers = [raises_version(ONE_CENTER)]
        constraints = [
            models.CheckConstraint(
                name="openingspan_weekday_known", condition=Q(weekday__lt=7)
            ),
            models.CheckConstraint(
                name="openingspan_closes_after_opens",
                condition=Q(closes__gt=F("opens")),
                violation_error_message="关门要晚于开门。",
            ),
            ExclusionConstraint(
                name="openingspan_no_overlap",
                expressions=[
                    ("center", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (ClockRange("opens", "closes"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="和这一天已有的开放时间重叠了。",
            ),
        ]

    def __str__(self) -> str:
        day = weekday_name(date(2024, 1, 1 + self.weekday))
        return f"{day} {self.opens:%H:%M}–{self.closes:%H:%M}"


class StretchQuerySet(models.QuerySet["SpecialOpening"]):
    """Special openings."""

    def stretches(self) -> list[Stretch]:
        """Return them as plain values in the center's time zone."""
        return [
            Stretch(localtime(start), localtime(end), reason)
            for start, end, reason in self.values_list("starts_at", "ends_at", "reason")
        ]


class SpecialOpening(models.Model):
    """The doors are open in a stretch of one day in which they usually are not."""

    center = models.ForeignKey(
        Center,
        on_delete=models.CASCADE,
        related_name="special_openings",
        verbose_name="中心",
    )
    starts_at = models.DateTimeField("从")
    ends_at = models.DateTimeField("到")
    reason = models.CharField("原因", max_length=60, help_text="居民会看到。")

    objects = StretchQuerySet.as_manager()

    class Meta:
        verbose_name = "加开"
        verbose_name_plural = "加开"
        ordering = ["starts_at"]
        triggers = [raises_version(ONE_CENTER)]
        constraints = [
            models.CheckConstraint(
                name="specialopening_ends_after_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="结束要晚于开始。",
            ),
            models.CheckConstraint(
                name="specialopening_one_day",
                condition=Q(
                    starts_at__date=Func(
                        F("ends_at"),
                        template="((%(expressions)s - interval '1 microsecond') "
                        "AT TIME ZONE 'Asia/Shanghai')::date",
                        output_field=models.DateField(),
                    )
                ),
                violation_error_message="加开只能在同一天里。",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class CalendarYear(models.Model):
    """Whether the State Council's schedule of a year is known, and from where."""

    class Status(models.TextChoices):
        PUBLISHED = "published", "已公布"
        UNPUBLISHED = "unpublished", "还没公布"

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    status = models.CharField("状态", max_length=11, choices=Status)
    source = models.CharField("依据", max_length=120, blank=True)
    version = models.PositiveIntegerField("第几版", default=1, editable=False)
    loaded_at = models.DateTimeField("载入时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "年度放假安排"
        verbose_name_plural = "年度放假安排"
        ordering = ["-year"]
        triggers = [raises_version(EVERY_CENTER)]
        constraints = [
            models.CheckConstraint(
                name="calendaryear_sensible", condition=Q(year__range=(2004, 2200))
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} 年（{self.get_status_display()}）"

    def clean(self) -> None:
        """Refuse to call a year published whose days are not all there."""
        if self.status != self.Status.PUBLISHED or not self.year:
            return
        kinds = SpecialDay.objects.filter(day__year=self.year)
        holidays = kinds.filter(kind=SpecialDay.Kind.HOLIDAY).count()
        makeups = kinds.filter(kind=SpecialDay.Kind.MAKEUP).count()
        if refusal := year_refusal(self.year, holidays, makeups):
            raise ValidationError({"status": refusal})


class SpecialDayQuerySet(models.QuerySet["SpecialDay"]):
    """The days on which the week is not as usual."""

    def calendar(self) -> WorkCalendar:
        """Return everything known as one plain calendar; two queries."""
        holidays: dict[date, str] = {}
        makeup_days: dict[date, int] = {}
        worked = set()
        also = CountedDay.objects.values_list(
            "day", Value("counted"), Value(""), Value(0)
        )
        rows = self.values_list("day", "kind", "name", "follows")
        for day, kind, name, follows in rows.union(also, all=True):
            if kind == SpecialDay.Kind.HOLIDAY:
                holidays[day] = name
            elif kind == SpecialDay.Kind.MAKEUP:
                makeup_days[day] = follows
            else:
                worked.add(day)
        published = CalendarYear.objects.filter(status=CalendarYear.Status.PUBLISHED)
        years = published.values_list("year", flat=True)
        return WorkCalendar(holidays, makeup_days, frozenset(years), frozenset(worked))


class SpecialDay(models.Model):
    """A weekday that is not worked, or a weekend day that is."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "放假"
        MAKEUP = "makeup", "调休上班"

    day = models.DateField(
        "日期",
        unique=True,
        error_messages={"unique": "这一天已经有一行了，请改那一行。"},
    )
    kind = models.CharField("类别", max_length=7, choices=Kind)
    name = models.CharField("名称", max_length=40)
    follows = models.PositiveSmallIntegerField(
        "按星期几开放",
        choices=WEEKDAY_CHOICES,
        null=True,
        blank=True,
        help_text="只有调休上班的日子要填：按哪一天的时间开放。",
    )

    objects = SpecialDayQuerySet.as_manager()

    class Meta:
        verbose_name = "放假和调休"
        verbose_name_plural = "放假和调休"
        ordering = ["day"]
        triggers = [raises_version(EVERY_CENTER)]
        constraints = [
            models.CheckConstraint(
                name="specialday_makeup_follows_weekday",
                condition=Q(kind="holiday", follows__isnull=True)
                | Q(kind="makeup", follows__isnull=False, follows__lt=SATURDAY),
                violation_error_message="调休上班的日子要写明按周一到周五的哪一天开放，"
                "放假的日子不写。",
            )
        ]

    def __str__(self) -> str:
        kind = self.get_kind_display()
        name = self.name.removesuffix(kind)  # 临时放假 is not 临时放假放假
        return f"{self.day} {name}{kind}"

    def clean(self) -> None:
        """Refuse a make-up day that is a working day anyway."""
        is_makeup = self.day and self.kind == self.Kind.MAKEUP
        if is_makeup and (refusal := makeup_refusal(self.day)):
            raise ValidationError({"day": refusal})


class CountedDay(models.Model):
    """A day that still counts for promises: its change waits for a second person.

    The doors go by ``SpecialDay`` alone.
    """

    day = models.DateField("日期")

    class Meta:
        verbose_name = "没核对以前还算的日子"
        verbose_name_plural = "没核对以前还算的日子"
        default_permissions = ()
        triggers = [raises_version(EVERY_CENTER)]
        constraints = [models.UniqueConstraint(fields=["day"], name="countedday_once")]

    def __str__(self) -> str:
        return f"{self.day}"


def opening_hours(
    center: Center, calendar: WorkCalendar, closures: Iterable[Stretch] = ()
) -> OpeningHours:
    """Return when a center is open; two queries."""
    weekly: dict[int, tuple[tuple[datetime.time, datetime.time], ...]] = {}
    for span in center.opening_spans.order_by("weekday", "opens"):
        weekly[span.weekday] = (
            *weekly.get(span.weekday, ()),
            (span.opens, span.closes),
        )
    return OpeningHours(
        weekly=weekly,
        calendar=calendar,
        closures=tuple(closures),
        openings=tuple(center.special_openings.stretches()),
    )
