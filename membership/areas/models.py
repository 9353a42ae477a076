from django.db import models

from center.columns import Key
from center.registers.models import Entry
from membership.models import Organization


class Area(Entry):
    """A grid: which words of an address lie in it, and which branch receives there."""

    community = models.CharField("社区、村", max_length=40)
    grid = models.CharField("网格", max_length=40, blank=True)
    words = models.TextField(
        "地名", max_length=2000, help_text="路、小区、楼栋的名字，一行一个。"
    )
    branch = Key(
        Organization, "接收党员的支部", null=True, blank=True, related_name="areas"
    )
    phone = models.CharField(
        "办公电话", max_length=40, blank=True, help_text="只写办公室的，不写个人手机。"
    )
    place = models.CharField("在哪里报到", max_length=80, blank=True)

    class Meta(Entry.Meta):
        verbose_name = "片区"
        verbose_name_plural = "片区和接收支部"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="area_phone_of_an_office",
                condition=~models.Q(phone__regex=r"^\+?(86)?1[3-9][0-9]{9}$"),
                violation_error_message="只写办公电话，不写个人手机。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community}{self.grid}"
