"""The shape of a text that goes public in versions."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, TypeVar

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from center import ledger
from center.columns import Key, known
from center.models import User
from center.publishing.rules import OPEN, OWN, WRITES, State, Verb, digest
from center.workflow import models as workflow
from center.workflow.rules import Workflow

_PUBLIC = f"('{State.APPROVED}', '{State.WITHDRAWN}')"
Rows = TypeVar("Rows", bound=QuerySet[Any])


class Edition(workflow.Record):
    """One version of a text; once approved it is never edited again.

    A subject names its ``parent`` (whose versions these are), its ``texts`` (the
    columns that a reader sees) and has a ``Step`` called back as ``steps``.
    """

    parent: ClassVar[str]
    texts: ClassVar[tuple[str, ...]]

    n = models.PositiveIntegerField("版本", editable=False)
    state = models.CharField(
        "状态", max_length=9, choices=State, default=State.DRAFT, editable=False
    )
    change_note = models.CharField("这次改了什么", max_length=200, blank=True)
    approved_by = Key(User, "审核人", null=True, editable=False)
    approved_at = models.DateTimeField("审核时间", null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def said(self) -> Mapping[str, Any]:
        """Return all that a reader is told, by column; subjects add their lines."""
        return {name: getattr(self, name) for name in self.texts}

    @property
    def digest(self) -> str:
        return digest(self.said.items())

    def is_touched_by(self, user: User) -> bool:
        return bool(self.steps_made.filter(by=user, verb__in=WRITES).exists())

    def refusal(self, verb: str, by: User | None) -> str:
        """Say why it cannot be done; nobody approves what they wrote on, whoever."""
        if refusal := super().refusal(verb, by):
            return refusal
        if verb == Verb.APPROVE and by and self.is_touched_by(by):
            return OWN
        return ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Step(workflow.Step):
    """One thing that was done to a version; never changed again."""

    verb = models.CharField("事项", max_length=9, choices=Verb)
    state = models.CharField("状态", max_length=9, choices=State)

    class Meta(workflow.Step.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"


def edition_triggers(
    flow: Workflow, steps: str, texts: Iterable[str]
) -> list[pgtrigger.Trigger]:
    """Return what the database refuses of the versions of every subject.

    ``steps`` is the table of their history; ``texts`` are never changed once public.
    """
    old, new = (", ".join(f"{row}.{name}" for name in texts) for row in ("OLD", "NEW"))
    return [
        ledger.never_deleted(),
        workflow.state_moves(flow),
        workflow.every_move_has_a_step(steps, "version_of_id = NEW.id"),
        pgtrigger.Protect(
            name="public_text_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                f"OLD.state IN {_PUBLIC} AND ({old}) IS DISTINCT FROM ({new})"
            ),
        ),
    ]


def part_of_draft(versions: str, column: str) -> pgtrigger.Trigger:
    """Return the trigger that keeps the lines and files of a public text as they are.

    ``versions`` is the table of the texts, ``column`` the key that leads there.
    """
    return pgtrigger.Trigger(
        name="part_of_draft",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT FROM {versions} WHERE state IN {_PUBLIC} AND id = CASE TG_OP
                WHEN 'DELETE' THEN OLD.{column} ELSE NEW.{column} END
            ) THEN
                RAISE EXCEPTION 'part of a public text of {versions}'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'part_of_draft';
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        """,
    )


def newest_approved(rows: Rows, order: str, **until: Any) -> Rows:
    """Keep of each parent the version that is last in ``order``, while it is approved.

    ``until`` says which count: those in effect on a day, or all of them. Behind one
    that was withdrawn no older one comes up again.
    """
    model: Any = rows.model
    one = {model.parent: OuterRef(model.parent), f"{order}__gt": OuterRef(order)}
    public = [State.APPROVED, State.WITHDRAWN]
    later = model._default_manager.filter(**one, **until, state__in=public)
    return rows.filter(~Exists(later), state=State.APPROVED, **until)


def edition_constraints(name: str, parent: str) -> list[models.BaseConstraint]:
    """Return what holds for the versions of every subject."""
    return [
        models.UniqueConstraint(fields=[parent, "n"], name=f"{name}_n_once"),
        models.UniqueConstraint(fields=["form_key"], name=f"{name}_form_once"),
        models.UniqueConstraint(
            fields=[parent],
            condition=Q(state__in=OPEN),
            name=f"{name}_one_open",
            violation_error_message="已经有一个还没通过的草稿，请接着改那一个。",
            violation_error_code="open",
        ),
        known(f"{name}_state_known", state=State.values),
        models.CheckConstraint(
            name=f"{name}_approved_whole",
            condition=Q(approved_by__isnull=True, approved_at__isnull=True)
            & ~Q(state__in=[State.APPROVED, State.WITHDRAWN])
            | Q(
                approved_by__isnull=False,
                approved_at__isnull=False,
                state__in=[State.APPROVED, State.WITHDRAWN],
            ),
        ),
    ]
