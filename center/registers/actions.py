"""Enter, correct and strike out lines of a register."""

from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.timezone import localdate

from center.models import Center, User
from center.registers import cells
from center.registers.models import CountedEntry, Entry
from center.registers.rules import Verb
from center.text import visible
from center.workflow.actions import because, changing, columns, enter, once, put

E = TypeVar("E", bound=Entry)
# What an opposite line has of its own.
_OWN = {"id", "state", "form_key", "on", "reverses"}


def add(
    model: type[E],
    *,
    form_key: str,
    center: Center,
    by: User,
    at: datetime,
    **values: Any,
) -> E:
    """Enter a line; the same form gives the same line again.

    It belongs to the center of the first row that it names, else to ``center``.
    """

    @once(model)
    def enter_once(*, form_key: str) -> E:
        return add_row(model, form_key, center, values, by=by, at=at)

    return enter_once(form_key=form_key)


def add_row(
    model: type[E],
    form_key: str,
    center: Center,
    values: dict[str, Any],
    *,
    by: User,
    at: datetime,
) -> E:
    """Enter a line whose key nobody used yet."""
    plain = {k: visible(v) if isinstance(v, str) else v for k, v in values.items()}
    row = model(form_key=form_key, center_id=center_of(values, center), **plain)
    row.check_entry(localdate(at))
    return enter(row, Verb.ADD, by=by, at=at)


def change(entry: E, *, version: int, by: User, at: datetime, **values: Any) -> E:
    """Correct a line; its history keeps what stood there before."""
    with changing(entry, Verb.CHANGE, by=by, at=at, version=version) as doing:
        row = doing.row
        before = worded(row, list(values))
        put(row, **values)
        row.check_entry(localdate(at))
        doing.facts["changes"] = [
            [cells.label(type(row), name), before[name], after]
            for name, after in worded(row, list(values)).items()
            if after != before[name]
        ]
        doing.is_nothing = not doing.facts["changes"]
    return row


def strike(entry: E, *, version: int, reason: str, by: User, at: datetime) -> E:
    """Strike a line out, with a reason; what it counted an opposite line takes back."""
    with changing(entry, Verb.STRIKE, by=by, at=at, version=version) as doing:
        doing.note = because(reason, "作废的原因")
        if isinstance(doing.row, CountedEntry):
            _reverse(doing.row, localdate(at), by=by, at=at, note=doing.note)
    return doing.row


def worded(row: Model, names: list[str]) -> dict[str, str]:
    return {name: cells.text(row, name) for name in names}


def _reverse(row: CountedEntry, on: date, *, by: User, at: datetime, note: str) -> None:
    fields = {one.name: one.attname for one in row._meta.concrete_fields}
    kept = {
        fields[name]: value for name, value in columns(row).items() if name not in _OWN
    }
    model: Any = type(row)
    enter(model(reverses=row, on=on, **kept), Verb.ADD, by=by, at=at, note=note)


def center_of(values: dict[str, Any], default: Center) -> int:
    """Return whose line it is: the center of the first row that it names."""
    for value in values.values():
        if isinstance(value, Center):
            return int(value.pk)
        if isinstance(value, Model) and hasattr(value, "center_id"):
            return int(value.center_id)
    return int(default.pk)
