"""The windows of the hall and the posts behind them, as registers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from center.models import User
from center.registers.models import Entry
from center.registers.rules import State

_USER = settings.AUTH_USER_MODEL


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
    window = models.ForeignKey(
        Window,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name="窗口",
    )
    a = models.ForeignKey(
        _USER,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="A岗",
    )
    b = models.ForeignKey(
        _USER,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="B岗",
    )
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
        """Return who is there, the first one first."""
        both = [("A", self.a), ("B", self.b)]
        return [(letter, one) for letter, one in both if one and _works(one)]


def _works(person: User) -> bool:
    return person.is_active and person.is_staff
