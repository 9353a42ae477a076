"""Take a list of books in: look at it, then enter what is new, in one transaction."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.timezone import localdate

from center import sheets
from center.models import Center, User
from center.registers.models import Revision
from center.registers.rules import State, Verb
from center.sandbox.refusals import RefusalError
from center.sandbox.run import judged
from center.text import visible
from center.workflow.actions import once
from reading_room.actions import new_barcodes
from reading_room.imports.cnmarc import cells_of, is_cnmarc
from reading_room.imports.models import Import
from reading_room.imports.rules import (
    KNOWN,
    MOST_ROWS,
    Fate,
    Key,
    Row,
    keys_of,
    read_row,
    settle,
)
from reading_room.models import Copy, CopyStep, Title
from reading_room.rules import CopyVerb

BATCH = 500
Raw = list[tuple[int, dict[str, str], list[str]]]


@once(Import)
def take_in(
    *, center: Center, name: str, data: bytes, form_key: str, by: User, at: datetime
) -> Import:
    """Read a file and keep its rows for the preview; nothing is entered.

    Refuses what is no list of books, and more than 20,000 rows.
    """
    sheets.refuse_large(data)
    rows, remarks = (_records if is_cnmarc(data) else _table)(data)
    made = Import(
        center=center,
        name=visible(name)[-100:] or "书目",
        rows=rows,
        remarks=remarks,
        form_key=form_key or None,
        by=by,
        at=at,
    )
    _count(made, judge(made))
    made.save()
    return made


def run(made: Import, *, by: User, at: datetime) -> Import:
    """Enter what is new and leave out what is wrong; a second time changes nothing.

    Refused when something else would come in than was seen: then look again.
    """
    with transaction.atomic():
        # Two files at once come one after the other, so that neither misses a title.
        Center.objects.select_for_update(no_key=True).get(pk=made.center_id)
        made = Import.objects.select_for_update().get(pk=made.pk)
        if made.done_at is not None:
            return made
        rows, seen = judge(made), made.counts
        _count(made, rows)
        if made.counts == seen:
            _enter(made.center_id, rows, by=by, at=at)
            made.done_by, made.done_at = by, at
        made.save()
    if made.done_at is None:
        raise ValidationError("馆藏刚才有变动，下面是现在的情况，请看过再导入。")
    return made


def judge(made: Import) -> list[Row]:
    """Say of each row what becomes of it, as the holdings are now."""
    rows = [read_row(*parts) for parts in made.rows]
    titles = _titles_by_key(made.center_id)
    settle(
        rows,
        titles=titles,
        barcodes=_titles_by_barcode(made.center_id, rows),
        copies=_copies_of(made.center_id, titles.values()),
    )
    return rows


def _count(made: Import, rows: Iterable[Row]) -> None:
    fates = [row.fate for row in rows]
    for fate in Fate:
        setattr(made, fate, fates.count(fate))


# -- Reading


def _table(data: bytes) -> tuple[Raw, list[str]]:
    table = sheets.read(data, most=MOST_ROWS)
    places: dict[str, int] = {}
    for n, label in enumerate(table.header):
        if (name := KNOWN.get(label)) and name not in places:
            places[name] = n
    if "name" not in places:
        raise ValidationError("第一行里没有“题名”（或“书名”）这一列，请按模板填写。")
    rows = [
        (row.number, {name: row.cells[n] for name, n in places.items()}, row.wrong)
        for row in table.rows
    ]
    unused = [label for label in table.header if label and label not in KNOWN]
    if unused:
        table.remarks.append(f"这些列没有用到：{'、'.join(unused)[:200]}。")
    return rows, table.remarks


def _records(data: bytes) -> tuple[Raw, list[str]]:
    try:
        found = json.loads(judged("marc", data))
    except RefusalError as refusal:
        raise ValidationError(str(refusal)) from refusal
    rows: Raw = []
    for number, fields in enumerate(found["records"], start=1):
        wrong = [] if fields else ["这条记录读不懂，请在原来的系统里重新导出。"]
        cells = cells_of(fields) if fields else {}
        rows.append((number, {k: visible(v)[:1000] for k, v in cells.items()}, wrong))
    if not rows:
        raise ValidationError("文件里没有书目记录。")
    return rows, [f"按 CNMARC（{found['coding']}）读取，一条记录算一行。"]


# -- What stands there


def _titles_by_key(center_id: int) -> dict[Key, int]:
    titles: dict[Key, int] = {}
    columns = ("isbn", "kind", "year", "name", "volume", "author", "publisher")
    known = Title.objects.filter(center=center_id, state=State.VALID).order_by("-pk")
    for pk, *values in known.values_list("pk", *columns):
        for key in keys_of(dict(zip(columns, values, strict=True))):
            titles[key] = pk
    return titles


def _titles_by_barcode(center_id: int, rows: Sequence[Row]) -> dict[str, int]:
    codes = [code for row in rows for code in row.barcodes]
    barcodes: dict[str, int] = {}
    for n in range(0, len(codes), BATCH):
        part = Copy.objects.filter(center=center_id, barcode__in=codes[n : n + BATCH])
        barcodes |= dict(part.values_list("barcode", "title_id"))
    return barcodes


def _copies_of(center_id: int, titles: Iterable[int]) -> dict[int, int]:
    """Return how many copies each of these titles has, and any other."""
    counted = Copy.objects.filter(center=center_id).order_by().values("title_id")
    found = dict(counted.annotate(n=Count("pk")).values_list("title_id", "n"))
    return dict.fromkeys(titles, 0) | found


# -- Entering


def _enter(center_id: int, rows: list[Row], *, by: User, at: datetime) -> None:
    fresh = [row for row in rows if row.fate == Fate.NEW]
    coming = [row for row in rows if row.fate in (Fate.NEW, Fate.COPIES)]
    older = [row for row in coming if row.title_id]
    counts: dict[int, int] = {}
    for row in coming:
        first = id(row.first or row)
        counts[first] = counts.get(first, 0) + len(row.codes) + row.unnamed
    titles = [_title(center_id, row, counts[id(row)], at) for row in fresh]
    for made, row in zip(Title.objects.bulk_create(titles, BATCH), fresh, strict=True):
        row.title_id = made.pk
    for row in coming:
        if not row.title_id and row.first is not None:
            row.title_id = row.first.title_id
    _write_history(fresh, Verb.ADD, by=by, at=at)
    _write_history(older, Verb.CHANGE, by=by, at=at)
    _put_copies(center_id, coming, by=by, at=at)


def _title(center_id: int, row: Row, copies: int, at: datetime) -> Title:
    made = Title(center_id=center_id, copies=copies, on_shelf=copies, **row.values)
    made.check_entry(localdate(at))
    return made


def _write_history(rows: list[Row], verb: Verb, *, by: User, at: datetime) -> None:
    kind = ContentType.objects.get_for_model(Title)
    said = {"verb": verb, "state": State.VALID, "by": by, "at": at}
    steps = []
    for row in rows:
        count = len(row.codes) + row.unnamed
        changes = [["册数", "", f"+{count}"]] if verb == Verb.CHANGE else []
        step = Revision(
            content_type=kind, object_id=row.title_id, changes=changes, **said
        )
        step.note = f"从文件导入，第 {row.number} 行"
        step.version = 1 if verb == Verb.ADD else None
        steps.append(step)
    Revision.objects.bulk_create(steps, BATCH)


def _put_copies(center_id: int, rows: list[Row], *, by: User, at: datetime) -> None:
    codes = iter(new_barcodes(center_id, sum(row.unnamed for row in rows)))
    copies = [
        Copy(title_id=row.title_id, center_id=center_id, barcode=code)
        for row in rows
        for code in [*row.codes, *(next(codes) for _ in range(row.unnamed))]
    ]
    said = {"verb": CopyVerb.ADD, "version": 1, "by": by, "at": at}
    made = Copy.objects.bulk_create(copies, BATCH)
    CopyStep.objects.bulk_create(
        [CopyStep(copy=one, state=one.state, **said) for one in made], BATCH
    )


def lines_of(rows: Iterable[Row]) -> list[list[str]]:
    """Return the rows that are wrong, as they are handed out."""
    return [
        [str(row.number), row.shown, " ".join(row.wrong)] for row in rows if row.wrong
    ]
