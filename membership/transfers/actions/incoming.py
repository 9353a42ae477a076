"""A relation that comes in: register, verify, accept or return, assign, answer."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

from center.models import Center, User
from center.workflow.actions import Change, once
from membership.models import Member, Organization
from membership.rules.members import MemberKind
from membership.rules.organizations import HOLDS_MEMBERS
from membership.transfers.actions.base import (
    clean,
    decided,
    home_committee,
    step,
    tell_member,
)
from membership.transfers.actions.deciding import put_before_superior
from membership.transfers.actions.enrolling import enroll, returning
from membership.transfers.actions.finishing import write_receipt
from membership.transfers.actions.opening import start
from membership.transfers.models import Transfer
from membership.transfers.rules.moves import KINDS
from membership.transfers.rules.roles import Actor
from membership.transfers.rules.states import Channel, Direction, Kind, Verb
from membership.transfers.rules.terms import (
    NOT_A_REFUSAL,
    RefusalCode,
    first_of_month,
    is_expired,
    probation_refusal,
)


@once(Transfer)
def register(
    *,
    center: Center,
    kind: str,
    channel: str,
    form_key: str,
    name: str,
    other_side: str,
    committee: Organization | None = None,
    dues_paid_through: date | None = None,
    by: User,
    at: datetime,
    ip: str | None = None,
    **details: Any,
) -> Transfer:
    """Register a relation that somebody brings or a system announces.

    Nobody is a member of anything by that; the one who registers is its maker.
    """
    if kind not in KINDS[Direction.IN]:
        raise ValidationError({"kind": "转入没有这一类。"})
    row = Transfer(
        center=center,
        direction=Direction.IN,
        kind=kind,
        channel=channel,
        form_key=form_key,
        name=clean(name),
        other_side=clean(other_side),
        committee=committee or home_committee(center),
        dues_paid_through=dues_paid_through and first_of_month(dues_paid_through),
        made_by=by,
        **details,
    )
    _check_arrival(row, localdate(at))
    return start(row, [], Actor.CLERK, by=by, at=at, ip=ip)


def _check_arrival(row: Transfer, today: date) -> None:
    if not row.other_side:
        raise ValidationError({"other_side": "请填从哪个党组织转来，写全称。"})
    if row.came_on and row.came_on > today:
        raise ValidationError({"came_on": "来信日期不能晚于今天。"})
    if row.kind != Kind.FORMAL:
        return
    _check_membership(row)
    if row.channel == Channel.PAPER and not row.came_valid_until:
        raise ValidationError({"came_valid_until": "请照信上写的填有效期到哪一天。"})
    if row.channel != Channel.PAPER and not clean(row.outside_number):
        raise ValidationError({"outside_number": "请填系统里的流水号。"})


def _check_membership(row: Transfer) -> None:
    if not row.member_kind or not row.joined_on:
        raise ValidationError({"joined_on": "请填正式还是预备，和入党日期。"})
    if row.member_kind == MemberKind.FORMAL and not row.confirmed_on:
        raise ValidationError({"confirmed_on": "正式党员请填转正日期。"})
    if row.is_probationary:
        _check_probation(row)


def _check_probation(row: Transfer) -> None:
    """Refuse somebody on probation without introducers and papers (1.7)."""
    row.introducers = clean(row.introducers)
    row.probation_papers = clean(row.probation_papers)
    if not row.introducers:
        raise ValidationError({"introducers": "请填两位入党介绍人。"})
    if not row.probation_papers:
        raise ValidationError({"probation_papers": "请写转来了哪些培养考察材料。"})


def letter_refusal(row: Transfer, today: date) -> str:
    """Say that the letter that came is good until its last day; else nothing."""
    last = row.came_valid_until
    if last is None or is_expired(last, today):
        return ""
    return f"信到 {last:%Y-%m-%d} 都有效（当天也算），还没有过期。"


@step(Verb.LETTER_EXPIRED)
def letter_expired(change: Change[Transfer]) -> None:
    if refusal := letter_refusal(change.row, localdate(change.at)):
        raise ValidationError(refusal, code="valid")


@step(Verb.RESUME)
def resume(change: Change[Transfer], *, came_valid_until: date | None = None) -> None:
    row = change.row
    row.came_valid_until = came_valid_until or row.came_valid_until


@step(Verb.RETURN)
def give_back(
    change: Change[Transfer], *, code: str, decided_by: str, decided_on: date
) -> None:
    """Record that it was sent back, for one of the allowed reasons only.

    “Not wanted” is no reason (党组织不得无故拒接). Every refusal goes to the superior;
    what the member took back was not refused.
    """
    if code not in RefusalCode.values:
        raise ValidationError(
            {"code": "请选一个原因。没有列出的原因不能退回：党组织不得无故拒接。"}
        )
    change.facts |= decided(decided_by, decided_on, change.at)
    change.note = f"{RefusalCode(code).label}。{change.note}"
    if code not in NOT_A_REFUSAL:
        put_before_superior(change, code=code)
    tell_member(change.row, "要拿回去重新办，原因请看网页或问前台。", at=change.at)


@step(Verb.RECEIVE)
def receive(change: Change[Transfer], *, decided_by: str, decided_on: date) -> None:
    """Record that the committee accepted; refused with an expired letter or probation.

    From today the receipt is owed to the origin.
    """
    today = localdate(change.at)
    row = change.row
    change.facts |= decided(decided_by, decided_on, change.at)
    if row.came_valid_until and is_expired(row.came_valid_until, today):
        raise ValidationError(
            "信已过有效期，请先转“过期核查”，由转出方补开。", code="expired"
        )
    if row.is_probationary and (
        refusal := probation_refusal(until=row.probation_until, today=today)
    ):
        raise ValidationError(refusal, code="probation")
    row.approved_by, row.watch_from = change.who, today


@sensitive_variables()
@step(Verb.ASSIGN)
def assign(
    change: Change[Transfer],
    *,
    branch: Organization | None = None,
    id_number: str = "",
    consent_channel: str = "",
    former: Member | None = None,
    is_new: bool = False,
) -> None:
    """Put the member on the books of a branch: from now on they belong there.

    Somebody who moved out earlier comes back as the same member. A certificate only
    notes the branch that takes part of them in; a whole organization is in the tree
    already and its members come by import.
    """
    row = change.row
    row.branch = branch
    if row.kind != Kind.LEAGUE:
        _check_branch(row, branch)
    if row.kind == Kind.FORMAL and branch:
        number = (id_number, consent_channel)
        back = returning(row, number, former, is_new, by=change.who)
        row.member = enroll(change, branch, number, back)
    if row.kind in (Kind.FORMAL, Kind.GROUP):
        row.moved_at = change.at
    tell_member(row, "办好了，支部会联系您。", at=change.at)


def _check_branch(row: Transfer, branch: Organization | None) -> None:
    if branch is None:
        raise ValidationError({"branch": "请选编入哪个支部。"})
    if row.kind != Kind.GROUP and branch.kind not in HOLDS_MEMBERS:
        raise ValidationError({"branch": "请选一个党支部或联合党支部。"})
    below = Organization.objects.below(row.committee_id or 0)
    if not below.filter(pk=branch.pk).exists():
        raise ValidationError({"branch": "这个支部不在接收的党委下面，请选别的。"})


@step(Verb.SEND_RECEIPT)
def send_receipt(
    change: Change[Transfer], *, how: str, number: str = "", tracking: str = ""
) -> None:
    """Record that the sealed receipt left for the origin today."""
    row = change.row
    row.sealed_by = change.who
    number = number or row.outside_number
    on = localdate(change.at)
    write_receipt(change, on=on, how=how, number=number, tracking=tracking)
