"""Take over uploaded lists: nothing before every row is good or left out by hand.

The rows wait encrypted in ``ImportBatch`` and are judged anew each time they are
shown and once more, under locks, when they are imported.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

from center import sheets
from center.jobs import job
from center.models import Center, User
from center.registers.imports import Line, Outcome
from center.sheets import SERIAL, WrongCellError, read_date
from center.uploads import count_upload
from membership import crypto
from membership.actions.member_rows import check_members, import_members
from membership.actions.organization_rows import (
    check_organizations,
    import_organizations,
)
from membership.models import ImportBatch
from membership.rules.sheet import (
    MEMBER_COLUMNS,
    ORGANIZATION_COLUMNS,
    Column,
    Places,
    match_header,
    read_row,
)

KEPT_FOR = timedelta(hours=24)
CHUNK = 500
MOST_ORGANIZATIONS = 1_000
COLUMNS = {
    ImportBatch.What.MEMBERS: MEMBER_COLUMNS,
    ImportBatch.What.ORGANIZATIONS: ORGANIZATION_COLUMNS,
}


@sensitive_variables()
def upload(
    *, what: str, center: Center, data: bytes, key: str, by: User, at: datetime
) -> ImportBatch:
    """Keep an uploaded list for a day; refuse files that cannot be read as one.

    The same ``key`` gives the same batch again. The attempt is counted before the file
    is read, and both happen outside the transaction.
    """
    if done := ImportBatch.objects.filter(key=key, by=by).first():
        return done
    count_upload(("person", str(by.pk)), at)
    return _keep(what, center, sheets.read(data), key, by, at)


@sensitive_variables()
@transaction.atomic
def _keep(
    what: str, center: Center, table: sheets.Table, key: str, by: User, at: datetime
) -> ImportBatch:
    discard_old_imports(at)
    kind = ImportBatch.What(what)
    if kind == ImportBatch.What.ORGANIZATIONS and len(table.rows) > MOST_ORGANIZATIONS:
        raise ValidationError(f"一次最多 {MOST_ORGANIZATIONS} 个党组织。")
    try:
        places, unused = match_header(table.header, COLUMNS[kind])
    except WrongCellError as error:
        raise ValidationError(str(error), code="header") from error
    remarks = [*table.remarks, *_days_as_numbers(table, places, COLUMNS[kind])]
    if unused:
        remarks.append(f"这些列没有用到：{'、'.join(unused)[:200]}。")
    payload = {
        "labels": table.header,
        "remarks": remarks,
        "rows": [[row.number, row.cells, row.wrong] for row in table.rows],
    }
    return ImportBatch.objects.create(
        what=kind,
        center=center,
        by=by,
        at=at,
        rows=len(table.rows),
        payload=crypto.seal(json.dumps(payload)),
        key=key,
    )


def _days_as_numbers(
    table: sheets.Table, found: Places, columns: Sequence[Column]
) -> list[str]:
    """Say that numbers were read as days, with one of them."""
    places = [
        found[column.name]
        for column in columns
        if column.read is read_date and column.name in found
    ]
    cells = (row.cells[place] for row in table.rows for place in places)
    first = next((cell for cell in cells if SERIAL.fullmatch(cell)), None)
    if first is None:
        return []
    return [f"日期列里的数字读成了日期，例如 {first} 是 {read_date(first)}。"]


@sensitive_variables()
def look_at(batch: ImportBatch, *, by: User, at: datetime) -> Outcome:
    """Return every row with what is wrong with it now, and remarks about the file."""
    payload = json.loads(crypto.unseal(batch.payload))
    columns = COLUMNS[ImportBatch.What(batch.what)]
    places, _ = match_header(payload["labels"], columns)
    rows = []
    for number, cells, wrong in payload["rows"]:
        values, more = read_row(cells, places, columns)
        rows.append(Line(number, [], [*wrong, *more], values))
    if batch.what == ImportBatch.What.MEMBERS:
        check_members(rows, by=by, today=localdate(at))
    else:
        check_organizations(rows, by=by)
    return Outcome(rows, payload["remarks"])


@sensitive_variables()
@transaction.atomic
def run_import(*, batch: ImportBatch, skip: int, by: User, at: datetime) -> ImportBatch:
    """Import the new rows of a list, all of them or none.

    ``skip`` is how many bad rows the person saw and left out. Refused when that is
    not how many there are, so nothing is left out unseen. A second press does nothing.
    """
    row = ImportBatch.objects.select_for_update(of=["self"]).get(pk=batch.pk, by=by)
    if row.state != ImportBatch.State.PREVIEW:
        return row
    outcome = look_at(row, by=by, at=at)
    good, bad = outcome.new, len(outcome.wrong)
    if bad != skip:
        raise ValidationError(
            f"有 {bad} 行有错：请改好文件重新上传，或者勾选不导入这些行。",
            code="bad_rows",
        )
    if not good:
        raise ValidationError("没有可以导入的行：没有新的。", code="empty")
    if row.what == ImportBatch.What.MEMBERS:
        import_members(good, by=by, at=at)
    else:
        import_organizations(good, center=row.center, by=by, at=at)
    return _finish(row, ImportBatch.State.IMPORTED, at, imported=len(good))


@transaction.atomic
def discard_import(*, batch: ImportBatch, by: User, at: datetime) -> ImportBatch:
    """Throw an uploaded list away; nothing of it is kept."""
    row = ImportBatch.objects.select_for_update(of=["self"]).get(pk=batch.pk, by=by)
    if row.state != ImportBatch.State.PREVIEW:
        return row
    return _finish(row, ImportBatch.State.DISCARDED, at)


@job("党员名册：丢弃 {} 份放了一天没有导入的名单。")
def discard_old_imports(at: datetime) -> int:
    return discard_waiting_imports(at=at, before=at - KEPT_FOR)


def discard_waiting_imports(*, at: datetime, before: datetime | None = None) -> int:
    """Throw away the lists that wait, or those from before a moment; say how many."""
    waiting = ImportBatch.objects.filter(state=ImportBatch.State.PREVIEW)
    if before is not None:
        waiting = waiting.filter(at__lt=before)
    return waiting.update(state=ImportBatch.State.DISCARDED, payload="", finished_at=at)


def _finish(
    batch: ImportBatch, state: str, at: datetime, *, imported: int = 0
) -> ImportBatch:
    batch.state, batch.payload = state, ""
    batch.finished_at, batch.imported = at, imported
    batch.save(update_fields=["state", "payload", "finished_at", "imported"])
    return batch
