"""The windows of the hall, the posts behind them, and who is away from one."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from center.columns import Key
from center.ledger import never_deleted
from center.models import User
from center.ranges import MomentRange
from center.registers.models import Entry
from center.registers.rules import State
from center.roster.rules import REASON, Away, Presence
from center.wording import moment_text


class Window(Entry):
    """One window of the hall: its number is what people look for."""

    number = models.PositiveSmallIntegerField("窗口号")
    name = models.CharField("名称", max_length=20)
    hint = models.CharField("常办的事", max_length=60, blank=True)
    place = models.CharField("在哪里", max_length=60, blank=True)
    phone = models.CharField("窗口电话", max_length=40, blank=True)

    class Meta(Entry.Meta):
        verbose_name = "窗口"
        verbose_name_plural = "窗口"
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["center", "number"],
                condition=Q(state=State.VALID),
                name="window_number_once",
                violation_error_message="已经有这个窗口号。",
            ),
            models.CheckConstraint(
                name="window_number_sane",
                condition=Q(number__gte=1, number__lte=99),
                violation_error_message="窗口号是 1 到 99。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} 号窗口 {self.name}"


class Post(Entry):
    """One post (岗位): its duties, who holds it and who stands in (AB 岗)."""

    name = models.CharField("岗位", max_length=30)
    window = Key(Window, "窗口", null=True, blank=True, related_name="posts")
    a = Key(User, "A岗", null=True, blank=True)
    b = Key(User, "B岗", null=True, blank=True)
    duties = models.TextField(
        "职责", max_length=1000, blank=True, help_text="一行写一条。"
    )
    rules = models.TextField(
        "工作规程", max_length=1000, blank=True, help_text="一行写一条。"
    )
    responsibility = models.TextField(
        "责任追究", max_length=600, blank=True, help_text="做不好怎么办，一行写一条。"
    )

    class Meta(Entry.Meta):
        verbose_name = "岗位"
        verbose_name_plural = "岗位和权责"
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["center", "name"],
                condition=Q(state=State.VALID),
                name="post_name_once",
                violation_error_message="已经有这个岗位。",
            ),
            models.CheckConstraint(
                name="post_two_people",
                condition=Q(a__isnull=True) | Q(b__isnull=True) | ~Q(a=F("b")),
                violation_error_message="A 岗和 B 岗要是两个人。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def holders(self) -> list[tuple[str, User]]:
        both = [("A", self.a), ("B", self.b)]
        return [(letter, one) for letter, one in both if one and _works(one)]

    def is_manned(self, presence: Presence, at: datetime) -> bool:
        holders = [one.pk for _, one in self.holders]
        return presence.there(holders, at) is not None


def _works(person: User) -> bool:
    return person.is_active and person.is_staff


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Who is away when."""

    def at(self, at: datetime | Now) -> Self:
        """Return those that hold at the moment ``at``."""
        return self.filter(starts_at__lte=at).filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=at)
        )

    def within(self, start: datetime, end: datetime | None) -> Self:
        """Return those that share a moment with ``[start, end)``."""
        rows = self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=start))
        return rows.filter(starts_at__lt=end) if end else rows

    def presence(self) -> Presence:
        columns = ("staff_id", "deputy_id", "starts_at", "ends_at")
        return Presence(Away(*row) for row in self.values_list(*columns))


class Absence(models.Model):
    """Somebody of the staff is away, ``[starts_at, ends_at)``; the deputy has it all.

    Without a deputy the window is shut, which is only for when nobody else is there.
    """

    staff = Key(User, "不在岗的人", related_name="absences")
    deputy = Key(User, "谁顶岗", null=True, blank=True, related_name="covers")
    starts_at = models.DateTimeField("从")
    ends_at = models.DateTimeField("到", null=True, blank=True)
    reason = models.CharField("事由", max_length=REASON, blank=True, default="")
    shuts_window = models.BooleanField("窗口暂停", default=False)
    set_by = Key(User, "谁登记的")
    set_at = models.DateTimeField("登记时间", null=True, blank=True)
    ended_by = Key(User, "谁销的", null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "不在岗"
        verbose_name_plural = "不在岗和顶岗"
        triggers = [never_deleted()]
        indexes = [models.Index(name="absence_deputy", fields=["deputy", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                name="absence_by_another",
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("staff")),
                violation_error_message="自己不能顶自己的岗。",
                violation_error_code="deputy",
            ),
            models.CheckConstraint(
                name="absence_somebody_is_there",
                condition=Q(deputy__isnull=False) | Q(shuts_window=True),
                violation_error_message="请选谁顶岗。",
                violation_error_code="deputy",
            ),
            models.CheckConstraint(
                name="absence_ends_after_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                violation_error_message="结束要晚于开始。",
                violation_error_code="ends_at",
            ),
            ExclusionConstraint(
                name="absence_one_at_a_time",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    (MomentRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="这段时间已经登记过不在岗，先销掉那一条。",
                violation_error_code="overlap",
            ),
        ]

    def __str__(self) -> str:
        if self.deputy is None:
            return f"{self.staff} 不在，窗口暂停"
        return f"{self.deputy} 顶 {self.staff} 的岗"

    @property
    def when(self) -> str:
        """Return 12月1日 周二 9:00 到 12月2日 周三 9:00."""
        until = moment_text(self.ends_at) or "回来为止"
        return f"{moment_text(self.starts_at)} 到 {until}"


_AWAY = """WITH RECURSIVE away AS (
    SELECT staff_id, deputy_id FROM roster_absence
    WHERE starts_at <= %s AND (ends_at IS NULL OR ends_at > %s)
)"""

# Whoever somebody stands in for, and whoever these stand in for: chains too.
_STOOD_FOR = """
, stood(id) AS (
    SELECT staff_id FROM away WHERE deputy_id = %s
    UNION SELECT away.staff_id FROM away JOIN stood ON away.deputy_id = stood.id
) SELECT id FROM stood
"""


# Who is away, and at the end of whose chain of deputies nobody is there.
_ALONE = """
, chain(first, now) AS (
    SELECT staff_id, deputy_id FROM away
    UNION SELECT first, deputy_id FROM chain JOIN away ON staff_id = now
) SELECT staff_id FROM away WHERE staff_id NOT IN (
    SELECT first FROM chain
    WHERE now IS NOT NULL AND now NOT IN (SELECT staff_id FROM away)
)
"""


def left_alone(at: datetime) -> RawSQL:
    """Return, as a subquery, the numbers of those for whom nobody stands in."""
    return RawSQL(_AWAY + _ALONE, (at, at))  # noqa: S611 -- no text of others


def stood_for_by(user: User, at: datetime) -> RawSQL:
    """Return, as a subquery, the numbers of those whose work somebody has now."""
    return RawSQL(_AWAY + _STOOD_FOR, (at, at, user.pk))  # noqa: S611 -- no text of others
