"""Books, magazines and newspapers of the reading room, and each copy of them."""

from datetime import date
from typing import Any, Self

import pgtrigger
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse

from center.columns import Key, known
from center.ledger import never_deleted
from center.models import Center
from center.registers.models import Entry
from center.registers.rules import State
from center.searchable import Searchable
from center.workflow import models as workflow
from reading_room.rules import (
    CLASSES,
    CN_NUMBER,
    COPY_FLOW,
    MOST_COPIES,
    CopyState,
    CopyVerb,
    Kind,
    class_of,
    shelf_key,
)


class TitleQuerySet(models.QuerySet["Title"]):
    """Holdings as the public sees them."""

    def on_shelf(self, center: Center) -> Self:
        return self.filter(center=center, state=State.VALID)

    def counts(self) -> list[dict[str, Any]]:
        rows = self.order_by("kind", "main_class").values("kind", "main_class")
        return list(rows.annotate(copies=Sum("copies"), titles=models.Count("pk")))


# What a page of a search is found by, without reading the rows.
_FOUND = ("plain_name", "initials", "pinyin")


def _beginning(name: str) -> models.Index:
    others = [one for one in _FOUND if one != name]
    return models.Index(
        F("center"),
        OpClass(F(name), name="text_pattern_ops"),
        name=f"title_begins_{name}"[:30],
        include=[*others, "id"],
        condition=Q(state=State.VALID),
    )


class Title(Searchable, Entry):
    """One work; its copies are rows of their own, counted here by the database."""

    found_by = ("aliases", "author", "isbn", "issn", "cn")

    kind = models.CharField("种类", max_length=9, choices=Kind, default=Kind.BOOK)
    name = models.CharField("题名", max_length=120)
    author = models.CharField("著者", max_length=80, blank=True)
    publisher = models.CharField("出版社", max_length=60, blank=True)
    year = models.IntegerField("出版年", null=True, blank=True)
    volume = models.CharField("卷册", max_length=20, blank=True)
    series = models.CharField("丛书", max_length=80, blank=True)
    extent = models.CharField("页数", max_length=40, blank=True)
    summary = models.TextField("提要", max_length=500, blank=True)
    isbn = models.CharField("ISBN", max_length=13, blank=True)
    issn = models.CharField("ISSN", max_length=9, blank=True)
    cn = models.CharField("CN 刊号", max_length=12, blank=True, db_default="")
    call_number = models.CharField(
        "索书号",
        max_length=40,
        blank=True,
        help_text="中图法分类号/书次号，如 D922.1/3。",
    )
    # Both are counted by the database from the copies.
    copies = models.IntegerField("册数", default=0)
    on_shelf = models.IntegerField("在架", default=0, editable=False)
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
            models.Index(
                name="title_by_sound",
                fields=["center", "pinyin", "id"],
                condition=Q(state=State.VALID),
            ),
            *[_beginning(name) for name in _FOUND],
        ]
        constraints = [
            *Entry.Meta.constraints,
            known("title_kind_known", kind=Kind.values),
            known("title_class_known", main_class=["", *CLASSES]),
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
                name="title_cn_shape",
                condition=Q(cn="") | Q(cn__regex=f"^{CN_NUMBER}$"),
                violation_error_message="CN 刊号如 11-1234/D，没有就空着。",
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


# 藏书 are those of HELD; what is lost or removed is none.
_COUNTED = """
PERFORM 1 FROM reading_room_title WHERE id IN (SELECT title_id FROM new_rows)
    ORDER BY id FOR NO KEY UPDATE;
UPDATE reading_room_title t SET copies = c.held, on_shelf = c.here FROM (
    SELECT title_id,
        count(*) FILTER (WHERE state IN ('shelf', 'lent', 'repair')) AS held,
        count(*) FILTER (WHERE state = 'shelf') AS here
    FROM reading_room_copy WHERE title_id IN (SELECT title_id FROM new_rows)
    GROUP BY title_id) c
WHERE c.title_id = t.id AND (t.copies, t.on_shelf) IS DISTINCT FROM (c.held, c.here);
RETURN NULL;
"""


def _counts(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """Return the trigger that counts the copies of a title, once a statement."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=_COUNTED,
    )


class Copy(workflow.Record):
    """One copy with its bar code; ``due_on`` says when what is lent comes back."""

    flow = COPY_FLOW
    locked_with = ("title",)

    title = Key(Title, "题名", related_name="items")
    center = Key(Center, "中心")
    barcode = models.CharField("条码", max_length=20)
    state = models.CharField(
        "状态", max_length=7, choices=CopyState, default=CopyState.SHELF
    )
    due_on = models.DateField("应还日期", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "册"
        verbose_name_plural = "馆藏条码"
        default_permissions = ()
        ordering = ["pk"]
        triggers = [
            never_deleted(),
            workflow.state_moves(COPY_FLOW),
            workflow.every_move_has_a_step("reading_room_copystep", "copy_id = NEW.id"),
            pgtrigger.ReadOnly(name="copy_stays_of_title", fields=["title", "center"]),
            _counts("counts_new", pgtrigger.Insert),
            _counts("counts_moved", pgtrigger.Update),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "barcode"],
                name="copy_barcode_once",
                violation_error_message="这个条码已经有了，请换一个。",
            ),
            models.UniqueConstraint(fields=["form_key"], name="copy_form_once"),
            known("copy_state_known", state=CopyState.values),
            models.CheckConstraint(
                name="copy_due_when_lent",
                condition=Q(state=CopyState.LENT, due_on__isnull=False)
                | ~Q(state=CopyState.LENT) & Q(due_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.barcode} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("reading_room:copy", args=[self.pk])


class CopyStep(workflow.Step):
    """One thing that was done to a copy; never changed again."""

    copy = Key(Copy, related_name="steps")
    verb = models.CharField("事项", max_length=9, choices=CopyVerb)
    state = models.CharField("状态", max_length=7, choices=CopyState)

    class Meta(workflow.Step.Meta):
        verbose_name = "馆藏记录"
        verbose_name_plural = "馆藏记录"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"


class BarcodeBook(models.Model):
    """The last bar code that a center gave; locked while some are given."""

    center = models.OneToOneField(Center, on_delete=models.PROTECT, related_name="+")
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.last)
