"""Register, change, confirm, move and end memberships; show a full number."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from center.models import User
from membership import crypto
from membership.actions.base import (
    StaleError,
    cleaned,
    count_look,
    difference,
    needed_reason,
)
from membership.actions.parts import (
    check_decision,
    check_member,
    check_move,
    give_consent,
    locked_branch,
    locked_member,
    new_member,
    present_member,
    put_number,
    save_member,
    write_step,
)
from membership.models import IdReveal, Member, MembershipStep, Organization
from membership.rules import (
    MemberKind,
    State,
    StepKind,
    may_move,
    probation_extended,
)

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
@transaction.atomic
def register_member(
    *,
    organization: Organization,
    by: User,
    at: datetime,
    id_number: str = "",
    consent_channel: str = "",
    step: StepKind = StepKind.REGISTERED,
    text: str = "",
    once: str | None = None,
    **fields: Any,
) -> Member:
    """Put somebody on the books of a branch; ``fields`` are columns of ``Member``.

    ``name``, ``kind`` and ``joined_on`` are needed. ``once`` is what caused it: the
    same cause registers one member only. Refuses branches that hold no members, dates
    that do not fit the kind, a number without consent, and a number or account that
    is on the books already.
    """
    branch = locked_branch(organization)
    done = MembershipStep.objects.filter(once=once, once__isnull=False).first()
    if done is not None:
        return done.member
    member = new_member(
        {"organization": branch, **fields},
        id_number=id_number,
        consent_channel=consent_channel,
        at=at,
    )
    check_member(member, at)
    save_member(member)
    write_step(member, step, by=by, at=at, to_organization=branch, text=text, once=once)
    return member


@sensitive_variables()
@transaction.atomic
def change_member(
    *,
    member: Member,
    version: int,
    by: User,
    at: datetime,
    id_number: str = "",
    **fields: Any,
) -> Member:
    """Change what the fields name; an empty number leaves the number as it is.

    Raises ``StaleError`` unless ``version`` is current. Branch, kind and state are not
    changed here.
    """
    if unknown := fields.keys() - CHANGEABLE:
        raise ValueError(f"Not changed this way: {sorted(unknown)}")
    row = locked_member(member)
    if row.version != version:
        raise StaleError(row)
    changed = difference(row, fields := cleaned(fields))
    for name, value in fields.items():
        setattr(row, name, value)
    columns, words = [*changed], [*changed.values()]
    if put_number(row, id_number, at):
        columns += ["id_cipher", "id_index"]
        words.append("身份证号：重新登记")
    check_member(row, at)
    if words:
        save_member(row, *columns)
        write_step(row, StepKind.CHANGED, by=by, at=at, text="；".join(words))
    return row


@transaction.atomic
def record_consent(*, member: Member, channel: str, by: User, at: datetime) -> Member:
    """Record that somebody agreed to the present text, on paper or online."""
    row = locked_member(member)
    if not channel:
        raise ValidationError("请选本人用什么方式同意。", code="consent")
    give_consent(row, channel, at)
    check_member(row, at)
    save_member(row, "consent_version", "consent_at", "consent_channel")
    text = f"告知书 {row.consent_version}，{row.get_consent_channel_display()}"
    write_step(row, StepKind.CONSENT, by=by, at=at, text=text)
    return row


@transaction.atomic
def withdraw_consent(*, member: Member, by: User, at: datetime) -> Member:
    """Record that somebody takes consent back; their ID number is deleted at once."""
    row = locked_member(member)
    if row.consent_at is None:
        raise ValidationError("没有登记过同意，不用撤回。", code="consent")
    row.consent_version, row.consent_at, row.consent_channel = "", None, ""
    row.id_cipher, row.id_index = "", ""
    save_member(
        row,
        "consent_version",
        "consent_at",
        "consent_channel",
        "id_cipher",
        "id_index",
    )
    text = "身份证号已删除"
    write_step(row, StepKind.WITHDRAWN, by=by, at=at, text=text)
    return row


@transaction.atomic
def link_person(*, member: Member, person: User, by: User, at: datetime) -> Member:
    """Tie a membership to somebody's account, so that they see it in 我的.

    A phone number alone proves nothing: the account must hold a confirmed number and
    the same name, and the clerk has seen the person.
    """
    row = locked_member(member)
    if person.phone_confirmed_at is None or not person.is_active:
        raise ValidationError("这个账号还没有确认手机号，请本人先注册。")
    if person.name != row.name:
        raise ValidationError("账号的姓名和党员的姓名不一样，请核对。")
    row.person = person
    check_member(row, at)
    save_member(row, "person")
    write_step(row, StepKind.CHANGED, by=by, at=at, text="关联本人账号")
    return row


@transaction.atomic
def forget_person(person: User, at: datetime) -> None:
    """Untie memberships from an account that is being closed; the register stays."""
    for member in Member.objects.filter(person=person).order_by("pk"):
        row = locked_member(member)
        row.person = None
        save_member(row, "person")
        write_step(row, StepKind.CHANGED, by=person, at=at, text="本人注销了账号")


@transaction.atomic
def confirm(
    *,
    member: Member,
    decided_by: str,
    decided_on: date,
    by: User,
    at: datetime,
    confirmed_on: date | None = None,
) -> Member:
    """Record that the organization made a probationary member a formal one.

    Membership counts from the end of probation whenever it was decided (细则, 转正
    时间自预备期满之日算起). Refused before that day and for formal members.
    """
    row = present_member(member)
    if row.kind != MemberKind.PROBATIONARY:
        raise ValidationError(f"{row.name}已经是正式党员。", code="kind")
    check_decision(decided_by, decided_on, at)
    due = row.probation_until
    if due is not None and decided_on < due:
        raise ValidationError(f"预备期到 {due:%Y-%m-%d} 才满，还不能转正。")
    row.kind, row.confirmed_on = MemberKind.FORMAL, confirmed_on or due
    check_member(row, at)
    save_member(row, "kind", "confirmed_on")
    write_step(
        row,
        StepKind.CONFIRMED,
        by=by,
        at=at,
        decided_by=decided_by,
        decided_on=decided_on,
        text=f"转正日期 {row.confirmed_on:%Y-%m-%d}",
    )
    return row


@transaction.atomic
def extend_probation(
    *,
    member: Member,
    months: int,
    decided_by: str,
    decided_on: date,
    by: User,
    at: datetime,
) -> Member:
    """Record that the organization extended probation: once, 6 to 12 months."""
    row = present_member(member)
    if row.kind != MemberKind.PROBATIONARY or row.probation_until is None:
        raise ValidationError(f"{row.name}不是预备党员。", code="kind")
    if row.probation_extended:
        raise ValidationError("预备期只能延长一次。", code="extended")
    check_decision(decided_by, decided_on, at)
    try:
        row.probation_until = probation_extended(row.probation_until, months)
    except ValueError as error:
        raise ValidationError(str(error), code="months") from error
    row.probation_extended = True
    save_member(row, "probation_until", "probation_extended")
    write_step(
        row,
        StepKind.EXTENDED,
        by=by,
        at=at,
        decided_by=decided_by,
        decided_on=decided_on,
        text=f"延长 {months} 个月，到 {row.probation_until:%Y-%m-%d}",
    )
    return row


@transaction.atomic
def move_member(
    *,
    member: Member,
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
    row = locked_member(member)
    done = MembershipStep.objects.filter(once=once).first()
    if done is not None:
        if done.member_id != row.pk:
            raise ValueError(f"{once} moved somebody else.")
        return done
    before = row.organization
    check_move(row, branch)
    row.state = State.PRESENT if branch else State.MOVED_OUT
    row.organization, row.group = branch or before, None
    check_member(row, at)
    save_member(row, "state", "organization", "group")
    return write_step(
        row,
        StepKind.MOVED if branch else StepKind.MOVED_OUT,
        by=by,
        at=at,
        from_organization=before,
        to_organization=branch,
        text=text,
        once=once,
    )


@transaction.atomic
def change_state(
    *,
    member: Member,
    to: str,
    reason: str,
    decided_by: str,
    decided_on: date,
    by: User,
    at: datetime,
) -> Member:
    """Record what the organization decided about a membership, or a death.

    Moving out and coming back is ``move_member``; every other step follows MOVES.
    """
    row = locked_member(member)
    check_decision(decided_by, decided_on, at)
    words = needed_reason(reason)
    if State.MOVED_OUT in (row.state, to) or not may_move(row.state, to):
        raise ValidationError(
            f"现在是“{row.get_state_display()}”，不能改成“{State(to).label}”。",
            code="state",
        )
    row.state = to
    check_member(row, at)
    save_member(row, "state")
    write_step(
        row,
        StepKind.STATE,
        by=by,
        at=at,
        decided_by=decided_by,
        decided_on=decided_on,
        text=f"{State(to).label}：{words}",
    )
    return row


@sensitive_variables()
def reveal_id(*, member: Member, reason: str, by: User, at: datetime) -> str:
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
