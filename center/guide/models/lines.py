"""The lines of a version, its history, its posters, and what nobody found."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet

from center import ledger
from center.columns import Key
from center.guide.models.catalog import Version
from center.guide.rules import Help, PaperKind
from center.models import User
from center.publishing import models as publishing


class Line(models.Model):
    """One line of a version, in its place."""

    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["position"]
        triggers: ClassVar[list[Any]] = [
            publishing.part_of_draft("guide_version", "version_id")
        ]

    columns: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.columns)


class Paper(Line):
    """One paper to bring."""

    columns = ("name", "kind", "count", "issuer", "needed_when", "form", "sample")

    version = Key(Version, related_name="papers")
    name = models.CharField("材料名称", max_length=80)
    kind = models.CharField(
        "要什么", max_length=8, choices=PaperKind, default=PaperKind.ORIGINAL
    )
    count = models.PositiveSmallIntegerField("份数", default=1)
    issuer = models.CharField("谁出具", max_length=60, blank=True)
    needed_when = models.CharField("什么情况要", max_length=80, blank=True)
    form = models.TextField("空表有哪几栏", max_length=600, blank=True)
    sample = models.TextField("填写示范", max_length=600, blank=True)

    class Meta(Line.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="paper_place")
        ]

    def __str__(self) -> str:
        return self.name


class Step(Line):
    """One step on the way."""

    columns = ("text", "note", "limit", "help")

    version = Key(Version, related_name="steps")
    text = models.CharField("步骤", max_length=60)
    note = models.CharField("说明", max_length=200, blank=True)
    limit = models.CharField("多久", max_length=40, blank=True)
    help = models.CharField("帮办", max_length=5, choices=Help, default=Help.NONE)

    class Meta(Line.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="step_place")
        ]

    def __str__(self) -> str:
        return self.text


class Blank(models.Model):
    """The empty form of a paper as a file; it is named after the paper."""

    version = Key(Version, related_name="blanks")
    paper = models.CharField("材料名称", max_length=80)
    name = models.CharField("文件名", max_length=100)
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="blanks/", max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "空表文件"
        ordering = ["pk"]
        triggers = [publishing.part_of_draft("guide_version", "version_id")]
        constraints = [
            models.UniqueConstraint(fields=["version", "paper"], name="blank_of_paper")
        ]

    def __str__(self) -> str:
        return self.name


class VersionLog(publishing.Step):
    """One thing that was done to a version."""

    version_of = Key(Version, related_name="log")

    class Meta(publishing.Step.Meta):
        verbose_name = verbose_name_plural = "办事指南记录"


class Poster(models.Model):
    """A poster that hangs somewhere, and which version it shows."""

    version = Key(Version, related_name="posters")
    place = models.CharField("贴在哪里", max_length=60)
    hung_on = models.DateField("贴出日期")
    hung_by = Key(User)
    taken_down_on = models.DateField(null=True)

    class Meta:
        ordering = ["version", "pk"]
        triggers = [ledger.never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "place"],
                condition=Q(taken_down_on__isnull=True),
                name="poster_place_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.hung_on}"


class Told(models.Model):
    """Which version somebody was told before a case, booking or transfer was made."""

    version = Key(Version)
    # What came of it: the subject and its code, such as petitions:ABCD.
    subject = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    class Meta:
        triggers = [ledger.append_only()]

    def __str__(self) -> str:
        return self.subject


def outdated_posters(center_ids: list[int], today: date) -> QuerySet[Poster]:
    """Return posters that hang and show another version than the one in effect."""
    current = Version.objects.in_effect(today).values("pk")
    rows = Poster.objects.filter(
        taken_down_on__isnull=True, version__service__center__in=center_ids
    )
    rows = rows.exclude(version__in=current, version__is_retirement=False)
    return rows.select_related("version__service__center")
