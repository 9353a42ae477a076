from django.db import models

from center.columns import Key
from center.models import Center


class EmptySearch(models.Model):
    """What people looked for and did not find, counted a month; never who."""

    center = Key(Center, "中心")
    place = models.CharField("在哪里找", max_length=20)
    term = models.CharField("找的词", max_length=40)
    month = models.DateField("哪个月")
    count = models.PositiveIntegerField("几次", default=1)

    class Meta:
        verbose_name = "没找到的词"
        verbose_name_plural = "没找到的词"
        default_permissions = ("view", "export")
        ordering = ["-month", "-count"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "place", "term", "month"], name="emptysearch_once"
            )
        ]

    def __str__(self) -> str:
        return self.term
