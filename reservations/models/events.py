"""Whole venues held for something of the center."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Func, Q
from django.utils.timezone import localtime

from center.columns import Key
from center.ledger import never_deleted
from center.models import Center, User
from center.wording import when_text
from reservations.models.venues import Venue, raises_venue_version
from reservations.rules.venues import TEXT_LENGTH


def last_date(end: str) -> Func:
    """Return the local date of the last moment before ``end``."""
    return Func(
        F(end),
        template="((%(expressions)s - interval '1 microsecond') "
        "AT TIME ZONE 'Asia/Shanghai')::date",
        output_field=models.DateField(),
    )


class EventQuerySet(models.QuerySet["Event"]):
    """Events by who may come."""

    def open_to_all(self, center: Center, at: datetime) -> Self:
        """Return what residents can still come to, next first."""
        rows = self.filter(center=center, is_public=True, cancelled_at=None)
        rows = rows.filter(ends_at__gt=at, venue__is_active=True)
        return rows.select_related("venue").order_by("starts_at", "pk")


class Event(models.Model):
    """A whole venue held for something of the center: all units at once or none."""

    center = Key(Center, "中心")
    venue = Key(Venue, "场地", related_name="events", db_index=False)
    title = models.CharField("活动名称", max_length=60)
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    host = Key(User, "负责人", related_name="hosted_events")
    made_by = Key(User, "登记人", db_index=False)
    made_at = models.DateTimeField("登记时间")
    # Nobody else may have the same key, but many have none.
    form_key = models.CharField(max_length=64, null=True, editable=False)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    cancel_reason = models.CharField("取消原因", max_length=TEXT_LENGTH, blank=True)
    is_public = models.BooleanField(
        "居民都可以来", default=False, db_default=False, help_text="写在首页上。"
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "整场活动"
        verbose_name_plural = "整场活动"
        ordering = ["-starts_at", "-pk"]
        # Public pages are kept until the version of a venue is another.
        triggers = [never_deleted(), raises_venue_version("version")]
        indexes = [
            models.Index(name="event_of_venue", fields=["venue", "starts_at"]),
            models.Index(name="event_of_center", fields=["center", "starts_at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="event_form_key_once"),
            models.UniqueConstraint(fields=["id", "venue"], name="event_with_venue"),
            models.CheckConstraint(
                name="event_ends_after_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="结束要晚于开始。",
            ),
            models.CheckConstraint(
                name="event_one_day",
                condition=Q(starts_at__date=last_date("ends_at")),
                violation_error_message="一场活动只能在同一天里。",
            ),
            models.CheckConstraint(
                name="event_cancel_says_why",
                condition=Q(cancelled_at__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> str:
        return when_text(localtime(self.starts_at), localtime(self.ends_at))
