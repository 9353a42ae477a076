"""A line of a register, its history, and the one log of everything taken out."""

from typing import Any, ClassVar

import pgtrigger
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from center.columns import Key, known
from center.ledger import append_only, never_deleted
from center.models import Center, User
from center.registers.rules import FLOW, NEEDED, State, Verb
from center.workflow import models as workflow
from center.workflow.rules import NOT_ALLOWED

PERMISSIONS = ("view", "add", "change", "export")


class Revision(workflow.Step):
    """One thing that was done to a line of any register, with what stood there before.

    ``changes`` holds heading, old text and new text of each column that changed.
    """

    content_type = Key(ContentType)
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey("content_type", "object_id")
    verb = models.CharField("事项", max_length=6, choices=Verb)
    state = models.CharField("状态", max_length=6, choices=State)
    changes = models.JSONField("改了什么", default=list)

    class Meta(workflow.Step.Meta):
        verbose_name = "台账记录"
        verbose_name_plural = "台账记录"
        indexes = [
            models.Index(name="revision_entry", fields=["content_type", "object_id"])
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"


# Revisions of all registers lie in one table.
_OF_ENTRY = """object_id = NEW.id AND content_type_id = (
    SELECT id FROM django_content_type
    WHERE app_label = '{meta.app_label}' AND model = '{meta.model_name}'
)"""


class Entry(workflow.Record):
    """A line of a register: it is corrected and struck out, and never goes away.

    A register inherits ``Meta`` too (``class Meta(Entry.Meta)``), and adds its own
    constraints and triggers to those here.
    """

    flow = FLOW

    center = Key(Center, "中心", editable=False)
    state = models.CharField(
        "状态", max_length=6, choices=State, default=State.VALID, editable=False
    )
    steps = GenericRelation(Revision)

    class Meta:
        abstract = True
        default_permissions = PERMISSIONS
        ordering: ClassVar[list[str]] = ["-pk"]
        triggers: ClassVar[list[Any]] = [
            never_deleted(),
            workflow.state_moves(FLOW),
            workflow.every_move_has_a_step("registers_revision", _OF_ENTRY),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["form_key"], name="%(app_label)s_%(class)s_form_once"
            ),
            known("%(app_label)s_%(class)s_state_known", state=State.values),
        ]

    def get_absolute_url(self) -> str:
        name = f"{self._meta.app_label}:{self._meta.model_name}_detail"
        return reverse(name, args=[self.pk])

    def refusal(self, verb: str, by: User | None) -> str:
        """Say why it cannot be done: each register has permissions of its own."""
        if refusal := super().refusal(verb, by):
            return refusal
        label, name = self._meta.app_label, self._meta.model_name
        if by and not by.has_perm(f"{label}.{NEEDED[Verb(verb)]}_{name}"):
            return NOT_ALLOWED
        return ""

    def check_entry(self, today: Any) -> None:
        """Refuse what no constraint can say; nothing by default."""


class CountedEntry(Entry):
    """A line that counts for a balance: what it counts never changes.

    Striking it out writes one opposite line, so the balance is always the sum of all
    lines. ``counted`` names the columns that the opposite line repeats.
    """

    counted: ClassVar[tuple[str, ...]] = ()
    reverses_id: int | None

    on = models.DateField("日期")
    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="reversed_by",
        verbose_name="冲销哪一条",
    )

    class Meta(Entry.Meta):
        abstract = True
        constraints: ClassVar[list[Any]] = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reverses=F("pk")),
                name="%(app_label)s_%(class)s_reverses_another",
            ),
        ]

    def refusal(self, verb: str, by: User | None) -> str:
        """Say why it cannot be done: the opposite line stands as it is."""
        if self.reverses_id is not None:
            return "这一条是冲销的记录，不能再动；要重来，请另外登记一条。"
        return super().refusal(verb, by)


def counts_for_ever(*columns: str) -> list[pgtrigger.Trigger]:
    """Return the triggers that keep what a line counts, and what undoes it, as it was.

    An opposite line must repeat the ``columns`` of a line that is none itself.
    """
    same = " AND ".join(
        f"{{columns.{name}}} = NEW.{{columns.{name}}}" for name in columns
    )
    return [
        pgtrigger.ReadOnly(name="counts_for_ever", fields=[*columns, "reverses"]),
        pgtrigger.Trigger(
            name="reverses_the_same",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Condition("NEW.reverses_id IS NOT NULL"),
            func=pgtrigger.Func(
                "IF NOT EXISTS (SELECT FROM {meta.db_table} WHERE id = NEW.reverses_id"
                f" AND reverses_id IS NULL AND {same}) THEN"
                " RAISE EXCEPTION 'an opposite line repeats what it reverses'"
                " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
            ),
        ),
    ]


class Format(models.TextChoices):
    """What a list is handed out as."""

    XLSX = "xlsx", "Excel（.xlsx）"
    CSV = "csv", "CSV（.csv）"


class Export(models.Model):
    """Who took which list out of the portal, and what was asked; never changed."""

    by = Key(User, "谁")
    at = models.DateTimeField("时间")
    center = Key(Center, "中心", null=True)
    what = models.CharField("内容", max_length=40)
    asked = models.CharField("范围", max_length=200, blank=True)
    format = models.CharField("格式", max_length=4, choices=Format)
    count = models.PositiveIntegerField("条数")
    with_numbers = models.BooleanField("含完整身份证号", default=False)
    reason = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "导出记录"
        verbose_name_plural = "导出记录"
        default_permissions = ("view", "export")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(name="export_center", fields=["center", "at"])]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                name="export_numbers_need_reason",
                condition=Q(with_numbers=False) | ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.count}"
