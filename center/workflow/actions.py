"""Lock, stale check, move, save, step: what every verb is made of.

A verb is one ``with changing(...)`` block. What stands in it sees the row as it is
now, under its lock; leaving it saves the columns that differ and writes the step.
Whatever is raised inside undoes all of it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, wraps
from typing import Any, Generic, ParamSpec, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.views.decorators.debug import sensitive_variables

from center.models import User
from center.text import NO_REASON, is_reason, visible
from center.workflow.models import Record
from center.workflow.rules import NOTE_LENGTH, REFUSED

M = TypeVar("M", bound=Model)
R = TypeVar("R", bound=Record)
P = ParamSpec("P")
# Kept by the machine, never by a verb.
KEPT = frozenset({"version", "form_key"})


class StaleError(Exception):
    """Somebody else changed the row after this form was opened; nothing was saved."""

    def __init__(self, current: Model) -> None:
        super().__init__("stale")
        self.current = current


@dataclass
class Change(Generic[R]):
    """A row under its lock, and what its step will say.

    Where there turns out to be nothing to do, ``is_nothing`` leaves no step. Where only
    the body knows what it came to, it sets ``verb``.
    """

    row: R
    verb: str
    before: str
    by: User | None
    at: datetime
    note: str = ""
    is_nothing: bool = False
    # Further columns of the step, where a history says more.
    facts: dict[str, Any] = field(default_factory=dict)
    # What was written of it, once the block is left.
    step: Any = None

    @property
    def who(self) -> User:
        """Return who acts, where the calendar cannot."""
        assert self.by is not None  # noqa: S101 - asked where somebody acts
        return self.by


@contextmanager
def changing(
    record: R, verb: str, *, by: User | None, at: datetime, version: int | None = None
) -> Iterator[Change[R]]:
    """Do one verb: lock, read afresh, refuse or move, then save and leave a step.

    Raises ``StaleError`` when the form was opened from an older ``version``. Without
    one the verb is about something beside the row (a photo), and the version stays
    unless a column changes.
    """
    with in_words(), transaction.atomic():
        row = locked(record, version=version)
        counts = row.counts_steps or version is not None
        with moving(row, verb, by=by, at=at, counts=counts) as change:
            yield change


@contextmanager
def moving(
    row: R, verb: str, *, by: User | None, at: datetime, counts: bool = True
) -> Iterator[Change[R]]:
    """Do one verb to a row that the caller has locked, among other rows or checks.

    ``counts``: it is a version, also where no column changes.
    """
    stored, before = columns(row), row.state
    move(row, verb, by=by)
    change = Change(row, verb, before, by, at)
    yield change
    if not change.is_nothing:
        save_changes(row, stored, counts=counts)
        told: dict[str, Any] = {"note": change.note} | change.facts
        change.step = write_step(row, change.verb, before=before, by=by, at=at, **told)


def step(verb: str) -> Callable[[Callable[..., None]], Callable[..., Any]]:
    """Make an action of what a verb does besides moving on.

    The action takes the row, ``by``, ``at``, the version, and by keyword what the body
    asks for; it returns the row.
    """

    def decorate(body: Callable[..., None]) -> Callable[..., Any]:
        @wraps(body)
        @sensitive_variables()
        def run(
            record: R,
            *,
            by: User | None,
            at: datetime,
            version: int | None = None,
            **asked: Any,
        ) -> R:
            with changing(record, verb, by=by, at=at, version=version) as change:
                body(change, **asked)
            return change.row

        return run

    return decorate


def locked(record: R, *, version: int | None = None) -> R:
    """Lock a row and read it afresh; raise ``StaleError`` if the form was older."""
    rows: Any = type(record)._default_manager
    rows = rows.select_related(*record.locked_with) if record.locked_with else rows
    row: R = rows.select_for_update(of=("self",)).get(pk=record.pk)
    if version is not None and row.version != version:
        raise StaleError(row)
    return row


def move(row: R, verb: str, *, by: User | None) -> None:
    """Move the row in memory as the table says, or refuse in words."""
    if refusal := row.refusal(verb, by):
        raise ValidationError(str(refusal), code=getattr(refusal, "code", REFUSED))
    found = row.flow.find(verb, row.state)
    if found is not None and found.target is not None:
        row.state = found.target


def save_changes(row: R, stored: dict[str, Any], *, counts: bool = True) -> None:
    """Save the columns that differ from ``stored``, as the next version.

    No constraint is asked beforehand, each would be a query: what the database refuses
    comes back in the constraint's own words (``in_words``).
    """
    now = columns(row)
    changed = {name for name, value in now.items() if value != stored[name]}
    if changed or counts:
        row.version += 1
        row.clean_fields(exclude=_unchecked(row, changed))
        row.save(update_fields=[*sorted(changed), "version"])


def columns(row: Model) -> dict[str, Any]:
    """Return the stored values; lists are copied, they may be changed in place."""
    return {
        one.name: copy(getattr(row, one.attname))
        for one in row._meta.concrete_fields
        if one.name not in KEPT and not one.generated
    }


def enter(
    row: R,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    note: str = "",
    before: str = "",
    **facts: Any,
) -> R:
    """Check and insert a new row with its first step."""
    names = {one.name for one in row._meta.fields} - KEPT
    row.clean_fields(exclude=_unchecked(row, names))
    with in_words(), transaction.atomic():
        row.save(force_insert=True)
        write_step(row, verb, before=before, by=by, at=at, note=note, **facts)
    return row


def write_step(
    row: R,
    verb: str,
    *,
    before: str,
    by: User | None,
    at: datetime,
    note: str = "",
    **facts: Any,
) -> Any:
    """Leave the step of what was just done, its note as long as its column takes."""
    names = row.step_names
    note_field = row.steps_made.model._meta.get_field(names.get("note", "note"))
    step = {
        "verb": verb,
        "before": before,
        "state": row.state,
        "version": row.version,
        "by": by,
        "at": at,
        "note": note[: note_field.max_length],
    } | facts
    return row.steps_made.create(**{names.get(one, one): step[one] for one in step})


def once(model: type[M]) -> Callable[[Callable[P, M]], Callable[P, M]]:
    """Make a creating action give the first row again when its form comes again.

    Two at the same moment wait for each other at the key, so that the second finds what
    the first made and neither needs a lock on anything else. What the database refuses
    comes back in words. Without ``form_key`` nothing is remembered.
    """

    def decorate(action: Callable[P, M]) -> Callable[P, M]:
        @wraps(action)
        def run(*args: P.args, **kwargs: P.kwargs) -> M:
            key = kwargs.get("form_key")
            with in_words(), transaction.atomic():
                if not key:
                    return action(*args, **kwargs)
                wait_for(str(key))
                done = model._default_manager.filter(form_key=key).first()
                return done or action(*args, **kwargs)

        return run

    return decorate


@contextmanager
def in_words() -> Iterator[None]:
    """Say in the constraint's own words what the database refuses.

    Put it around the transaction: what is deferred is refused when that ends.
    """
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if name not in _messages():
            raise
        text, code = _messages()[name]
        raise ValidationError(text, code=code) from error


def refuse(text: str, code: str = "refused") -> ValidationError:
    return ValidationError(text, code=code)


def needed(
    text: str, what: str, *, most: int = NOTE_LENGTH, required: bool = True
) -> str:
    """Return a text without invisible signs; refuse an empty or too long one."""
    plain = visible(text)
    if required and not plain:
        raise refuse(f"请写{what}。", "required")
    if len(plain) > most:
        raise refuse(f"{what}最多 {most} 个字，现在有 {len(plain)} 个。", "too_long")
    return plain


def because(
    text: str, what: str, *, most: int = NOTE_LENGTH, required: bool = True
) -> str:
    """Return why somebody does something; refuse what gives no reason."""
    plain = needed(text, what, most=most, required=required)
    if plain and not is_reason(plain):
        raise refuse(NO_REASON.format(what), "reason")
    return plain


def put(row: Model, **values: Any) -> bool:
    """Set values on a row, texts freed of invisible signs; say whether any is new."""
    plain = {
        name: visible(value) if isinstance(value, str) else value
        for name, value in values.items()
    }
    # A relation of a new row is not there yet.
    changed = [
        name for name, value in plain.items() if getattr(row, name, None) != value
    ]
    for name in changed:
        setattr(row, name, plain[name])
    return bool(changed)


def _unchecked(row: Model, wanted: set[str]) -> set[str]:
    """Return the columns not to look at: untouched ones, and keys, each a query."""
    return {
        one.name
        for one in row._meta.fields
        if one.name not in wanted or one.remote_field or one.generated
    }


@cache
def _messages() -> dict[str, tuple[str, str]]:
    """Return words and code of every constraint of the portal that has words."""
    return {
        one.name: (
            str(one.violation_error_message),
            one.violation_error_code or one.name,
        )
        for model in apps.get_models()
        for one in model._meta.constraints
        if one.violation_error_message != one.default_violation_error_message
    }


def wait_for(key: str) -> None:
    """Let nobody else go on with this key before the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
