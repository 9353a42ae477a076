"""The center itself: its profile, rooms and staff, and what it calls its systems."""

import re

from django.db import models
from django.db.models import F, Q

from center.registers.models import Entry


class Profile(Entry):
    """What the center says of itself; the newest valid row counts."""

    opened_on = models.DateField("挂牌日期", null=True, blank=True)
    area = models.DecimalField(
        "建筑面积（平方米）", max_digits=8, decimal_places=1, null=True, blank=True
    )
    mottos = models.TextField(
        "服务理念", max_length=300, blank=True, help_text="一行写一条。"
    )
    layout = models.CharField(
        "场所格局", max_length=40, blank=True, help_text="如 六室一阵地、一心两站六室。"
    )
    about = models.TextField(
        "简介", max_length=3000, blank=True, help_text="可以分段、列点、**加粗**。"
    )
    audience = models.CharField("服务对象", max_length=200, blank=True)
    way = models.TextField(
        "怎么来",
        max_length=1000,
        blank=True,
        help_text="公交、步行、停车，一行写一条。",
    )
    phones = models.TextField(
        "电话",
        max_length=600,
        blank=True,
        help_text="一行一个，如 咨询：000-16100000。",
    )

    class Meta(Entry.Meta):
        verbose_name = "中心概况"
        verbose_name_plural = "中心概况"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="profile_area_sane",
                condition=Q(area__isnull=True) | Q(area__gt=0),
                violation_error_message="面积要大于 0。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center}概况"


class Room(Entry):
    """One room and where it is drawn on the plan of its floor, in steps of the grid."""

    site = models.CharField("哪一处", max_length=20, default="主楼")
    floor = models.IntegerField("楼层", default=1)
    number = models.CharField("房间号", max_length=10, blank=True)
    name = models.CharField("名称", max_length=20)
    role = models.CharField(
        "算哪一室、哪一站", max_length=20, blank=True, help_text="如 图书阅览室。"
    )
    direction = models.CharField(
        "怎么走", max_length=80, blank=True, help_text="如 进门往左第二间。"
    )
    venue = models.CharField("可约的场地（网址里的名字）", max_length=40, blank=True)
    x = models.IntegerField("平面图：左起第几格", default=0)
    y = models.IntegerField("平面图：上起第几格", default=0)
    width = models.IntegerField("宽几格", default=4)
    height = models.IntegerField("高几格", default=3)

    class Meta(Entry.Meta):
        verbose_name = "功能室"
        verbose_name_plural = "功能室和平面图"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="room_on_the_plan",
                condition=Q(x__gte=0, y__gte=0, width__gte=1, height__gte=1)
                & Q(x__lte=40, y__lte=30, width__lte=40, height__lte=30),
                violation_error_message="平面图最多 40 格宽、30 格高，房间至少 1 格。",
            ),
            models.CheckConstraint(
                name="room_floor_sane",
                condition=Q(floor__gte=-3, floor__lte=60),
                violation_error_message="楼层是 -3 到 60。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Staffing(Entry):
    """How many people of one kind are authorized and there; vacancies follow."""

    category = models.CharField("类别", max_length=30)
    authorized = models.IntegerField("编制数", default=0)
    actual = models.IntegerField("实有", default=0)
    part_time = models.IntegerField("其中兼职", default=0)
    leaders = models.IntegerField("领导职数", default=0)
    source = models.CharField("来源", max_length=60, blank=True)
    note = models.CharField("说明", max_length=100, blank=True)

    class Meta(Entry.Meta):
        verbose_name = "人员编制"
        verbose_name_plural = "人员编制"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="staffing_counts_sane",
                condition=Q(authorized__gte=0, actual__gte=0, part_time__gte=0)
                & Q(leaders__gte=0, part_time__lte=F("actual")),
                violation_error_message="人数不能小于 0，兼职不能多于实有。",
            ),
        ]

    def __str__(self) -> str:
        return self.category

    @property
    def vacant(self) -> int:
        """空缺."""
        return max(0, self.authorized - self.actual)

    @property
    def full_time(self) -> int:
        """专职."""
        return self.actual - self.part_time


class Framework(Entry):
    """A system that the center goes by, such as 8315, and what each part leads to."""

    title = models.CharField("名称", max_length=30)
    intro = models.CharField("一句话", max_length=120, blank=True)
    elements = models.TextField(
        "各部分",
        max_length=1500,
        help_text="一行一条：名称：说明 本站地址，如 志愿服务：常年招募 /activities/。",
    )

    class Meta(Entry.Meta):
        verbose_name = "服务体系"
        verbose_name_plural = "服务体系"

    def __str__(self) -> str:
        return self.title

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        return [_part(line) for line in self.elements.splitlines() if line.strip()]


def _part(line: str) -> tuple[str, str, str]:
    name, rest = [*re.split("[：:]", line, maxsplit=1), ""][:2]
    words, _, url = rest.strip().rpartition(" ")
    if not (url.startswith("/") and not url.startswith("//") and url.isprintable()):
        words, url = rest.strip(), ""
    return name.strip(), words.strip(), url
