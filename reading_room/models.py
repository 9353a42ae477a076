"""Books, magazines and newspapers of the reading room."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q, Sum

from center.models import Center
from center.registers.models import Entry
from center.registers.rules import State
from center.searchable import Searchable
from reading_room.rules import CLASSES, Kind, class_of, shelf_key

MOST_COPIES = 10_000


class TitleQuerySet(models.QuerySet["Title"]):
    """Holdings as the public sees them."""

    def on_shelf(self, center: Center) -> Self:
        """Return what stands in the reading room of a center."""
        return self.filter(center=center, state=State.VALID)

    def counts(self) -> list[dict[str, Any]]:
        """Return kind and main class with how many titles and copies each has."""
        rows = self.order_by("kind", "main_class").values("kind", "main_class")
        return list(rows.annotate(copies=Sum("copies"), titles=models.Count("pk")))


class Title(Searchable, Entry):
    """One work on the shelf, with how many copies of it stand there."""

    found_by = ("aliases", "author", "isbn")

    kind = models.CharField("种类", max_length=9, choices=Kind, default=Kind.BOOK)
    name = models.CharField("题名", max_length=120)
    author = models.CharField("著者", max_length=80, blank=True)
    publisher = models.CharField("出版社", max_length=60, blank=True)
    year = models.IntegerField("出版年", null=True, blank=True)
    volume = models.CharField("卷册", max_length=20, blank=True)
    isbn = models.CharField("ISBN", max_length=13, blank=True)
    issn = models.CharField("ISSN", max_length=9, blank=True)
    call_number = models.CharField(
        "索书号",
        max_length=40,
        blank=True,
        help_text="中图法分类号/书次号，如 D922.1/3。",
    )
    copies = models.IntegerField("册数", default=1)
    place = models.CharField("放在哪里", max_length=40, blank=True)
    # Both follow the call number.
    main_class = models.CharField("大类", max_length=1, blank=True, editable=False)
    shelf_key = models.CharField(max_length=200, blank=True, editable=False)

    objects = TitleQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = "书目"
        verbose_name_plural = "馆藏书刊"
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(name="title_shelf", fields=["center", "kind", "main_class"]),
        ]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="title_kind_known", condition=Q(kind__in=Kind.values)
            ),
            models.CheckConstraint(
                name="title_class_known", condition=Q(main_class__in=["", *CLASSES])
            ),
            models.CheckConstraint(
                name="title_isbn_shape",
                condition=Q(isbn="") | Q(isbn__regex=r"^97[89][0-9]{10}$"),
                violation_error_message="ISBN 是 13 位数字，没有就空着。",
            ),
            models.CheckConstraint(
                name="title_issn_shape",
                condition=Q(issn="") | Q(issn__regex=r"^[0-9]{4}-[0-9]{3}[0-9X]$"),
                violation_error_message="ISSN 是 8 位，如 1002-123X，没有就空着。",
            ),
            models.CheckConstraint(
                name="title_year_sane",
                condition=Q(year__isnull=True) | Q(year__gte=1000, year__lte=2100),
                violation_error_message="出版年是四位数字，如 2021。",
            ),
            models.CheckConstraint(
                name="title_copies_sane",
                condition=Q(copies__gte=0, copies__lte=MOST_COPIES),
                violation_error_message=f"册数是 0 到 {MOST_COPIES} 的整数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.volume}".strip()

    def check_entry(self, today: date) -> None:
        """Bring search, class and place on the shelf in line with the columns."""
        self.main_class = class_of(self.call_number)
        self.shelf_key = shelf_key(self.call_number)
        self.reindex()

    @property
    def class_name(self) -> str:
        """大类."""
        name = CLASSES.get(self.main_class, "")
        return f"{self.main_class} {name}" if name else "未分类"
