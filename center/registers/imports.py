"""Lines from a file: looked at in a rehearsal that is undone, then entered at once.

The rehearsal goes through the same form and the same database as a line that is typed,
so it knows constraints and stock. A line that came before, by the same file or by hand,
is not entered again.
"""

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from center import sheets
from center.models import Center, User
from center.registers import actions, cells
from center.registers.actions import add_row, center_of
from center.registers.forms import EntryForm
from center.registers.models import CountedEntry
from center.registers.register import Register
from center.registers.rules import CARRIED_SECONDS, MOST_CARRIED, MOST_IMPORTED, State
from center.sandbox.rows import Row

Values = dict[str, Any]


@dataclass
class Line:
    """One row of the file: what it says, and what is wrong with it."""

    number: int
    shown: list[str]
    wrong: list[str]
    values: Values = field(default_factory=dict, repr=False)
    key: str = ""
    is_same: bool = False

    @property
    def is_new(self) -> bool:
        return not self.wrong and not self.is_same


@dataclass
class Outcome:
    """What a file would do, or has done; new, same and wrong add up to its rows."""

    lines: list[Line]
    remarks: list[str]

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if line.wrong]

    @property
    def same(self) -> list[Line]:
        return [line for line in self.lines if line.is_same and not line.wrong]

    @property
    def new(self) -> list[Line]:
        return [line for line in self.lines if line.is_new]


class _UndoneError(Exception):
    """Ends a rehearsal."""


@contextmanager
def rehearsal() -> Any:
    try:
        with transaction.atomic():
            yield
            raise _UndoneError
    except _UndoneError:
        pass


def read(register: Register, data: bytes) -> sheets.Table:
    """Read a file; refuse one with too many rows or without the columns needed."""
    table = sheets.read(data)
    if len(table.rows) > MOST_IMPORTED:
        raise ValidationError(f"一次最多导入 {MOST_IMPORTED} 行，请分成几份。")
    form = register.form_class(is_new=True)
    known = headings(register)
    lacking = [
        label
        for label, name in known.items()
        if form.base_fields[name].required and label not in table.header
    ]
    if lacking:
        raise ValidationError(f"缺少这些列：{'、'.join(lacking)}。请按模板填写。")
    unused = [label for label in table.header if label and label not in known]
    if unused:
        table.remarks.append(f"这些列没有用到：{'、'.join(unused)[:200]}。")
    return table


def columns_of(register: Register) -> list[tuple[str, bool]]:
    """Return the label of each column of a list, and whether it has to be filled in."""
    fields = register.form_class(is_new=True).base_fields
    return [
        (label, fields[name].required) for label, name in headings(register).items()
    ]


def headings(register: Register) -> dict[str, str]:
    labels = register.header(register.asked)
    return dict(zip(map(sheets.plain_name, labels), register.asked, strict=True))


def carry(register: Register, table: sheets.Table, user: User) -> str:
    """Return the rows as a text that the page carries and nobody can change."""
    rows = [[row.number, row.cells, row.wrong] for row in table.rows]
    content = {"header": table.header, "rows": rows, "remarks": table.remarks}
    text = signing.dumps(content, salt=_salt(register, user), compress=True)
    if len(text) > MOST_CARRIED:
        raise ValidationError("这份文件的内容太多，请分成几份。")
    return text


def carried(register: Register, text: str, user: User) -> sheets.Table:
    """Return the rows that a page carried; refuse what is old or somebody else's."""
    try:
        content = signing.loads(
            text, salt=_salt(register, user), max_age=CARRIED_SECONDS
        )
    except signing.BadSignature as error:
        raise ValidationError("预览过期了，请重新上传文件。") from error
    rows = [Row(*parts) for parts in content["rows"]]
    return sheets.Table(content["header"], rows, content["remarks"])


def rehearse(
    register: Register, table: sheets.Table, *, center: Center, by: User, at: datetime
) -> Outcome:
    """Say what the file would do; nothing of it stays."""
    with rehearsal():
        return _enter(register, table, center=center, by=by, at=at)


def bring_in(
    register: Register,
    table: sheets.Table,
    *,
    left_out: int,
    center: Center,
    by: User,
    at: datetime,
) -> Outcome:
    """Enter every new row, or none.

    ``left_out`` is how many wrong rows the person saw; refused when there are others,
    so nothing is left out unseen.
    """
    with transaction.atomic():
        outcome = _enter(register, table, center=center, by=by, at=at)
        if len(outcome.wrong) != left_out:
            raise ValidationError(
                f"有 {len(outcome.wrong)} 行有错：请改好文件重新上传，"
                "或者勾选不导入这些行。",
                code="bad_rows",
            )
    return outcome


def _enter(
    register: Register, table: sheets.Table, *, center: Center, by: User, at: datetime
) -> Outcome:
    # Two files at once come one after the other, so that neither misses a line.
    Center.objects.select_for_update(no_key=True).get(pk=center.pk)
    lines = judge(register, table, by=by, at=at)
    model: Any = register.model
    _mark_same(register, [one for one in lines if not one.wrong], center, by)
    for line in lines:
        if line.wrong or line.is_same:
            continue
        try:
            if register.add is actions.add:
                add_row(model, line.key, center, line.values, by=by, at=at)
            else:
                register.add(
                    model, form_key=line.key, center=center, by=by, at=at, **line.values
                )
        except ValidationError as refusal:
            line.wrong += _words(register, refusal)
    return Outcome(lines, table.remarks)


def judge(
    register: Register, table: sheets.Table, *, by: User, at: datetime
) -> list[Line]:
    """Put each row through the form of the register."""
    known = headings(register)
    places = {known[one]: n for n, one in enumerate(table.header) if one in known}
    form_class = register.form_class(is_new=True)
    blank = form_class(row=register.model(), user=by, at=at)
    readers = {name: _reader(blank.fields[name]) for name in places}
    lines = []
    for row in table.rows:
        line = Line(row.number, [row.cells[n] for n in places.values()], [*row.wrong])
        data: Any = {}
        for name, n in places.items():
            try:
                data[name] = readers[name](row.cells[n])
            except sheets.WrongCellError as wrong:
                line.wrong.append(f"{blank.fields[name].label}：{wrong}")
        if not line.wrong:
            _fill(line, form_class(data, row=register.model(), user=by, at=at), blank)
        lines.append(line)
    return lines


def _fill(line: Line, form: EntryForm, blank: EntryForm) -> None:
    """Take the values of a row from its form, or what the form says is wrong."""
    for name, one in blank.fields.items():
        if isinstance(one, forms.ModelChoiceField):
            form.fields[name] = _Known(one)
    if form.is_valid():
        line.values = {k: v for k, v in form.values().items() if k != "key"}
        return
    for name, errors in form.errors.items():
        label = f"{form.fields[name].label}：" if name in form.fields else ""
        line.wrong += [f"{label}{text}" for text in errors]


class _Known(forms.Field):
    """A chosen row that the reader of the cell has found already."""

    def __init__(self, like: forms.ModelChoiceField) -> None:
        super().__init__(label=like.label, required=like.required, widget=forms.Select)

    def to_python(self, value: Any) -> Any:
        return value or None


def _reader(one: forms.Field) -> Any:
    """Return how a cell of this field is read."""
    if isinstance(one, forms.ModelChoiceField):
        rows: Any = one.queryset
        return sheets.one_of(_by_words((str(row), row) for row in rows))
    if isinstance(one, forms.ChoiceField):
        choices: Any = one.choices
        return sheets.one_of(_by_words((str(w), v) for v, w in choices if v != ""))
    if isinstance(one, forms.BooleanField):
        return sheets.one_of({"是": True, "否": False})
    return sheets.read_date if isinstance(one, forms.DateField) else str


def _by_words(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    twice = set()
    for words, value in pairs:
        (twice.add(words) if words in found else None)
        found[words] = value
    return {words: value for words, value in found.items() if words not in twice}


def _mark_same(register: Register, lines: list[Line], center: Center, by: User) -> None:
    """Note the rows that stand in the register: same file before, or same values."""
    counts: Counter[tuple[Any, ...]] = Counter()
    standing = _standing(register, lines, by)
    for line in lines:
        told = (center_of(line.values, center), *map(_stored, line.values.values()))
        counts[told] += 1
        line.key = _key(register, told, counts[told])
        line.is_same = standing[told] >= counts[told]
    model: Any = register.model
    keys = [line.key for line in lines]
    known = set(
        model.objects.filter(form_key__in=keys).values_list("form_key", flat=True)
    )
    for line in lines:
        line.is_same = line.is_same or line.key in known


def _standing(
    register: Register, lines: list[Line], by: User
) -> Counter[tuple[Any, ...]]:
    """Count the valid lines of the same days by their values."""
    if not lines:
        return Counter()
    rows = register.rows(by).filter(state=State.VALID).order_by()
    if issubclass(register.model, CountedEntry):
        rows = rows.filter(reverses__isnull=True)
    if register.period in lines[0].values:
        days = [line.values[register.period] for line in lines]
        rows = rows.filter(**{f"{register.period}__range": (min(days), max(days))})
    return Counter(rows.values_list("center_id", *lines[0].values))


def _stored(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _key(register: Register, told: tuple[Any, ...], nth: int) -> str:
    """Return the key of the nth row with these values, whichever file it came in."""
    content = [register.app, register.name, *map(cells.worded, told), nth]
    return sha256(json.dumps(content).encode()).hexdigest()


def _salt(register: Register, user: User) -> str:
    return f"center.registers.{register.app}.{register.name}.{user.pk}"


def _words(register: Register, refusal: ValidationError) -> list[str]:
    if not hasattr(refusal, "error_dict"):
        return refusal.messages
    labels = dict(zip(register.asked, register.header(register.asked), strict=True))
    return [
        f"{labels[name]}：{text}" if name in labels else text
        for name, texts in refusal.message_dict.items()
        for text in texts
    ]
