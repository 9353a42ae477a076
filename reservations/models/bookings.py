"""Who holds which unit when, and what happened to it."""

from datetime import date, datetime, time, timedelta
from typing import Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.timezone import localtime

from center.columns import Key, known
from center.hours import moment
from center.ledger import never_deleted
from center.models import Center, User
from center.ranges import MomentRange
from center.rules import in_fours
from center.wording import when_text
from center.workflow import models as workflow
from reservations.models.events import Event, last_date
from reservations.models.venues import Unit, Venue, raises_venue_version
from reservations.rules.bookings import (
    CODE_LENGTH,
    FLOW,
    LATE_CANCEL,
    OCCUPYING,
    PEOPLE_MOST,
    REMEMBERED,
    TONES,
    Channel,
    State,
    Verb,
)
from reservations.rules.venues import TEXT_LENGTH

_ONE_DAY = timedelta(days=1)
_CAME = [State.ARRIVED, State.FINISHED]
_OFF = [State.CANCELLED, State.VOID]


class BookingQuerySet(models.QuerySet["Booking"]):
    """Bookings by who may see them and by time."""

    def visible_to(self, user: User) -> Self:
        """Return one's own bookings, and for staff those of their centers."""
        own = Q(person=user)
        if user.is_staff and user.has_perm("reservations.view_booking"):
            return self.filter(own | Q(center__in=user.center_ids))
        return self.filter(own)

    def of_staff(self, user: User) -> Self:
        return self.filter(center__in=user.center_ids)

    def occupying(self) -> Self:
        return self.filter(state__in=OCCUPYING)

    def overlapping(self, start: datetime, end: datetime) -> Self:
        """Return those that share a moment with ``[start, end)``."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def on(self, day: date) -> Self:
        """Return those of one local day, whatever their state, by time."""
        first = moment(day, time.min)
        return self.filter(
            starts_at__gte=first, starts_at__lt=first + _ONE_DAY
        ).order_by("starts_at", "pk")

    def upcoming(self, at: datetime) -> Self:
        return self.occupying().filter(ends_at__gt=at).order_by("starts_at", "pk")

    def let_down(self, at: datetime) -> tuple[int, int]:
        """Count who stayed away lately, and who gave back shortly before, themselves.

        What a closure or the counter took away is nobody's fault.
        """
        lately = self.filter(starts_at__gt=at - REMEMBERED)
        late = Q(
            cancelled_by=F("person"), cancelled_at__gt=F("starts_at") - LATE_CANCEL
        )
        counted = lately.order_by().aggregate(
            missed=Count("pk", filter=Q(state=State.MISSED)),
            late=Count("pk", filter=Q(state=State.CANCELLED) & late),
        )
        return counted["missed"], counted["late"]

    def with_places(self) -> Self:
        return self.select_related("venue", "unit", "person")

    def with_last_step(self) -> Self:
        """Add what was done last, and when."""
        last = BookingStep.objects.filter(booking=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            last_verb=Subquery(last.values("verb")[:1]),
            last_at=Subquery(last.values("at")[:1]),
        )


class Booking(workflow.Record):
    """One person holds one unit for one stretch ``[starts_at, ends_at)`` of one day."""

    flow = FLOW
    step_names = {"note": "text"}

    code = models.CharField("预约码", max_length=CODE_LENGTH, editable=False)
    center = Key(Center, "中心", db_index=False)
    venue = Key(Venue, "场地", related_name="bookings", db_index=False)
    unit = Key(Unit, "座位、设备", related_name="bookings", db_index=False)
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    # The end and the rest the unit needs after it, as the rules were then.
    unit_free_at = models.DateTimeField("可以给下一位的时间", editable=False)
    person = Key(User, "预约人", related_name="bookings", db_index=False)
    made_by = Key(User, "经手人", db_index=False)
    made_at = models.DateTimeField("预约时间")
    channel = models.CharField("来路", max_length=7, choices=Channel)
    purpose = models.CharField("用途", max_length=TEXT_LENGTH, blank=True)
    people = models.PositiveSmallIntegerField("人数", default=1)
    state = models.CharField("状态", max_length=9, choices=State, default=State.BOOKED)
    inside_lead = models.BooleanField("没到提前量，窗口照约", default=False)
    # Whoever opens the doors for it says why; nothing else may lie outside the hours.
    outside_why = models.CharField(
        "不开门时约的原因",
        max_length=TEXT_LENGTH,
        blank=True,
        default="",
        db_default="",
    )
    rules = models.JSONField("当时的规则", default=dict, editable=False)
    event = Key(Event, "整场活动", null=True, blank=True, related_name="bookings")
    arrived_at = models.DateTimeField("到场时间", null=True, blank=True)
    left_at = models.DateTimeField("离开时间", null=True, blank=True)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    # Nobody: the doors were shut and the night put the row in order.
    cancelled_by = Key(User, "谁取消的", null=True, blank=True, db_index=False)
    cancel_reason = models.CharField("取消原因", max_length=TEXT_LENGTH, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = "预约"
        verbose_name_plural = "预约"
        ordering = ["-starts_at", "-pk"]
        triggers = [
            never_deleted(),
            workflow.state_moves(FLOW),
            workflow.every_move_has_a_step(
                "reservations_bookingstep", "booking_id = NEW.id"
            ),
            pgtrigger.ReadOnly(
                name="fixed",
                fields=[
                    "code",
                    "center",
                    "venue",
                    "person",
                    "made_by",
                    "made_at",
                    "channel",
                    "inside_lead",
                    "rules",
                    "form_key",
                    "event",
                ],
            ),
            raises_venue_version("version"),
        ]
        indexes = [
            # The week of a venue and what is free; bookings that hold something only.
            models.Index(
                name="booking_of_venue",
                fields=["venue", "starts_at"],
                condition=Q(state__in=OCCUPYING),
            ),
            # Today at the desk, day sheets, the admin.
            models.Index(name="booking_of_center", fields=["center", "starts_at"]),
            models.Index(name="booking_of_person", fields=["person", "starts_at"]),
            # What the nightly job still has to close.
            models.Index(
                name="booking_unsettled",
                fields=["ends_at"],
                condition=Q(state__in=OCCUPYING),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="booking_code_once"),
            models.UniqueConstraint(fields=["form_key"], name="booking_form_key_once"),
            ExclusionConstraint(
                name="booking_unit_free",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (MomentRange("starts_at", "unit_free_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=OCCUPYING),
                violation_error_code="taken",
                violation_error_message="这段时间已经有人约了。",
            ),
            # An event holds many units at once for one host.
            ExclusionConstraint(
                name="booking_person_free",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (MomentRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=OCCUPYING, event__isnull=True),
                violation_error_code="busy",
                violation_error_message="这个人这段时间已经有别的预约。",
            ),
            models.CheckConstraint(
                name="booking_code_form",
                condition=Q(code__regex=rf"^[0-9A-HJKMNP-TV-Z]{{{CODE_LENGTH}}}$"),
            ),
            models.CheckConstraint(
                name="booking_ends_after_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="结束要晚于开始。",
            ),
            models.CheckConstraint(
                name="booking_one_day",
                condition=Q(starts_at__date=last_date("ends_at")),
                violation_error_message="一次预约只能在同一天里。",
            ),
            models.CheckConstraint(
                name="booking_unit_rests_after",
                condition=Q(unit_free_at__gte=F("ends_at")),
            ),
            models.CheckConstraint(
                name="booking_people_sensible",
                condition=Q(people__range=(1, PEOPLE_MOST)),
                violation_error_message=f"人数要在 1 到 {PEOPLE_MOST} 之间。",
            ),
            known("booking_state_known", state=State.values),
            known("booking_channel_known", channel=Channel.values),
            models.CheckConstraint(
                name="booking_event_channel",
                condition=Q(channel=Channel.EVENT, event__isnull=False)
                | (~Q(channel=Channel.EVENT) & Q(event__isnull=True)),
            ),
            # Only staff book inside the lead time.
            models.CheckConstraint(
                name="booking_lead_kept_on_web",
                condition=~Q(channel=Channel.WEB, inside_lead=True),
            ),
            models.CheckConstraint(
                name="booking_outside_by_staff",
                condition=~Q(channel=Channel.WEB) | Q(outside_why=""),
            ),
            models.CheckConstraint(
                name="booking_arrived_has_time",
                condition=Q(state__in=_CAME, arrived_at__isnull=False)
                | (~Q(state__in=_CAME) & Q(arrived_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="booking_finished_has_time",
                condition=Q(state=State.FINISHED, left_at__isnull=False)
                | (~Q(state=State.FINISHED) & Q(left_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="booking_cancelled_has_time",
                condition=Q(state__in=_OFF, cancelled_at__isnull=False)
                | (
                    ~Q(state__in=_OFF)
                    & Q(
                        cancelled_at__isnull=True,
                        cancelled_by__isnull=True,
                        cancel_reason="",
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.starts_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("booking", args=[self.code])

    @property
    def code_grouped(self) -> str:
        return in_fours(self.code)

    @property
    def when(self) -> str:
        return when_text(localtime(self.starts_at), localtime(self.ends_at))

    @property
    def place(self) -> str:
        """Return 党群阅览室 座位 3; a unit named as the venue goes unsaid."""
        venue, unit = self.venue.name, self.unit.name
        return venue if venue.endswith(unit) else f"{venue} {unit}"

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]


class BookingStep(workflow.Step):
    """What happened to a booking, when, by whom; never changed, never removed."""

    booking = Key(Booking, "预约", related_name="steps")
    # Empty in steps that are older than this column.
    verb = models.CharField("事项", max_length=7, choices=Verb, db_default="")
    state = models.CharField("变成", max_length=9, choices=State)
    text = models.CharField("经过", max_length=120)
    note = None  # type: ignore[assignment]  # it is called text here
    by = Key(  # type: ignore[assignment]  # nobody: the calendar
        User, "谁", null=True, db_index=False, help_text="空着是系统自己。"
    )

    class Meta(workflow.Step.Meta):
        verbose_name = "经过"
        verbose_name_plural = "经过"

    def __str__(self) -> str:
        return self.text
