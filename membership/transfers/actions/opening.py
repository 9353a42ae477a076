"""Open a transfer: nobody is on two ways at once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from center.models import Center, User
from center.rules import new_code
from center.workflow.actions import enter
from membership.models import Member, Organization
from membership.rules.members import HERE
from membership.rules.organizations import HOLDS_MEMBERS
from membership.transfers.actions.base import clean, committee_of, home_committee
from membership.transfers.models import Mover, Transfer
from membership.transfers.rules.moves import FIRST, channels_for
from membership.transfers.rules.roles import Actor
from membership.transfers.rules.states import (
    CODE_LENGTH,
    Channel,
    Direction,
    Kind,
    Verb,
)
from membership.transfers.rules.terms import first_of_month


def start(
    transfer: Transfer,
    members: Sequence[Member],
    actor: Actor,
    *,
    by: User,
    at: datetime,
    ip: str | None = None,
) -> Transfer:
    """Enter a new transfer with its movers; refuse members who are on another way."""
    # Whoever else wants to move one of them waits here, in the order of their rows.
    ids = sorted(member.pk for member in members)
    locked = Member.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    found = list(locked)
    _refuse_busy(found)
    transfer.code, transfer.created_at = new_code(CODE_LENGTH), at
    transfer.state = state = FIRST[Direction(transfer.direction)]
    facts: dict[str, Any] = {"actor": actor, "address": ip}
    enter(transfer, Verb.START, by=by, at=at, before=state, **facts)
    Mover.objects.bulk_create(Mover(transfer=transfer, member=m) for m in found)
    return transfer


def _refuse_busy(members: Sequence[Member]) -> None:
    for member in members:
        if member.state not in HERE:
            raise ValidationError(
                f"{member.name}现在{member.get_state_display()}，不能办接转。"
            )
    busy = Mover.objects.filter(member__in=members, is_open=True)
    first = busy.select_related("transfer", "member").first()
    if first is not None:
        raise ValidationError(
            f"{first.member.name}已经有一件接转在办"
            f"（{first.transfer.code_grouped}，{first.transfer.get_state_display()}），"
            "办完或撤回以后才能再办。",
            code="busy",
        )


def outgoing(
    *,
    center: Center,
    kind: str,
    member: Member | None,
    organization: Organization | None = None,
    name: str = "",
    channel: str = "",
    to_branch: Organization | None = None,
    dues_paid_through: date | None = None,
    **fields: Any,
) -> Transfer:
    """Return a transfer out, not saved, with what the register knows filled in."""
    if kind not in Kind.values:
        raise ValidationError({"kind": "请选办理类型。"})
    branch = member.organization if member else organization
    if kind not in (Kind.LEAGUE, Kind.GROUP) and member is None:
        raise ValidationError({"member": "请先选是哪位党员。"})
    row = Transfer(
        center=center,
        direction=Direction.OUT,
        kind=kind,
        channel=channel or default_channel(kind),
        member=member,
        branch=branch,
        committee=committee_of(branch) if branch else home_committee(center),
        to_branch=to_branch,
        dues_paid_through=dues_paid_through and first_of_month(dues_paid_through),
        **fields,
    )
    row.name = clean(name) or _name_of(row)
    if member:
        _copy_person(row, member)
    elif row.person and not row.phone:
        row.phone = row.person.phone or ""
    _check_destination(row)
    return row


def default_channel(kind: str) -> str:
    order = (Channel.SYSTEM, Channel.PAPER, Channel.NONE)
    return next(channel for channel in order if channel in channels_for(kind))


def _name_of(row: Transfer) -> str:
    if row.member:
        return row.member.name
    if row.kind == Kind.GROUP and row.branch:
        return row.branch.name
    return row.person.name if row.person else ""


def _copy_person(row: Transfer, member: Member) -> None:
    """Keep with the transfer who the member is today, as the register has it."""
    row.person = row.person or member.person
    row.phone = member.phone or (member.person.phone if member.person else "") or ""
    row.sex, row.born_on, row.nation = member.sex, member.born_on, member.nation
    row.member_kind, row.joined_on = member.kind, member.joined_on
    row.confirmed_on = member.confirmed_on
    row.probation_until = None if member.confirmed_on else member.probation_until


def _check_destination(row: Transfer) -> None:
    """Refuse a destination that is missing or is where the member is already."""
    if row.to_branch is None:
        if row.kind == Kind.INSIDE:
            raise ValidationError({"to_branch": "请选调整到哪个支部。"})
        if not row.other_side:
            raise ValidationError({"destination": "请填要转到哪里，写全称。"})
        return
    if row.kind not in (Kind.INSIDE, Kind.FORMAL):
        raise ValidationError({"to_branch": "这一类不用选本系统里的支部。"})
    if row.to_branch.kind not in HOLDS_MEMBERS:
        raise ValidationError({"to_branch": "要选一个党支部或联合党支部。"})
    if row.branch_id == row.to_branch_id:
        raise ValidationError({"to_branch": "现在就在这个支部，请选别的。"})
    same = committee_of(row.to_branch).pk == row.committee_id
    if row.kind == Kind.INSIDE and not same:
        raise ValidationError(
            {"to_branch": "那个支部属于别的党委，请选“转正式组织关系”。"}
        )
    row.other_side = row.other_side or row.to_branch.name
