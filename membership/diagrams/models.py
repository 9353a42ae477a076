"""Flow charts and their editions. A change is a new edition."""

from typing import Any

from django.db import models
from django.urls import reverse

from center import ledger
from center.models import User

HEADING = ("title", "intro", "caution")
TEXTS: tuple[str, ...] = (
    "phase",
    "title",
    "actor",
    "limit",
    "text",
    "record",
    "source",
    "revision",
)
TEXTS += ("checked_on", "ways")


class Diagram(models.Model):
    """One flow that the public may see; the same for every center of the portal."""

    slug = models.SlugField("网址里的名字", max_length=30, unique=True)
    published = models.ForeignKey(
        "Edition", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "流程图"
        ordering = ["pk"]
        permissions = [("publish_diagram", "可以公开流程图的版本")]
        triggers = [ledger.never_deleted()]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse(f"diagrams:{self.slug}")


class Edition(models.Model):
    """One version of a chart, as a whole; the newest comes first."""

    diagram = models.ForeignKey(Diagram, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("版本")
    title = models.CharField("名称", max_length=40)
    intro = models.CharField("开头的话", max_length=300, blank=True)
    caution = models.CharField("提醒", max_length=300, blank=True)
    note = models.CharField("改了什么", max_length=120, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("修改时间")
    form_key = models.CharField(  # noqa: DJ001
        max_length=64, null=True, unique=True, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "流程图版本"
        ordering = ["-number", "-pk"]
        triggers = [ledger.append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["diagram", "number"], name="edition_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} 第 {self.number} 版"

    def get_absolute_url(self) -> str:
        return reverse("diagrams:edition", args=[self.diagram.slug, self.number])

    def has_unapproved_by(self, user: User) -> bool:
        """Say whether somebody wrote what nobody has approved yet of this edition."""
        up_to = Edition.objects.filter(diagram=self.diagram, number__lte=self.number)
        approved = up_to.filter(publications__isnull=False).first()
        drafts = up_to.filter(number__gt=approved.number) if approved else up_to
        return drafts.filter(made_by=user).exists()


class Step(models.Model):
    """One step of one edition; ``checked_on`` is when its source was last looked up."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField("次序")
    phase = models.CharField("阶段", max_length=20, blank=True)
    title = models.CharField("名称", max_length=40)
    actor = models.CharField("谁来办", max_length=40, blank=True)
    limit = models.CharField("时限和要求", max_length=40, blank=True)
    text = models.CharField("说明", max_length=400, blank=True)
    record = models.CharField("留下的材料", max_length=120, blank=True)
    source = models.CharField("依据", max_length=40, blank=True)
    revision = models.CharField("修订情况", max_length=160, blank=True)
    checked_on = models.DateField(
        "核对于", null=True, blank=True, help_text="还没核对就空着，会标“待核对”。"
    )
    ways = models.CharField(
        "下一步",
        max_length=300,
        blank=True,
        help_text="空着就接下一步。要分岔或回到前面，一行写一条，如“没有正式党员：3”，"
        "冒号后写步骤的名称或序号；到此为止写“结束”。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "流程图步骤"
        ordering = ["edition", "position"]
        triggers = [ledger.append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "position"], name="step_position_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def said(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in TEXTS)


class Publication(models.Model):
    """When which edition became the public one; the last row is what people see."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="publications")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "公开记录"
        ordering = ["at", "pk"]
        triggers = [ledger.append_only()]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.at:%Y-%m-%d}"
