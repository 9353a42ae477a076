"""From the wish to the counter: ask, take in, papers, accept, withdraw."""

from collections.abc import Sequence, Set
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from center.models import Center, User
from center.workflow.actions import Change, once
from membership.models import Member, Organization
from membership.transfers.actions.base import Who, clean, step, tell_member, write_down
from membership.transfers.actions.opening import outgoing, start
from membership.transfers.models import MissingPapers, Transfer
from membership.transfers.rules.moves import channels_for
from membership.transfers.rules.roles import Actor
from membership.transfers.rules.states import Kind, Verb
from membership.transfers.rules.terms import papers_for


@once(Transfer)
def ask(
    *,
    center: Center,
    kind: str,
    form_key: str,
    by: User,
    at: datetime,
    ip: str | None = None,
    destination: str = "",
    reason: str = "",
    submit: bool = True,
    **details: Any,
) -> Transfer:
    """Ask for a transfer of one's own relation; ``submit=False`` keeps a draft.

    Refused for people who are not in the register: they come to the counter first.
    """
    who = Who(by=by, at=at, ip=ip)
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
    start(row, [member] if member else [], Actor.MEMBER, **who)
    return write_down(row, verb=Verb.SUBMIT, **who) if submit else row


@once(Transfer)
def take_in(
    *,
    center: Center,
    kind: str,
    form_key: str,
    by: User,
    at: datetime,
    ip: str | None = None,
    member: Member | None = None,
    organization: Organization | None = None,
    channel: str = "",
    accept_now: bool = False,
    **details: Any,
) -> Transfer:
    """Take in a transfer out at the counter, for a member, an organization or a name.

    With ``accept_now`` the papers are complete and it is accepted at once.
    """
    who = Who(by=by, at=at, ip=ip)
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
        channel=channel,
        **details,
    )
    start(row, movers, Actor.CLERK, **who)
    row = write_down(row, verb=Verb.SUBMIT, **who)
    return accept(row, channel=channel, **who) if accept_now else row


@step(Verb.WITHDRAW)
def withdraw(change: Change[Transfer]) -> None:
    """Take a transfer back before the committee answered, at the member's wish."""
    if change.facts["actor"] == Actor.CLERK and not change.note:
        raise ValidationError({"text": "请写本人什么时候、怎么提出撤回的。"})
    change.note = change.note or "本人撤回"


@step(Verb.ASK_PAPERS)
def ask_papers(
    change: Change[Transfer],
    *,
    codes: Sequence[str],
    other: str = "",
    by_proxy: bool = False,
) -> None:
    """Tell everything that is missing at one time (一次性告知).

    What was not on that list cannot be asked for later; what is still missing of it
    can.
    """
    row, other = change.row, clean(other)[:300]
    possible = papers_of(row, by_proxy=by_proxy)
    wanted = {code: text for code, text in possible.items() if code in set(codes)}
    if not wanted and not other:
        raise ValidationError({"codes": "请勾选还缺哪些材料。"})
    told = MissingPapers.objects.filter(transfer=row).first()
    if told is None:
        MissingPapers.objects.create(
            transfer=row,
            items=[{"code": code, "text": text} for code, text in wanted.items()],
            other=other,
            told_at=change.at,
            told_by=change.who,
        )
    else:
        _refuse_new(told, wanted.keys(), other)
    change.note = "；".join(filter(None, [*wanted.values(), other]))
    tell_member(row, "还缺几样材料，请看清单，补齐再来。", at=change.at)


def _refuse_new(told: MissingPapers, codes: Set[str], other: str) -> None:
    if other not in ("", told.other) or codes - {item["code"] for item in told.items}:
        raise ValidationError(
            "缺什么已经一次告知过，不能再加新的，只能要当时列出的那些。",
            code="told_once",
        )


def papers_of(row: Transfer, *, by_proxy: bool = False) -> dict[str, str]:
    """Return what has to be brought for this transfer."""
    return papers_for(
        direction=row.direction,
        kind=row.kind,
        channel=row.channel,
        probationary=row.is_probationary,
        by_proxy=by_proxy or bool(row.proxy_name),
    )


@step(Verb.ACCEPT)
def accept(
    change: Change[Transfer],
    *,
    channel: str = "",
    outside_number: str = "",
    is_far: bool = False,
    proxy_name: str = "",
) -> None:
    """Accept a transfer with all its papers; whoever does is its maker from now on."""
    row = change.row
    row.channel = channel or row.channel
    if row.channel not in channels_for(row.kind):
        raise ValidationError({"channel": "这一类接转不走这个渠道，请换一个。"})
    row.outside_number = clean(outside_number)[:60] or row.outside_number
    row.is_far = is_far or row.is_far
    row.proxy_name = clean(proxy_name)[:40] or row.proxy_name
    # Coming back after a correction it may be taken in by somebody else.
    row.made_by, row.approved_by, row.sealed_by = change.who, None, None
    tell_member(row, "已经受理，请等通知。", at=change.at)


def may_ask(user: User) -> bool:
    return Member.objects.here().of_person(user).exists()
