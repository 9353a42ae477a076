"""Members from a list: what is wrong with each row, and putting them on the books."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from center.models import User
from center.registers.imports import Line
from membership import crypto
from membership.actions.base import new_member
from membership.actions.rows import compare, name_of, unlike
from membership.models import Member, MembershipStep, Organization
from membership.rules.members import HERE, MemberVerb
from membership.rules.organizations import HOLDS_MEMBERS, Kind
from membership.rules.sheet import MEMBER_COLUMNS, wrong_member

CHUNK = 1_000
AT_ONCE = 500


@sensitive_variables()
def check_members(rows: list[Line], *, by: User, today: date) -> None:
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
    row: Line,
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
def _same_numbers(rows: list[Line]) -> None:
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


def _same_people(rows: list[Line]) -> None:
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
            otherwise = [unlike(row, one, MEMBER_COLUMNS) for one in known[who]]
            compare(row, found_as, min(otherwise, key=len))


def _who(row: Line) -> tuple[int, str, date | None]:
    branch = row.values["organization"]
    return branch.pk, name_of(row), row.values.get("joined_on")


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


@sensitive_variables()
def import_members(good: list[Line], *, by: User, at: datetime) -> None:
    """Put all of them on the books, or nobody."""
    branches = {line.values["organization"].pk for line in good}
    found = Organization.objects.select_for_update().filter(pk__in=branches)
    list(found.order_by("pk"))
    try:
        for start in range(0, len(good), AT_ONCE):
            _write_members(good[start : start + AT_ONCE], by=by, at=at)
    except IntegrityError as error:
        raise ValidationError(
            "检查之后数据又变了，一行都没有导入，请再看一遍预览。", code="changed"
        ) from error


@sensitive_variables()
def _write_members(chunk: list[Line], *, by: User, at: datetime) -> None:
    members = []
    for line in chunk:
        fields: dict[str, Any] = dict(line.values)
        number = fields.pop("id_number", "")
        channel = fields.pop("consent_channel", "")
        members.append(
            new_member(fields, id_number=number, consent_channel=channel, at=at)
        )
    with transaction.atomic():
        Member.objects.bulk_create(members)
        MembershipStep.objects.bulk_create(
            MembershipStep(
                member=member,
                kind=MemberVerb.IMPORTED,
                state=member.state,
                version=member.version,
                by=by,
                at=at,
                to_organization_id=member.organization_id,
                text=f"名单第 {line.number} 行",
            )
            for member, line in zip(members, chunk, strict=True)
        )
