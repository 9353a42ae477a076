"""What is shut, whatever shut it, and whom that makes it necessary to call."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime

from center.calls.models import Call
from center.calls.rules import State as CallState
from center.columns import Key
from center.hours import Stretch
from center.ledger import never_deleted
from center.models import Center, User
from center.wording import clock_text, day_text
from reservations.models.bookings import Booking
from reservations.models.venues import Unit, Venue
from reservations.rules.closures import Scope
from reservations.rules.venues import TEXT_LENGTH


class ClosureQuerySet(models.QuerySet["Closure"]):
    """Closures by what they shut and by time."""

    def visible_to(self, user: User) -> Self:
        return self.filter(center__in=user.center_ids)

    def of_center(self) -> Self:
        return self.filter(scope=Scope.CENTER)

    def since(self, at: datetime) -> Self:
        """Return those that shut something at ``at`` or later."""
        return self.exclude(reopened_at__lte=F("starts_at")).filter(
            Q(ends_at=None) | Q(ends_at__gt=at),
            Q(reopened_at=None) | Q(reopened_at__gt=at),
        )

    def of_unit(self, unit: Unit, at: datetime) -> Self:
        rows = self.since(at).filter(scope=Scope.UNITS, ends_at=None)
        return rows.filter(venue=unit.venue_id, unit_numbers__contains=[unit.number])

    def stretches(self) -> list[Stretch]:
        """Return them as plain values in the center's time zone, what is open aside."""
        return [row.stretch for row in self if not row.is_nothing]


class Closure(models.Model):
    """A center, a venue or some units are shut in ``[starts_at, ends_at)``.

    Without an end it is until they work again. Reopened, it ends at that moment. One
    of the hours takes nothing away: it says what was done about the bookings that a
    change of hours or of the calendar has left outside.
    """

    center = Key(Center, "中心", related_name="closures")
    scope = models.CharField(
        "停什么", max_length=6, choices=Scope, default=Scope.CENTER
    )
    venue = Key(Venue, "场地", null=True, blank=True, related_name="closures")
    unit_numbers = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="只停这些编号",
        default=list,
        blank=True,
    )
    starts_at = models.DateTimeField("从")
    ends_at = models.DateTimeField("到", null=True, blank=True)
    reason = models.CharField("原因", max_length=TEXT_LENGTH, help_text="居民会看到。")
    # Nobody knows it of closures that are older than this table.
    made_by = Key(User, "谁定的", null=True, db_index=False)
    made_at = models.DateTimeField("登记时间", null=True)
    # Nobody else may have the same key, but many have none.
    form_key = models.CharField(max_length=64, null=True, editable=False)
    reopened_at = models.DateTimeField("重新开放时间", null=True, editable=False)
    reopened_by = Key(User, "谁重新开放", null=True, editable=False, db_index=False)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = "停用、闭馆"
        verbose_name_plural = "停用、闭馆"
        ordering = ["-starts_at", "-pk"]
        triggers = [
            never_deleted(),
            pgtrigger.ReadOnly(name="fixed", exclude=["reopened_at", "reopened_by"]),
            # What is shut shows at once: on the pages of a venue, or of all of them.
            pgtrigger.Trigger(
                name="raises_version",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="UPDATE reservations_venue SET setup_version = 0"
                " WHERE id = NEW.venue_id;"
                " UPDATE center_center"
                " SET timetable_version = nextval('timetable_version')"
                " WHERE id = NEW.center_id AND NEW.scope = 'center'; RETURN NULL;",
            ),
        ]
        indexes = [
            models.Index(name="closure_of_center", fields=["center", "starts_at"]),
            models.Index(name="closure_of_venue", fields=["venue", "ends_at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="closure_form_key_once"),
            models.CheckConstraint(
                name="closure_ends_after_starts",
                condition=Q(ends_at__gt=F("starts_at")) | Q(ends_at__isnull=True),
                violation_error_message="结束要晚于开始。",
            ),
            models.CheckConstraint(
                name="closure_scope_fits",
                condition=Q(
                    scope__in=[Scope.CENTER, Scope.HOURS],
                    venue__isnull=True,
                    unit_numbers=[],
                )
                | Q(scope=Scope.VENUE, venue__isnull=False, unit_numbers=[])
                | (Q(scope=Scope.UNITS, venue__isnull=False) & ~Q(unit_numbers=[])),
                violation_error_message="要停几个编号，先选场地。",
            ),
            models.CheckConstraint(
                name="closure_ends_or_is_of_units",
                condition=Q(ends_at__isnull=False) | Q(scope=Scope.UNITS),
                violation_error_message="请写到什么时候为止。",
            ),
            models.CheckConstraint(
                name="closure_reopened_by_somebody",
                condition=Q(reopened_at__isnull=True, reopened_by__isnull=True)
                | Q(reopened_at__isnull=False, reopened_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.when}：{self.reason}"

    @property
    def what(self) -> str:
        """Return what is shut: the center, a venue, or some units of it."""
        if self.venue is None:
            return f"{self.center.name}（{self.get_scope_display()}）"
        numbers = "、".join(str(number) for number in self.unit_numbers)
        return self.venue.name + (f"（编号 {numbers}）" if numbers else "")

    @property
    def until(self) -> datetime | None:
        ends = [at for at in (self.ends_at, self.reopened_at) if at]
        return min(ends, default=None)

    @property
    def is_nothing(self) -> bool:
        return self.until is not None and self.until <= self.starts_at

    @property
    def stretch(self) -> Stretch:
        """Return it as a plain value in the center's time zone; it has an end."""
        until = self.until or self.starts_at
        return Stretch(localtime(self.starts_at), localtime(until), self.reason)

    @property
    def when(self) -> str:
        """Return from when to when, the second day only if it is another one."""
        start = localtime(self.starts_at)
        first = f"{day_text(start.date())} {clock_text(start)}"
        if self.ends_at is None:
            return f"{first} 起"
        end = localtime(self.ends_at)
        if start.date() == end.date():
            return f"{first}–{clock_text(end)}"
        return f"{first} 到 {day_text(end.date())} {clock_text(end)}"


# The line on the desk's list says it, however that ended; before there was that list
# only the entry itself.
IS_UNTOLD = Q(call__state=CallState.OPEN) | Q(call=None, told_at=None)


class CallListEntryQuerySet(models.QuerySet["CallListEntry"]):
    """Whom closures make it necessary to call, and who has still to be told."""

    def waiting(self) -> Self:
        return self.filter(IS_UNTOLD)


class CallListEntry(models.Model):
    """Somebody who has to be told that their booking fell into a closure."""

    closure = Key(Closure, "停用", related_name="calls")
    booking = Key(Booking, "预约", related_name="calls")
    effect = models.CharField("怎么办的", max_length=20)
    # Its line on the desk's list; none where it was over before there was that list.
    call = Key(
        Call,
        "要告知的人",
        null=True,
        blank=True,
        editable=False,
        related_name="entries",
    )
    told_at = models.DateTimeField("告知时间", null=True, blank=True)
    told_by = Key(User, "谁告知的", null=True, blank=True, db_index=False)

    objects = CallListEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "要告知的人"
        verbose_name_plural = "要告知的人"
        ordering = ["booking__starts_at", "pk"]
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["closure", "booking"], name="call_once_per_closure"
            ),
            models.CheckConstraint(
                name="calllistentry_told_by_somebody",
                condition=Q(told_at__isnull=True, told_by__isnull=True)
                | Q(told_at__isnull=False, told_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.effect}"
