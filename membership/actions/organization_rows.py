"""Organizations from a list: what is wrong with the rows, and founding them."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from center.models import Center, User
from center.registers.imports import Line
from membership.actions.organizations import found_organization
from membership.actions.rows import compare, name_of, unlike
from membership.models import Organization
from membership.rules.organizations import (
    MAY_APPROVE,
    may_stand_under,
    superior_refusal,
)
from membership.rules.sheet import ORGANIZATION_COLUMNS


def check_organizations(rows: list[Line], *, by: User) -> None:
    """Note what is wrong; a superior on record is put in, one in the list stays text.

    Only who keeps the whole register of a center may add a committee at the top.
    """
    seen = Organization.objects.visible_to(by).active()
    known = {row.name: row for row in seen.select_related("parent", "secretary")}
    taken = set(
        Organization.objects.active()
        .filter(name__in=[name_of(row) for row in rows])
        .values_list("name", flat=True)
    )
    counts = Counter(name_of(row) for row in rows)
    kinds = {name_of(row): row.values.get("kind") for row in rows}
    may_top = by.has_perm("membership.view_center_organizations")
    for row in rows:
        if counts[name_of(row)] > 1:
            row.wrong.append("全称：这份名单里出现了两次")
        if name_of(row) in known:
            name = row.values.get("parent", "")
            row.values["parent"] = known.get(name, name)
            otherwise = unlike(row, known[name_of(row)], ORGANIZATION_COLUMNS)
            compare(row, "全称：已经有同名的党组织", otherwise)
            continue
        if name_of(row) in taken:
            row.wrong.append("全称：已经有同名的党组织")
        _stand(row, known, kinds, may_top=may_top)
        _approve(row)
    _note_hanging(rows)


def _note_hanging(rows: list[Line]) -> None:
    """Note rows whose superior in the list is wrong, or that stand in a ring."""
    standing: set[str] = set()
    waiting = [row for row in rows if not row.wrong]
    while True:
        now = [
            row
            for row in waiting
            if not isinstance(row.values["parent"], str)
            or row.values["parent"] in standing
            or not row.values["parent"]
        ]
        if not now:
            break
        standing |= {name_of(row) for row in now}
        waiting = [row for row in waiting if name_of(row) not in standing]
    for row in waiting:
        row.wrong.append("上级党组织：上级那一行有错，或者上级绕成了圈")


def _stand(
    row: Line, known: dict[str, Organization], kinds: dict[str, Any], *, may_top: bool
) -> None:
    name, kind = row.values.get("parent", ""), row.values.get("kind")
    row.values["parent"] = known.get(name, name)
    if not kind:
        return
    if not name:
        if not may_stand_under(kind, None):
            row.wrong.append(superior_refusal(kind, None).rstrip("。"))
        elif not may_top:
            row.wrong.append("上级党组织：您只能在自己的党组织下面添加")
        return
    above = known[name].kind if name in known else kinds.get(name)
    if above is None:
        row.wrong.append(f"上级党组织：没有您能登记的“{name}”，请写全称")
    elif not may_stand_under(kind, above):
        row.wrong.append(superior_refusal(kind, above).rstrip("。"))


def _approve(row: Line) -> None:
    if row.values.get("can_approve_probationary") and row.values.get("kind") not in (
        None,
        *MAY_APPROVE,
    ):
        row.wrong.append("有权审批预备党员：只有党委、党工委能填“是”")
    start, end = row.values.get("term_from"), row.values.get("term_to")
    if start and end and end <= start:
        row.wrong.append("本届止：要晚于本届起")


def import_organizations(
    good: list[Line], *, center: Center, by: User, at: datetime
) -> None:
    """Found them from the top down; a superior may stand anywhere in the list."""
    made: dict[str, Organization] = {}
    waiting = list(good)
    while waiting:  # ends: rows that hang in the air were line wrong
        line = waiting.pop(0)
        fields = dict(line.values)
        above = fields.pop("parent")
        if isinstance(above, str) and above:
            if above not in made:
                waiting.append(line)
                continue
            above = made[above]
        made[name_of(line)] = _found(line, fields, above or None, center, by, at)


def _found(
    line: Line,
    fields: dict[str, Any],
    parent: Organization | None,
    center: Center,
    by: User,
    at: datetime,
) -> Organization:
    try:
        return found_organization(
            center=parent.center if parent else center,
            parent=parent,
            by=by,
            at=at,
            **fields,
        )
    except ValidationError as refusal:
        raise ValidationError(
            f"第 {line.number} 行：{'；'.join(refusal.messages)}", code="row"
        ) from refusal
