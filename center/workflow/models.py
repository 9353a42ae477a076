"""The shapes of a record that has states, and of the steps of its history."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models

from center.columns import Key
from center.ledger import append_only
from center.models import User
from center.workflow.rules import NOT_ALLOWED, NOTE_LENGTH, Workflow


def state_moves(flow: Workflow, field: str = "state") -> pgtrigger.FSM:
    return pgtrigger.FSM(name="state_moves", field=field, transitions=flow.pairs)


def every_move_has_a_step(
    steps: str, row: str, *, state: str = "state"
) -> pgtrigger.Trigger:
    """Return the trigger that lets no version be committed that left no step.

    ``steps`` is the table of the history, ``row`` what finds the steps of ``NEW`` in
    it. It looks when the transaction ends: the step is written after its row.
    """
    return pgtrigger.Trigger(
        name="every_move_has_a_step",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        timing=pgtrigger.Deferred,
        func=pgtrigger.Func(
            f"""
            IF TG_OP = 'UPDATE' THEN
                IF NEW.version = OLD.version AND NEW.{state} = OLD.{state} THEN
                    RETURN NULL;
                END IF;
                IF NEW.version <= OLD.version THEN
                    RAISE EXCEPTION 'a move of {{meta.db_table}} % is no version',
                        NEW.id USING ERRCODE = 'check_violation',
                        CONSTRAINT = 'every_move_has_a_step';
                END IF;
            END IF;
            IF NOT EXISTS (
                SELECT FROM {steps} WHERE {row} AND version = NEW.version
            ) THEN
                RAISE EXCEPTION 'no step of {{meta.db_table}} %, version %',
                    NEW.id, NEW.version USING ERRCODE = 'check_violation',
                    CONSTRAINT = 'every_move_has_a_step';
            END IF;
            RETURN NULL;
            """
        ),
    )


class Record(models.Model):
    """A row with a state that moves by verbs; each verb leaves a step.

    A subject adds ``state``, sets ``flow`` (a property where it depends on the row) and
    has a ``Step`` model with a foreign key called back as ``history``.
    """

    state: models.CharField
    # Read along with the row under its lock.
    locked_with: ClassVar[tuple[str, ...]] = ()
    history: ClassVar[str] = "steps"
    # Whether every step is a version, also one about something beside the row.
    counts_steps: ClassVar[bool] = False
    # Our name of a column of the step -> theirs, where an older history says otherwise.
    step_names: ClassVar[dict[str, str]] = {}

    version = models.PositiveIntegerField(default=1, editable=False)
    # Null where no form made the row; a text would have to be unique.
    form_key = models.CharField(max_length=64, null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def flow(self) -> Workflow:
        raise NotImplementedError

    @property
    def steps_made(self) -> Any:
        return getattr(self, self.history)

    def state_now(self) -> str:
        label = getattr(self, "get_state_display", None)
        return str(label()) if label else ""

    def refusal(self, verb: str, by: User | None) -> str:
        """Say why ``by`` cannot do ``verb`` now and what would work; else empty.

        The one place that both the buttons and the actions ask. Subjects add what the
        table does not know. ``by`` is nobody where the calendar or a guest acts.
        """
        if refusal := self.flow.refusal(verb, self.state):
            return refusal
        permission = self.flow.permission(verb)
        if by and permission and not by.has_perm(permission):
            return NOT_ALLOWED
        return ""


class Step(models.Model):
    """One thing that was done to a record; never changed again.

    A subject adds the foreign key, and ``verb`` and ``state`` with its choices, and
    inherits ``Meta`` (``class Meta(workflow.Step.Meta)``), else the trigger is lost.
    """

    # Empty in the first step; the default is for a release that does not know it yet.
    before = models.CharField(
        "原来的状态", max_length=20, blank=True, db_default="", editable=False
    )
    # Null in steps that are older than this column.
    version = models.PositiveIntegerField("版本", null=True, editable=False)
    by = Key(User)
    at = models.DateTimeField("时间")
    note = models.CharField("说明", max_length=NOTE_LENGTH, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["at", "pk"]
        triggers: ClassVar[list[Any]] = [append_only()]


class CalendarStep(Step):
    """A step that also the calendar or a guest may have made: then by nobody."""

    by = Key(User, null=True)  # type: ignore[assignment]  # the plain step's is somebody

    class Meta(Step.Meta):
        abstract = True
