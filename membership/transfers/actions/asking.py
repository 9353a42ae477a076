"""From the wish to the counter: ask, take in, papers, accept, withdraw."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from center.models import Center, User
from center.rules import new_code
from membership.models import Member, Organization
from membership.rules import HERE, HOLDS_MEMBERS
from membership.transfers.actions.base import (
    Who,
    begin,
    check_people,
    clean,
    committee_of,
    finish,
    home_committee,
    tell_member,
    write,
)
from membership.transfers.models import MissingPapers, Mover, Transfer
from membership.transfers.moves import FIRST, KINDS, channels_for
from membership.transfers.rules import (
    CODE_LENGTH,
    Actor,
    Channel,
    Direction,
    Kind,
    Verb,
)
from membership.transfers.terms import first_of_month, papers_for


def start(
    transfer: Transfer, members: Sequence[Member], actor: Actor, **who: Unpack[Who]
) -> Transfer:
    """Save a new transfer with its movers and first step, once for each form.

    The same form sent again, also at the same moment, gives the first result.
    """
    try:
        with transaction.atomic():
            return _start(transfer, members, actor, **who)
    except IntegrityError:
        known = Transfer.objects.filter(form_key=transfer.form_key).first()
        if known is None:
            raise
        return known


def _start(
    transfer: Transfer, members: Sequence[Member], actor: Actor, **who: Unpack[Who]
) -> Transfer:
    # Whoever else wants to move one of them waits here, in the order of their rows.
    ids = sorted(member.pk for member in members)
    locked = Member.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    found = list(locked)
    known = Transfer.objects.filter(form_key=transfer.form_key).first()
    if known is not None:
        return known
    _refuse_busy(found)
    transfer.code = new_code(CODE_LENGTH)
    transfer.created_at = who["at"]
    transfer.state = FIRST[Direction(transfer.direction)]
    check_people(transfer)
    transfer.full_clean(exclude=["code", "form_key", "is_open"])
    transfer.save()
    Mover.objects.bulk_create(Mover(transfer=transfer, member=m) for m in found)
    by, at, ip = who["by"], who["at"], who.get("ip")
    write(transfer, Verb.START, actor, transfer.state, by, at, ip)
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


@transaction.atomic
def ask(
    *,
    center: Center,
    kind: str,
    form_key: str,
    destination: str = "",
    reason: str = "",
    why: str = "other",
    dues_paid_through: date | None = None,
    to_branch: Organization | None = None,
    submit: bool = True,
    **who: Unpack[Who],
) -> Transfer:
    """Ask for a transfer of one's own relation; ``submit=False`` keeps a draft.

    Refused for people who are not in the register: they come to the counter first.
    """
    by = who["by"]
    member = Member.objects.here().of_person(by).select_related("organization").first()
    if kind == Kind.LEAGUE:
        member = None
    elif member is None:
        raise ValidationError(
            "您的账号还没有和党员登记连上。请带身份证到前台，我们当场帮您办。",
            code="not_a_member",
        )
    if kind == Kind.GROUP:
        raise ValidationError({"kind": "整建制转移由党组织到前台办。"})
    row = _outgoing(
        center=center,
        kind=kind,
        form_key=form_key,
        member=member,
        person=by,
        other_side=clean(destination),
        reason=clean(reason),
        why=why,
        dues_paid_through=dues_paid_through,
        to_branch=to_branch,
    )
    made = start(row, [member] if member else [], Actor.MEMBER, **who)
    return submit_draft(made, **who) if submit and _is_new(made) else made


@transaction.atomic
def take_in(
    *,
    center: Center,
    kind: str,
    form_key: str,
    member: Member | None = None,
    organization: Organization | None = None,
    name: str = "",
    accept_now: bool = False,
    **details: Any,
) -> Transfer:
    """Take in a transfer out at the counter, for a member, an organization or a name.

    With ``accept_now`` the papers are complete and it is accepted at once.
    """
    who = Who(by=details.pop("by"), at=details.pop("at"), ip=details.pop("ip", None))
    channel = details.pop("channel", "")
    movers = [member] if member else []
    if kind == Kind.GROUP:
        if organization is None:
            raise ValidationError({"organization": "请选哪个组织整个转走。"})
        movers = list(Member.objects.here().below(organization.pk))
        details |= {"people": len(movers) or 1}
    row = _outgoing(
        center=center,
        kind=kind,
        form_key=form_key,
        member=member,
        organization=organization,
        name=name,
        channel=channel,
        **details,
    )
    made = start(row, movers, Actor.CLERK, **who)
    if not _is_new(made):
        return made
    made = submit_draft(made, **who)
    return accept(made, channel=channel, **who) if accept_now else made


def _is_new(transfer: Transfer) -> bool:
    return transfer.version == 0


def _outgoing(
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
        raise ValidationError({"kind": "请选要办哪一类。"})
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
    """Return the way a kind usually goes: online where that exists."""
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


@transaction.atomic
def submit_draft(
    transfer: Transfer, *, version: int | None = None, **who: Unpack[Who]
) -> Transfer:
    """Hand in what was a draft."""
    row, move, actor = begin(transfer, Verb.SUBMIT, by=who["by"], version=version)
    return finish(row, move, actor, **who)


@transaction.atomic
def withdraw(
    transfer: Transfer,
    *,
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Take a transfer back before the committee answered, at the member's wish."""
    row, move, actor = begin(transfer, Verb.WITHDRAW, by=who["by"], version=version)
    words = clean(text)
    if actor == Actor.CLERK and not words:
        raise ValidationError({"text": "请写本人什么时候、怎么提出撤回的。"})
    return finish(row, move, actor, text=words or "本人撤回", **who)


@transaction.atomic
def ask_papers(
    transfer: Transfer,
    *,
    codes: Sequence[str],
    other: str = "",
    by_proxy: bool = False,
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Tell everything that is missing at one time (一次性告知).

    What was not on that list cannot be asked for later; what is still missing of it
    can.
    """
    row, move, actor = begin(transfer, Verb.ASK_PAPERS, by=who["by"], version=version)
    possible = papers_of(row, by_proxy=by_proxy)
    wanted = [paper for paper in possible if paper.code in set(codes)]
    other = clean(other)[:300]
    if not wanted and not other:
        raise ValidationError({"codes": "请勾选还缺哪些材料。"})
    told = MissingPapers.objects.filter(transfer=row).first()
    if told is None:
        told = MissingPapers.objects.create(
            transfer=row,
            items=[{"code": paper.code, "text": paper.text} for paper in wanted],
            other=other,
            told_at=who["at"],
            told_by=who["by"],
        )
    else:
        before = {item["code"] for item in told.items}
        if other not in ("", told.other) or {p.code for p in wanted} - before:
            raise ValidationError(
                "缺什么已经一次告知过，不能再加新的，只能要当时列出的那些。",
                code="told_once",
            )
    names = "；".join([*(paper.text for paper in wanted), *([other] if other else [])])
    row = finish(row, move, actor, text=names, **who)
    tell_member(row, "还缺几样材料，请看清单，补齐再来。", at=who["at"])
    return row


def papers_of(row: Transfer, *, by_proxy: bool = False) -> tuple[Any, ...]:
    """Return what has to be brought for this transfer."""
    return papers_for(
        direction=row.direction,
        kind=row.kind,
        channel=row.channel,
        probationary=row.is_probationary,
        by_proxy=by_proxy or bool(row.proxy_name),
    )


@transaction.atomic
def supply(
    transfer: Transfer,
    *,
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Say that what was missing is there now."""
    row, move, actor = begin(transfer, Verb.SUPPLY, by=who["by"], version=version)
    return finish(row, move, actor, text=text, **who)


@transaction.atomic
def accept(
    transfer: Transfer,
    *,
    channel: str = "",
    outside_number: str = "",
    is_far: bool = False,
    proxy_name: str = "",
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Accept a transfer with all its papers; whoever does is its maker from now on."""
    row, move, actor = begin(transfer, Verb.ACCEPT, by=who["by"], version=version)
    row.channel = channel or row.channel
    if row.channel not in channels_for(row.kind):
        raise ValidationError({"channel": "这一类接转不走这个渠道，请换一个。"})
    row.outside_number = clean(outside_number)[:60] or row.outside_number
    row.is_far = is_far or row.is_far
    row.proxy_name = clean(proxy_name)[:40] or row.proxy_name
    # Coming back after a correction it may be taken in by somebody else.
    row.made_by, row.approved_by, row.sealed_by = who["by"], None, None
    columns = (
        "channel",
        "outside_number",
        "is_far",
        "proxy_name",
        "made_by",
        "approved_by",
        "sealed_by",
    )
    row = finish(row, move, actor, text=text, columns=columns, **who)
    tell_member(row, "已经受理，请等通知。", at=who["at"])
    return row


@transaction.atomic
def not_accept(
    transfer: Transfer, *, text: str, version: int | None = None, **who: Unpack[Who]
) -> Transfer:
    """Record that this is not for this center, and why."""
    row, move, actor = begin(transfer, Verb.NOT_ACCEPT, by=who["by"], version=version)
    row = finish(row, move, actor, text=text, **who)
    tell_member(row, "这里办不了，原因和该去哪里请看网页。", at=who["at"])
    return row


def kinds_of(direction: str) -> tuple[Kind, ...]:
    """Return the kinds that exist in a direction."""
    return KINDS[Direction(direction)]


def may_ask(user: User) -> bool:
    """Say whether somebody is in the register and can ask by themselves."""
    return Member.objects.here().of_person(user).exists()
