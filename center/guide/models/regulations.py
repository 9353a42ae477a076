"""The rules library 制度: each one address, texts in versions, one in effect."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from center import ledger
from center.columns import Key
from center.guide import charts
from center.guide.rules import RULE_FLOW
from center.models import Center, User
from center.publishing import models as publishing
from center.publishing.rules import State, desk_key


class RegulationQuerySet(models.QuerySet["Regulation"]):
    """Rules as the desk sees them."""

    def visible_to(self, user: User) -> Self:
        return self.filter(center__in=user.center_ids)


class Regulation(models.Model):
    """One rule of the center, such as 首问责任制."""

    center = Key(Center, related_name="regulations")
    slug = models.SlugField("网址里的名字", max_length=40)
    made_at = models.DateTimeField(editable=False)

    objects = RegulationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "制度"
        ordering = ["pk"]
        triggers = [ledger.never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "slug"],
                name="regulation_slug_once",
                violation_error_message="这个网址名字已经用过，请换一个。",
                violation_error_code="slug",
            )
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("guide:desk_regulation", args=[self.key])

    @property
    def key(self) -> str:
        is_below = self.center.parent_id is not None
        return desk_key(self.slug, self.center_id, is_below=is_below)


class RegulationTextQuerySet(models.QuerySet["RegulationText"]):
    """Texts, and which of them count on a day."""

    def in_effect(self, on: date) -> Self:
        return publishing.newest_approved(self, "effective_on", effective_on__lte=on)


_TEXTS = ("title", "body", "effective_on", "change_note")


class RegulationText(publishing.Edition):
    """All that a rule says, from a day on; once approved it is never edited."""

    parent = "regulation"
    texts: ClassVar[tuple[str, ...]] = _TEXTS
    flow = RULE_FLOW
    history = "log"
    locked_with = ("regulation__center",)

    regulation = Key(Regulation, related_name="versions")
    title = models.CharField("名称", max_length=40, blank=True)
    body = models.TextField("内容", max_length=20_000, blank=True)
    effective_on = models.DateField("从哪天起", null=True, blank=True)

    objects = RegulationTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "制度内容"
        ordering = ["regulation", "-n"]
        permissions = [("approve_regulationtext", "可以审核制度")]
        triggers = publishing.edition_triggers(RULE_FLOW, "guide_regulationlog", _TEXTS)
        constraints = [
            *publishing.edition_constraints("regulationtext", "regulation"),
            models.UniqueConstraint(
                fields=["regulation", "effective_on"],
                condition=Q(state=State.APPROVED),
                name="regulationtext_day_once",
                violation_error_message="这一天已经有一个版本生效，请改一天。",
                violation_error_code="effective_on",
            ),
            models.CheckConstraint(
                name="regulationtext_approved_has_day",
                condition=~Q(state=State.APPROVED) | Q(effective_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.regulation.slug} 第 {self.n} 版"

    def get_absolute_url(self) -> str:
        return self.regulation.get_absolute_url()

    @property
    def slug(self) -> str:
        return self.regulation.slug

    @property
    def key(self) -> str:
        return self.regulation.key

    @property
    def chart(self) -> charts.Chart | None:
        return charts.read(self.body) if self.slug in charts.CHARTS else None

    @property
    def missing(self) -> list[str]:
        told = [("名称", self.title), ("内容", self.body)]
        return [label for label, text in told if not text.strip()]


class RegulationLog(publishing.Step):
    """One thing that was done to a text of a rule."""

    version_of = Key(RegulationText, related_name="log")

    class Meta(publishing.Step.Meta):
        verbose_name = verbose_name_plural = "制度记录"
