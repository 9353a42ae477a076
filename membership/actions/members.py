"""Register, change, confirm, move and end memberships; show a full number."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

from center.models import User
from center.workflow.actions import Change, changing, enter, locked, once, step
from membership import crypto
from membership.actions.base import (
    change_fields,
    check_member,
    count_look,
    give_consent,
    locked_branch,
    needed_reason,
    new_member,
    put_number,
)
from membership.models import IdReveal, Member, MembershipStep, Organization
from membership.rules.dates import probation_extended
from membership.rules.members import DECISIONS, MemberKind, MemberVerb, State

# What change_member() may touch; the rest has verbs of its own.
CHANGEABLE = frozenset(
    {
        "name",
        "sex",
        "born_on",
        "nation",
        "education",
        "work_post",
        "phone",
        "group",
        "joined_on",
        "mobile_to",
        "lost_contact_on",
    }
)


@sensitive_variables()
@once(Member)
def register_member(
    *,
    organization: Organization,
    by: User,
    at: datetime,
    id_number: str = "",
    consent_channel: str = "",
    text: str = "",
    form_key: str | None = None,
    **fields: Any,
) -> Member:
    """Put somebody on the books of a branch; ``fields`` are columns of ``Member``.

    ``name``, ``kind`` and ``joined_on`` are needed. Refuses branches that hold no
    members, dates that do not fit the kind, a number without consent, and a number or
    account that is on the books already. The same form registers one member only.
    """
    branch = locked_branch(organization)
    member = new_member(
        {"organization": branch, "form_key": form_key, **fields},
        id_number=id_number,
        consent_channel=consent_channel,
        at=at,
    )
    check_member(member, at)
    return enter(
        member, MemberVerb.REGISTERED, by=by, at=at, note=text, to_organization=branch
    )


@sensitive_variables()
@step(MemberVerb.CHANGED)
def change_member(
    change: Change[Member], *, id_number: str = "", **fields: Any
) -> None:
    """Change what the fields name; an empty number leaves the number as it is.

    Branch, kind and state are not changed here.
    """
    if unknown := fields.keys() - CHANGEABLE:
        raise ValueError(f"Not changed this way: {sorted(unknown)}")
    words = change_fields(change.row, **fields)
    if put_number(change.row, id_number, change.at):
        words.append("身份证号：重新登记")
    check_member(change.row, change.at)
    change.note, change.is_nothing = "；".join(words), not words


@step(MemberVerb.CONSENT)
def record_consent(change: Change[Member], *, channel: str) -> None:
    """Record that somebody agreed to the present text, on paper or online."""
    row = change.row
    if not channel:
        raise ValidationError("请选本人用什么方式同意。", code="consent")
    give_consent(row, channel, change.at)
    way = row.get_consent_channel_display()
    change.note = f"告知书 {row.consent_version}，{way}"


@step(MemberVerb.WITHDRAWN)
def withdraw_consent(change: Change[Member]) -> None:
    """Record that somebody takes consent back; their ID number is deleted at once."""
    row = change.row
    row.consent_version, row.consent_at, row.consent_channel = "", None, ""
    row.id_cipher, row.id_index = "", ""
    change.note = "身份证号已删除"


@step(MemberVerb.LINKED)
def link_person(change: Change[Member], *, person: User) -> None:
    """Tie a membership to somebody's account, so that they see it in 我的.

    A phone number alone proves nothing: the account must hold a confirmed number and
    the same name, and the clerk has seen the person.
    """
    if person.phone_confirmed_at is None or not person.is_active:
        raise ValidationError("这个账号还没有确认手机号，请本人先注册。")
    if person.name != change.row.name:
        raise ValidationError("账号的姓名和党员的姓名不一样，请核对。")
    change.row.person = person


@transaction.atomic
def forget_person(person: User, at: datetime) -> None:
    """Untie memberships from an account that is being closed; the register stays."""
    for member in Member.objects.filter(person=person).order_by("pk"):
        with changing(member, MemberVerb.UNLINKED, by=person, at=at) as change:
            change.row.person = None
            change.note = "本人注销了账号"


@step(MemberVerb.CONFIRMED)
def confirm(
    change: Change[Member],
    *,
    decided_by: str,
    decided_on: date,
    confirmed_on: date | None = None,
) -> None:
    """Record that the organization made a probationary member a formal one.

    Membership counts from the end of probation whenever it was decided (细则, 转正
    时间自预备期满之日算起). Refused before that day and for formal members.
    """
    row = change.row
    change.facts = _decision(decided_by, decided_on, change.at)
    due = row.probation_until
    if due is not None and decided_on < due:
        raise ValidationError(f"预备期到 {due:%Y-%m-%d} 才满，还不能转正。")
    row.kind, row.confirmed_on = MemberKind.FORMAL, confirmed_on or due
    check_member(row, change.at)
    change.note = f"转正日期 {row.confirmed_on:%Y-%m-%d}"


@step(MemberVerb.EXTENDED)
def extend_probation(
    change: Change[Member], *, months: int, decided_by: str, decided_on: date
) -> None:
    """Record that the organization extended probation: once, 6 to 12 months."""
    row = change.row
    change.facts = _decision(decided_by, decided_on, change.at)
    assert row.probation_until is not None  # noqa: S101 - the database sees to it
    try:
        row.probation_until = probation_extended(row.probation_until, months)
    except ValueError as error:
        raise ValidationError(str(error), code="months") from error
    row.probation_extended = True
    change.note = f"延长 {months} 个月，到 {row.probation_until:%Y-%m-%d}"


def change_state(
    member: Member,
    *,
    to: str,
    reason: str,
    decided_by: str,
    decided_on: date,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Member:
    """Record what the organization decided about a membership, or a death.

    Moving out and coming back is ``move_member``.
    """
    if to not in DECISIONS:
        raise ValidationError(f"这里不能改成“{State(to).label}”，请办组织关系接转。")
    with changing(member, DECISIONS[to], by=by, at=at, version=version) as change:
        change.verb = MemberVerb.STATE
        change.facts = _decision(decided_by, decided_on, at)
        change.note = f"{State(to).label}：{needed_reason(reason)}"
    return change.row


@transaction.atomic
def move_member(
    member: Member,
    *,
    to: Organization | None,
    by: User,
    at: datetime,
    once: str,
    text: str = "",
) -> MembershipStep:
    """Move somebody to another branch, or out of the portal when ``to`` is None.

    ``once`` names the cause, such as ``transfer:<code>``: the same cause moves one
    time only, and asking again returns the step of the first time. A member who was
    moved out comes back by a move with a branch. Refused while the membership is
    suspended or over, and to the branch the member is in.
    """
    branch = locked_branch(to) if to else None
    row = locked(member)
    done = MembershipStep.objects.filter(once=once).first()
    if done is not None:
        if done.member_id != row.pk:
            raise ValueError(f"{once} moved somebody else.")
        return done
    verb = MemberVerb.MOVED if branch else MemberVerb.MOVED_OUT
    with changing(row, verb, by=by, at=at) as change:
        row, before = change.row, change.row.organization
        if branch == before and change.before == State.PRESENT:
            raise ValidationError(f"{row.name}已经在{before.name}。", code="same")
        row.organization, row.group = branch or before, None
        change.note = text
        change.facts = {
            "from_organization": before,
            "to_organization": branch,
            "once": once,
        }
    return MembershipStep.objects.get(once=once)


@sensitive_variables()
def reveal_id(member: Member, *, reason: str, by: User, at: datetime) -> str:
    """Return the full number, with a row that says who looked and why.

    Every look counts against the same brake, whether it is shown or printed.
    """
    count_look("id-reveal", by=by, at=at)
    words = needed_reason(reason)
    if not member.has_number:
        raise ValidationError("没有登记身份证号。", code="number")
    with transaction.atomic():
        IdReveal.objects.create(member=member, by=by, at=at, reason=words)
        return crypto.unseal(member.id_cipher)


def _decision(decided_by: str, decided_on: date, at: datetime) -> dict[str, Any]:
    """Return who decided and when; refuse neither, and a day after today."""
    if not decided_by.strip():
        raise ValidationError({"decided_by": "请填作出决定的组织。"})
    if decided_on > localdate(at):
        raise ValidationError({"decided_on": "决定日期不能晚于今天。"})
    return {"decided_by": decided_by.strip(), "decided_on": decided_on}
