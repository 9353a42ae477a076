"""Venues and their numbered units."""

import hashlib
from typing import Self

import pgtrigger
from django.db import connections, models
from django.db.models import F, Q
from django.templatetags.static import static
from django.urls import reverse

from center.columns import Key
from center.ledger import never_deleted
from center.models import Center, User
from reservations.rules.lead_times import Lead, LeadUnit
from reservations.rules.venues import ICONS, Terms, VenueKind


def raises_venue_version(column: str = "setup_version") -> pgtrigger.Trigger:
    """Return the trigger by which a change of a row raises ``Venue.version``.

    The new number comes from the venue's own trigger: touching the row is enough.
    Bookings leave ``setup_version`` alone by touching ``version``.
    """
    return pgtrigger.Trigger(
        name="raises_version",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"UPDATE reservations_venue SET {column} = 0"  # noqa: S608 - one of our columns
        " WHERE id IN (NEW.venue_id, OLD.venue_id); RETURN NULL;",
    )


_SHOWN_AT = """
SELECT {} FROM reservations_venue WHERE center_id = %s AND slug = %s AND is_active
"""


# What is shown of a venue that has no photo: a drawing of its kind, one of those in
# this file, so that a list of rooms loads one.
DRAWN = "img/rooms.svg"


def photo_mark(name: str | None) -> str:
    return hashlib.sha256((name or "").encode()).hexdigest()[:16]


# What fits beside each other on a phone in the largest size.
SEATS_MOST = 8


class VenueQuerySet(models.QuerySet["Venue"]):
    """Venues, as the public and as staff see them."""

    def shown_at(self, center: Center, slug: str) -> "Venue | None":
        """Return the venue that residents can book there, with its center; one query.

        Every page of a venue asks this; see ``CenterQuerySet.shown_at``.
        """
        names = [field.attname for field in Venue._meta.concrete_fields]
        columns = ", ".join(f'"{name}"' for name in names)
        with connections[self.db].cursor() as cursor:
            cursor.execute(_SHOWN_AT.format(columns), [center.pk, slug])
            row = cursor.fetchone()
        venue = Venue.from_db(self.db, names, row) if row else None
        if venue:
            venue.center = center
        return venue

    def open_to_all(self, center: Center) -> Self:
        return self.filter(center=center, is_active=True)

    def visible_to(self, user: User) -> Self:
        return self.filter(center__in=user.center_ids)


class Venue(models.Model):
    """A place or a set of equipment with numbered units that people book."""

    center = Key(Center, "中心", related_name="venues")
    slug = models.SlugField("网址里的名字", max_length=40)
    name = models.CharField("名称", max_length=40)
    kind = models.CharField("类别", max_length=9, choices=VenueKind)
    floor = models.CharField("楼层", max_length=20, blank=True)
    area = models.PositiveSmallIntegerField("面积（平方米）", null=True, blank=True)
    photo = models.ImageField("照片", upload_to="venues/", blank=True)
    audience = models.CharField("给谁用", max_length=60, blank=True)
    intro = models.CharField("一句话介绍", max_length=120, blank=True)
    slot_minutes = models.PositiveSmallIntegerField("一格多少分钟", default=60)
    min_slots = models.PositiveSmallIntegerField("一次最少几格", default=1)
    max_slots = models.PositiveSmallIntegerField("一次最多几格", default=2)
    lead_value = models.PositiveSmallIntegerField("提前多少", default=30)
    lead_unit = models.CharField(
        "提前的单位", max_length=9, choices=LeadUnit, default=LeadUnit.MINUTES
    )
    lead_in_working_days = models.BooleanField(
        "按工作日算", default=False, help_text="只对按天提前的场地有用。"
    )
    horizon_days = models.PositiveSmallIntegerField(
        "最多提前几天", default=14, help_text="今天算第 0 天。"
    )
    quota = models.PositiveSmallIntegerField(
        "每人最多同时约几次", default=0, help_text="0 是不限。只算还没结束的预约。"
    )
    buffer_minutes = models.PositiveSmallIntegerField(
        "两场之间空多少分钟", default=0, help_text="给打扫、交接用。"
    )
    rules_text = models.TextField("使用须知", max_length=2000, blank=True)
    # How the seats stand; nothing here and they are only listed.
    seats_in_row = models.PositiveSmallIntegerField(
        "座位图一排几个",
        null=True,
        blank=True,
        help_text="照真实的样子画座位图，2 到 8 个；空着就不分排。",
    )
    front_wall = models.CharField(
        "座位图上边是什么",
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="例如：窗（朝南）。",
    )
    back_wall = models.CharField(
        "座位图下边是什么",
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="例如：门。",
    )
    is_active = models.BooleanField("可以预约", default=True)
    order = models.PositiveSmallIntegerField("排在第几", default=100)
    # Raised by the database in the transaction of each change that anybody could see
    # on a page of this venue, so what is kept under this number can never lie.
    version = models.BigIntegerField(default=1, editable=False)
    # The same for everything but bookings: units, closures, the rules of the venue.
    setup_version = models.BigIntegerField(default=1, editable=False)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = "场地"
        verbose_name_plural = "场地"
        ordering = ["center", "order", "pk"]
        triggers = [
            never_deleted(),
            # From a sequence, and whatever the statement says: a number is never
            # seen twice, also when a form saves the one it had read.
            pgtrigger.Trigger(
                name="takes_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="IF NEW.version <> 0 THEN"
                " NEW.setup_version = nextval('venue_version'); END IF;"
                " NEW.version = nextval('venue_version'); RETURN NEW;",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "slug"],
                name="venue_slug_once",
                violation_error_message="这个中心已经有同样网址的场地。",
            ),
            # What the composite foreign keys of bookings and events point at.
            models.UniqueConstraint(fields=["id", "center"], name="venue_with_center"),
            models.CheckConstraint(
                name="venue_slug_plain",
                condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
                violation_error_message="网址里的名字只用小写字母、数字和减号。",
            ),
            models.CheckConstraint(
                name="venue_slot_sensible",
                condition=Q(slot_minutes__range=(5, 480)),
                violation_error_message="一格要在 5 到 480 分钟之间。",
            ),
            models.CheckConstraint(
                name="venue_lengths_in_order",
                condition=Q(min_slots__gte=1, max_slots__gte=F("min_slots")),
                violation_error_message="最少至少一格，最多不能比最少还少。",
            ),
            models.CheckConstraint(
                name="venue_lead_unit_known",
                condition=Q(lead_unit__in=LeadUnit.values),
                violation_error_message="提前的单位不对。",
            ),
            models.CheckConstraint(
                name="venue_horizon_sensible",
                condition=Q(horizon_days__lte=366),
                violation_error_message="最多提前 366 天。",
            ),
            models.CheckConstraint(
                name="venue_lead_within_horizon",
                condition=~Q(lead_unit=LeadUnit.DAYS)
                | Q(lead_value__lte=F("horizon_days")),
                violation_error_message="要提前的天数比能约的天数还多，就没有一天约得上。",
            ),
            models.CheckConstraint(
                name="venue_row_sensible",
                condition=Q(seats_in_row__isnull=True)
                | Q(seats_in_row__range=(2, SEATS_MOST)),
                violation_error_message=f"一排写 2 到 {SEATS_MOST} 个，不分排就空着。",
            ),
            models.CheckConstraint(
                name="venue_buffer_sensible",
                condition=Q(buffer_minutes__lte=240),
                violation_error_message="两场之间最多空 240 分钟。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> Terms:
        """Return the rules of this venue as plain values."""
        lead = Lead(
            self.lead_value, LeadUnit(self.lead_unit), self.lead_in_working_days
        )
        return Terms(
            slot_minutes=self.slot_minutes,
            min_slots=self.min_slots,
            max_slots=self.max_slots,
            lead=lead,
            horizon_days=self.horizon_days,
            quota=self.quota,
            buffer_minutes=self.buffer_minutes,
        )

    @property
    def kind_icon(self) -> str:
        return ICONS[VenueKind(self.kind)]

    @property
    def picture(self) -> str:
        """Return the address of its photo, or of a drawing of such a room."""
        if not self.photo:
            return f"{static(DRAWN)}#{self.kind}"
        address = reverse("venue_photo", args=[self.slug])
        return f"{address}?v={photo_mark(self.photo.name)}"

    def name_for(self, user: User) -> str:
        """Return the name, with its center where that is not the own one of staff."""
        if self.center_id == user.center_id:
            return self.name
        if user.center_id is None and self.center.parent_id is None:
            return self.name
        return f"{self.name}（{self.center.short_name or self.center.name}）"


class UnitQuerySet(models.QuerySet["Unit"]):
    """The numbered units of venues."""

    def visible_to(self, user: User) -> Self:
        return self.filter(venue__center__in=user.center_ids)


class Unit(models.Model):
    """One seat, one machine, one room: what one booking holds."""

    venue = Key(Venue, "场地", related_name="units")
    number = models.PositiveSmallIntegerField("编号")
    name = models.CharField("名称", max_length=20, help_text="如：座位 1、跑步机 2。")
    kind = models.CharField("种类", max_length=10, help_text="如：座位、电脑。")
    near = models.CharField(
        "旁边有什么",
        max_length=12,
        blank=True,
        default="",
        db_default="",
        help_text="例如：靠窗、有插座，写在座位图上。",
    )
    order = models.PositiveSmallIntegerField("排在第几", default=100)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "座位、设备"
        verbose_name_plural = "座位、设备"
        ordering = ["venue", "order", "number"]
        triggers = [never_deleted(), raises_venue_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "number"],
                name="unit_number_once",
                violation_error_message="这个场地已经有这个编号。",
            ),
            # What the composite foreign key of bookings points at.
            models.UniqueConstraint(fields=["id", "venue"], name="unit_with_venue"),
            models.CheckConstraint(
                name="unit_number_from_one",
                condition=Q(number__gte=1),
                violation_error_message="编号从 1 开始。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
