"""Say what is wrong with the rows of an uploaded list, beside what is on record."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.views.decorators.debug import sensitive_variables

from center.models import User
from membership import crypto
from membership.columns import (
    MEMBER_COLUMNS,
    ORGANIZATION_COLUMNS,
    Column,
    wrong_member,
)
from membership.models import Member, Organization
from membership.rules import (
    HERE,
    HOLDS_MEMBERS,
    MAY_APPROVE,
    Kind,
    may_stand_under,
    why_not_under,
)

CHUNK = 1_000


@dataclass
class Judged:
    """One row: its number in the file, its values, what is wrong with it."""

    number: int
    values: dict[str, Any] = field(repr=False)
    wrong: list[str]
    # On the books already, word for word: there is nothing to import.
    is_same: bool = False

    @property
    def is_new(self) -> bool:
        """Say whether the row would be imported."""
        return not self.wrong and not self.is_same

    @property
    def name(self) -> str:
        """Return the name in the row, which may be missing."""
        return str(self.values.get("name", ""))


# -- Members


@sensitive_variables()
def judge_members(rows: list[Judged], *, by: User, today: date) -> None:
    """Note what is wrong; put branch and group as rows of ours into the values."""
    seen = Organization.objects.visible_to(by).active()
    branches = _by_name(seen.filter(kind__in=HOLDS_MEMBERS))
    groups = defaultdict(list)
    for group in seen.filter(kind=Kind.GROUP):
        groups[group.parent_id].append(group)
    for row in rows:
        row.wrong += wrong_member(row.values, today=today)
        _place(row, branches, groups)
    _same_people(rows)
    _same_numbers(rows)


def _place(
    row: Judged,
    branches: dict[str, Organization | None],
    groups: dict[int | None, list[Organization]],
) -> None:
    name = row.values.pop("branch", "")
    row.values["organization"] = branch = branches.get(name)
    wanted = row.values.pop("group", "")
    row.values["group"] = None
    if branch is None:
        if name and name in branches:
            row.wrong.append(f"党支部：有几个叫“{name}”，请写全称")
        elif name:
            row.wrong.append(f"党支部：没有您能登记的“{name}”，请写全称")
        return
    if wanted:
        fitting = [g for g in groups[branch.pk] if wanted in (g.name, g.short_name)]
        if len(fitting) == 1:
            row.values["group"] = fitting[0]
        else:
            row.wrong.append(f"党小组：这个支部里没有“{wanted}”")


@sensitive_variables()
def _same_numbers(rows: list[Judged]) -> None:
    """Note numbers that stand twice in the list or on the books already."""
    numbers = [row.values.get("id_number", "") for row in rows]
    twice = {number for number, n in Counter(numbers).items() if number and n > 1}
    index = {
        digest: number
        for number in set(numbers)
        if number
        for digest in crypto.blinds(number)
    }
    known = set()
    for chunk in _chunks(index):
        found = Member.objects.filter(id_index__in=chunk, state__in=HERE)
        known |= {index[digest] for digest in found.values_list("id_index", flat=True)}
    for row, number in zip(rows, numbers, strict=True):
        if number in twice:
            row.wrong.append("身份证号：这份名单里出现了两次")
        if number in known and not row.is_same:
            row.wrong.append("身份证号：已经登记在另一位在册党员")


def _same_people(rows: list[Judged]) -> None:
    """Note the same name, branch and date: most likely the same person again."""
    counts = Counter(_who(row) for row in rows if row.values["organization"])
    known: dict[tuple[int, str, date | None], list[Member]] = defaultdict(list)
    for chunk in _chunks({name for _, name, _ in counts}):
        found = Member.objects.here().filter(
            organization__in={branch for branch, _, _ in counts}, name__in=chunk
        )
        for member in found:
            key = (member.organization_id, member.name, member.joined_on)
            known[key].append(member)
    for row in rows:
        if not row.values["organization"]:
            continue
        who = _who(row)
        if counts[who] > 1:
            row.wrong.append("同一个支部、同名、同日入党的人在名单里出现了两次")
        if who in known:
            found_as = "支部里已经有同名、同日入党的党员"
            unlike = [_unlike(row, member, MEMBER_COLUMNS) for member in known[who]]
            _compare(row, found_as, min(unlike, key=len))


def _who(row: Judged) -> tuple[int, str, date | None]:
    branch = row.values["organization"]
    return branch.pk, row.name, row.values.get("joined_on")


def _compare(row: Judged, found_as: str, unlike: list[str]) -> None:
    """Note a row that stands on the books already: the same, or otherwise."""
    if unlike:
        row.wrong.append(f"{found_as}，{'、'.join(unlike)}不一样，请在系统里直接改")
    else:
        row.is_same = not row.wrong


@sensitive_variables()
def _unlike(
    row: Judged, stored: Member | Organization, columns: Iterable[Column]
) -> list[str]:
    """Return the labels of what the row says otherwise; an empty cell says nothing."""
    labels = {column.name: column.label for column in columns}
    labels["organization"] = "党支部"
    return [
        labels[name]
        for name, value in row.values.items()
        if value and not _is_alike(stored, name, value)
    ]


@sensitive_variables()
def _is_alike(stored: Member | Organization, name: str, value: Any) -> bool:
    if name == "id_number" and isinstance(stored, Member):
        return stored.id_index in crypto.blinds(value)
    if name == "secretary_name" and isinstance(stored, Organization):
        return bool(stored.secretary_text == value)
    return bool(getattr(stored, name) == value)


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(values)
    for start in range(0, len(every), CHUNK):
        yield every[start : start + CHUNK]


def _by_name(found: Iterable[Organization]) -> dict[str, Organization | None]:
    """Return organizations by full and short name; None for a short name of two."""
    named: dict[str, Organization | None] = {}
    every = list(found)
    for row in every:
        if row.short_name:
            named[row.short_name] = None if row.short_name in named else row
    named.update({row.name: row for row in every})
    return named


# -- Organizations


def judge_organizations(rows: list[Judged], *, by: User) -> None:
    """Note what is wrong; a superior on record is put in, one in the list stays text.

    Only who keeps the whole register of a center may add a committee at the top.
    """
    seen = Organization.objects.visible_to(by).active()
    known = {row.name: row for row in seen.select_related("parent", "secretary")}
    taken = set(
        Organization.objects.active()
        .filter(name__in=[row.name for row in rows])
        .values_list("name", flat=True)
    )
    counts = Counter(row.name for row in rows)
    kinds = {row.name: row.values.get("kind") for row in rows}
    may_top = by.has_perm("membership.view_center_organizations")
    for row in rows:
        if counts[row.name] > 1:
            row.wrong.append("全称：这份名单里出现了两次")
        if row.name in known:
            name = row.values.get("parent", "")
            row.values["parent"] = known.get(name, name)
            unlike = _unlike(row, known[row.name], ORGANIZATION_COLUMNS)
            _compare(row, "全称：已经有同名的党组织", unlike)
            continue
        if row.name in taken:
            row.wrong.append("全称：已经有同名的党组织")
        _stand(row, known, kinds, may_top=may_top)
        _approve(row)
    _note_hanging(rows)


def _note_hanging(rows: list[Judged]) -> None:
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
        standing |= {row.name for row in now}
        waiting = [row for row in waiting if row.name not in standing]
    for row in waiting:
        row.wrong.append("上级党组织：上级那一行有错，或者上级绕成了圈")


def _stand(
    row: Judged,
    known: dict[str, Organization],
    kinds: dict[str, Any],
    *,
    may_top: bool,
) -> None:
    name, kind = row.values.get("parent", ""), row.values.get("kind")
    row.values["parent"] = known.get(name, name)
    if not kind:
        return
    if not name:
        if not may_stand_under(kind, None):
            row.wrong.append(why_not_under(kind, None).rstrip("。"))
        elif not may_top:
            row.wrong.append("上级党组织：您只能在自己的党组织下面添加")
        return
    above = known[name].kind if name in known else kinds.get(name)
    if above is None:
        row.wrong.append(f"上级党组织：没有您能登记的“{name}”，请写全称")
    elif not may_stand_under(kind, above):
        row.wrong.append(why_not_under(kind, above).rstrip("。"))


def _approve(row: Judged) -> None:
    if row.values.get("can_approve_probationary") and row.values.get("kind") not in (
        None,
        *MAY_APPROVE,
    ):
        row.wrong.append("有权审批预备党员：只有党委、党工委能填“是”")
    start, end = row.values.get("term_from"), row.values.get("term_to")
    if start and end and end <= start:
        row.wrong.append("本届止：要晚于本届起")
