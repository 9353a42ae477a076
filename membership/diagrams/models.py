"""Flow diagrams and their editions. A change is a new edition."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from center import ledger
from center.models import User
from membership.diagrams.rules import Heading, Link, Shape, Step


class Diagram(models.Model):
    """One flow that the public may see; the same for every center of the portal."""

    slug = models.SlugField("网址里的名字", max_length=30)
    published = models.ForeignKey(
        "Edition",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="公开的版本",
    )

    class Meta:
        verbose_name = "流程图"
        verbose_name_plural = "流程图"
        ordering = ["pk"]
        permissions = [("publish_diagram", "可以公开流程图的版本")]
        triggers = [ledger.never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                name="diagram_slug_once",
                violation_error_message="已经有这个名字的流程图。",
            )
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """Return the public page."""
        return reverse(f"diagrams:{self.slug}")

    @staticmethod
    def may_be_changed_by(user: User) -> bool:
        """Say whether this member of staff works for the center above all others.

        The diagrams are the same for every center, so nobody below may change them.
        """
        return user.is_superuser or (
            user.center is not None and user.center.parent_id is None
        )


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions of one or more diagrams."""

    def newest_first(self) -> Self:
        """Order as the desk lists them."""
        return self.order_by("-number")

    def whole(self) -> Self:
        """Read steps and ways along, two queries for any number of editions."""
        return self.prefetch_related("nodes__ways")


class Edition(models.Model):
    """One version of a diagram, as a whole."""

    diagram = models.ForeignKey(
        Diagram,
        on_delete=models.PROTECT,
        related_name="editions",
        verbose_name="流程图",
    )
    number = models.PositiveIntegerField("版本")
    title = models.CharField("名称", max_length=40)
    intro = models.CharField("开头的话", max_length=300, blank=True)
    caution = models.CharField("提醒", max_length=300, blank=True)
    note = models.CharField("改了什么", max_length=120, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="修改人",
    )
    made_at = models.DateTimeField("修改时间")
    form_key = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "流程图版本"
        verbose_name_plural = "流程图版本"
        triggers = [ledger.append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["diagram", "number"],
                name="edition_number_once",
                violation_error_message="别人刚存了新的一版，请先看看再改。",
            ),
            models.UniqueConstraint(fields=["form_key"], name="edition_form_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} 第 {self.number} 版"

    @property
    def heading(self) -> Heading:
        """Return what stands above the diagram."""
        return Heading(self.title, self.intro, self.caution)

    def steps(self) -> list[Step]:
        """Return the steps in reading order; no query after ``whole()``."""
        nodes = sorted(self.nodes.all(), key=lambda node: node.position)
        keys = {node.pk: node.key for node in nodes}
        return [node.as_step(keys) for node in nodes]


class Node(models.Model):
    """One step of one edition."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="nodes")
    position = models.PositiveSmallIntegerField("次序")
    key = models.CharField("标记", max_length=20)
    phase = models.CharField("阶段", max_length=20, blank=True)
    title = models.CharField("名称", max_length=40)
    actor = models.CharField("谁来办", max_length=40, blank=True)
    limit = models.CharField("时限和要求（画在图上）", max_length=40, blank=True)
    text = models.CharField("说明", max_length=400, blank=True)
    record = models.CharField("留下的材料", max_length=120, blank=True)
    source = models.CharField("依据（画在图上）", max_length=40, blank=True)
    revision = models.CharField("修订情况", max_length=160, blank=True)
    shape = models.CharField("画法", max_length=6, choices=Shape, default=Shape.STEP)

    class Meta:
        verbose_name = "流程图步骤"
        verbose_name_plural = "流程图步骤"
        ordering = ["edition", "position"]
        triggers = [ledger.append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "position"], name="node_position_once"
            ),
            models.UniqueConstraint(fields=["edition", "key"], name="node_key_once"),
            models.CheckConstraint(
                name="node_shape_known", condition=Q(shape__in=Shape.values)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def as_step(self, keys: dict[int, str]) -> Step:
        """Return the plain value; ``keys`` maps the edition's nodes to their keys."""
        ways = sorted(self.ways.all(), key=lambda way: way.pk)
        return Step(
            key=self.key,
            title=self.title,
            phase=self.phase,
            actor=self.actor,
            limit=self.limit,
            text=self.text,
            record=self.record,
            source=self.source,
            revision=self.revision,
            shape=self.shape,
            next=tuple(Link(keys[way.target_id], way.label) for way in ways),
        )


class Way(models.Model):
    """From one step to the next, within one edition."""

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="ways")
    target = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    label = models.CharField("什么情况", max_length=20, blank=True)

    class Meta:
        verbose_name = "流程图走向"
        verbose_name_plural = "流程图走向"
        triggers = [ledger.append_only()]
        constraints = [
            models.UniqueConstraint(fields=["node", "target"], name="way_once"),
            models.CheckConstraint(
                name="way_not_to_itself", condition=~Q(node=models.F("target"))
            ),
        ]

    def __str__(self) -> str:
        return self.label or "→"


class Publication(models.Model):
    """When which edition became the public one; the last row is what people see."""

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="publications"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "公开记录"
        verbose_name_plural = "公开记录"
        ordering = ["at", "pk"]
        triggers = [ledger.append_only()]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.at:%Y-%m-%d}"
