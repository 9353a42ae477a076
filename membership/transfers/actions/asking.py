"""From the wish to the counter: ask, take in, papers, accept, withdraw."""

from collections.abc import Sequence
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from center.models import Center, User
from membership.models import Member, Organization
from membership.transfers.actions.base import (
    Who,
    begin,
    clean,
    finish,
    tell_member,
)
from membership.transfers.actions.opening import outgoing, start
from membership.transfers.models import MissingPapers, Transfer
from membership.transfers.moves import channels_for
from membership.transfers.rules import Actor, Kind, Verb
from membership.transfers.terms import papers_for


@transaction.atomic
def ask(
    *,
    center: Center,
    kind: str,
    form_key: str,
    destination: str = "",
    reason: str = "",
    submit: bool = True,
    **details: Any,
) -> Transfer:
    """Ask for a transfer of one's own relation; ``submit=False`` keeps a draft.

    Refused for people who are not in the register: they come to the counter first.
    """
    who = Who(by=details.pop("by"), at=details.pop("at"), ip=details.pop("ip", None))
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
    row = outgoing(
        center=center,
        kind=kind,
        form_key=form_key,
        member=member,
        person=by,
        other_side=clean(destination),
        reason=clean(reason),
        **details,
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
    row = outgoing(
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


def may_ask(user: User) -> bool:
    """Say whether somebody is in the register and can ask by themselves."""
    return Member.objects.here().of_person(user).exists()
