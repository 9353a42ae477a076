"""Closures as staff made them, and whom they had to tell."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime

from center.ledger import never_deleted
from center.models import Center, User
from center.timetable.models import Closure
from center.wording import clock_text, day_text
from reservations.models import Booking, Venue, VenueClosure
from reservations.rules.venues import TEXT_LENGTH


class ShutdownQuerySet(models.QuerySet["Shutdown"]):
    """Closures by who may see them."""

    def visible_to(self, user: User) -> Self:
        """Return the closures of the centers that a member of staff works for."""
        return self.filter(center__in=user.center_ids)


class Shutdown(models.Model):
    """One decision to close a center, a venue or some units, and who decided it.

    The closure itself is a row of the timetable or of the venue; reopening takes that
    away and leaves this one.
    """

    center = models.ForeignKey(
        Center, on_delete=models.PROTECT, related_name="+", verbose_name="中心"
    )
    venue = models.ForeignKey(
        Venue,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="shutdowns",
        verbose_name="场地",
        help_text="空着就是整个中心。",
    )
    unit_numbers = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="只停这些编号",
        default=list,
        blank=True,
        help_text="空着就是整个场地。多个编号用逗号隔开。",
    )
    starts_at = models.DateTimeField("从")
    ends_at = models.DateTimeField("到")
    reason = models.CharField("原因", max_length=TEXT_LENGTH, help_text="居民会看到。")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="谁定的",
    )
    made_at = models.DateTimeField("登记时间")
    # Nobody else may have the same key, but many have none.
    form_key = models.CharField(  # noqa: DJ001
        max_length=64, null=True, editable=False
    )
    center_closure = models.OneToOneField(
        Closure, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    venue_closure = models.OneToOneField(
        VenueClosure,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    reopened_at = models.DateTimeField("重新开放时间", null=True, editable=False)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name="谁重新开放",
    )

    objects = ShutdownQuerySet.as_manager()

    class Meta:
        verbose_name = "停用、闭馆"
        verbose_name_plural = "停用、闭馆"
        ordering = ["-starts_at", "-pk"]
        triggers = [
            never_deleted(),
            pgtrigger.ReadOnly(
                name="fixed",
                exclude=[
                    "center_closure",
                    "venue_closure",
                    "reopened_at",
                    "reopened_by",
                ],
            ),
        ]
        indexes = [
            models.Index(name="shutdown_of_center", fields=["center", "starts_at"])
        ]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="shutdown_form_key_once"),
            models.CheckConstraint(
                name="shutdown_ends_after_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="结束要晚于开始。",
            ),
            models.CheckConstraint(
                name="shutdown_units_of_a_venue",
                condition=Q(venue__isnull=False) | Q(unit_numbers=[]),
                violation_error_message="要停几个编号，先选场地。",
            ),
            models.CheckConstraint(
                name="shutdown_reopened_by_somebody",
                condition=Q(reopened_at__isnull=True, reopened_by__isnull=True)
                | Q(reopened_at__isnull=False, reopened_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.when}：{self.reason}"

    @property
    def when(self) -> str:
        """Return from when to when, the second day only if it is another one."""
        start, end = localtime(self.starts_at), localtime(self.ends_at)
        first = f"{day_text(start.date())} {clock_text(start)}"
        if start.date() == end.date():
            return f"{first}–{clock_text(end)}"
        return f"{first} 到 {day_text(end.date())} {clock_text(end)}"


class Call(models.Model):
    """Somebody who has to be told that their booking fell into a closure."""

    shutdown = models.ForeignKey(
        Shutdown, on_delete=models.PROTECT, related_name="calls", verbose_name="停用"
    )
    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, related_name="calls", verbose_name="预约"
    )
    fate = models.CharField("怎么办的", max_length=20)
    told_at = models.DateTimeField("告知时间", null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="谁告知的",
    )

    class Meta:
        verbose_name = "要告知的人"
        verbose_name_plural = "要告知的人"
        ordering = ["booking__starts_at", "pk"]
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["shutdown", "booking"], name="call_once_per_shutdown"
            ),
            models.CheckConstraint(
                name="call_told_by_somebody",
                condition=Q(told_at__isnull=True, told_by__isnull=True)
                | Q(told_at__isnull=False, told_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.fate}"
