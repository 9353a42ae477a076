"""Register, change, confirm, move and end memberships; show a full number."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

from center.models import User
from membership import crypto
from membership.actions.base import StaleError, cleaned, difference, needed_reason
from membership.id_rules import clean_id, why_not_id
from membership.models import IdReveal, Member, MembershipStep, Organization
from membership.rules import (
    CONSENT_VERSION,
    HERE,
    HOLDS_MEMBERS,
    MemberKind,
    State,
    Status,
    StepKind,
    may_move,
    probation_end,
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
    name: str,
    kind: str,
    joined_on: date,
    by: User,
    at: datetime,
    id_number: str = "",
    consent_channel: str = "",
    confirmed_on: date | None = None,
    probation_until: date | None = None,
    step: StepKind = StepKind.REGISTERED,
    text: str = "",
    **details: Any,
) -> Member:
    """Put somebody on the books of a branch.

    Refuses branches that hold no members, dates that do not fit the kind, a number
    without consent, and a number or account that is on the books already.
    """
    branch = _branch(organization)
    member = Member(
        organization=branch,
        kind=kind,
        joined_on=joined_on,
        confirmed_on=confirmed_on,
        probation_until=probation_until,
        **cleaned({"name": name, **details}),
    )
    _default_dates(member)
    _consent(member, consent_channel, at)
    _put_number(member, id_number, at)
    _check(member, at)
    member.save()
    _write(member, step, by=by, at=at, to_organization=branch, text=text)
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
    row = _locked(member)
    if row.version != version:
        raise StaleError(row)
    changed = difference(row, fields := cleaned(fields))
    for name, value in fields.items():
        setattr(row, name, value)
    columns, words = [*changed], [*changed.values()]
    if _put_number(row, id_number, at):
        columns += ["id_cipher", "id_index"]
        words.append("身份证号：重新登记")
    _check(row, at)
    if words:
        _save(row, *columns)
        _write(row, StepKind.CHANGED, by=by, at=at, text="；".join(words))
    return row


@transaction.atomic
def record_consent(*, member: Member, channel: str, by: User, at: datetime) -> Member:
    """Record that somebody agreed to the present text, on paper or online."""
    row = _locked(member)
    if not channel:
        raise ValidationError("请选本人用什么方式同意。", code="consent")
    _consent(row, channel, at)
    _check(row, at)
    _save(row, "consent_version", "consent_at", "consent_channel")
    text = f"告知书 {row.consent_version}，{row.get_consent_channel_display()}"
    _write(row, StepKind.CONSENT, by=by, at=at, text=text)
    return row


@transaction.atomic
def withdraw_consent(*, member: Member, by: User, at: datetime) -> Member:
    """Record that somebody takes consent back; their ID number is deleted at once."""
    row = _locked(member)
    if row.consent_at is None:
        raise ValidationError("没有登记过同意，不用撤回。", code="consent")
    row.consent_version, row.consent_at, row.consent_channel = "", None, ""
    row.id_cipher, row.id_index = "", ""
    _save(
        row,
        "consent_version",
        "consent_at",
        "consent_channel",
        "id_cipher",
        "id_index",
    )
    text = "身份证号已删除"
    _write(row, StepKind.WITHDRAWN, by=by, at=at, text=text)
    return row


@transaction.atomic
def link_person(*, member: Member, person: User, by: User, at: datetime) -> Member:
    """Tie a membership to somebody's account, so that they see it in 我的.

    A phone number alone proves nothing: the account must hold a confirmed number and
    the same name, and the clerk has seen the person.
    """
    row = _locked(member)
    if person.phone_confirmed_at is None or not person.is_active:
        raise ValidationError("这个账号还没有确认手机号，请本人先注册。")
    if person.name != row.name:
        raise ValidationError("账号的姓名和党员的姓名不一样，请核对。")
    row.person = person
    _check(row, at)
    _save(row, "person")
    _write(row, StepKind.CHANGED, by=by, at=at, text="关联本人账号")
    return row


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
    row = _present(member)
    if row.kind != MemberKind.PROBATIONARY:
        raise ValidationError(f"{row.name}已经是正式党员。", code="kind")
    _check_decision(decided_by, decided_on, at)
    due = row.probation_until
    if due is not None and decided_on < due:
        raise ValidationError(f"预备期到 {due:%Y-%m-%d} 才满，还不能转正。")
    row.kind, row.confirmed_on = MemberKind.FORMAL, confirmed_on or due
    _check(row, at)
    _save(row, "kind", "confirmed_on")
    _write(
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
    row = _present(member)
    if row.kind != MemberKind.PROBATIONARY or row.probation_until is None:
        raise ValidationError(f"{row.name}不是预备党员。", code="kind")
    if row.probation_extended:
        raise ValidationError("预备期只能延长一次。", code="extended")
    _check_decision(decided_by, decided_on, at)
    try:
        row.probation_until = probation_extended(row.probation_until, months)
    except ValueError as error:
        raise ValidationError(str(error), code="months") from error
    row.probation_extended = True
    _save(row, "probation_until", "probation_extended")
    _write(
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
    branch = _branch(to) if to else None
    row = _locked(member)
    done = MembershipStep.objects.filter(once=once).first()
    if done is not None:
        if done.member_id != row.pk:
            raise ValueError(f"{once} moved somebody else.")
        return done
    before = row.organization
    _check_move(row, branch)
    row.state = State.PRESENT if branch else State.MOVED_OUT
    row.organization, row.group = branch or before, None
    _check(row, at)
    _save(row, "state", "organization", "group")
    return _write(
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
    row = _locked(member)
    _check_decision(decided_by, decided_on, at)
    words = needed_reason(reason)
    if State.MOVED_OUT in (row.state, to) or not may_move(row.state, to):
        raise ValidationError(
            f"现在是“{row.get_state_display()}”，不能改成“{State(to).label}”。",
            code="state",
        )
    row.state = to
    _check(row, at)
    _save(row, "state")
    _write(
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
@transaction.atomic
def reveal_id(*, member: Member, reason: str, by: User, at: datetime) -> str:
    """Return the full number, with a row that says who looked and why."""
    words = needed_reason(reason)
    if not member.has_number:
        raise ValidationError("没有登记身份证号。", code="number")
    IdReveal.objects.create(member=member, by=by, at=at, reason=words)
    return crypto.unseal(member.id_cipher)


# -- Pieces


def _branch(organization: Organization) -> Organization:
    """Lock a branch that may take members; refuse anything else."""
    row = Organization.objects.select_for_update().get(pk=organization.pk)
    if row.kind not in HOLDS_MEMBERS:
        raise ValidationError(
            f"{row.get_kind_display()}不编入党员，请选一个党支部或联合党支部。"
        )
    if row.status != Status.ACTIVE:
        raise ValidationError(f"{row.name}已经撤销，请选别的支部。")
    return row


def _locked(member: Member) -> Member:
    found = Member.objects.select_for_update(of=["self"])
    return found.select_related("organization").get(pk=member.pk)


def _present(member: Member) -> Member:
    row = _locked(member)
    if row.state != State.PRESENT:
        raise ValidationError(f"{row.name}现在{row.get_state_display()}，不能办理。")
    return row


def _default_dates(member: Member) -> None:
    """Fill in when probation ends; a formal member has none left."""
    if member.kind == MemberKind.PROBATIONARY and member.probation_until is None:
        member.probation_until = probation_end(member.joined_on)


def _consent(member: Member, channel: str, at: datetime) -> None:
    if channel:
        member.consent_version = CONSENT_VERSION
        member.consent_at, member.consent_channel = at, channel


@sensitive_variables()
def _put_number(member: Member, typed: str, at: datetime) -> bool:
    """Encrypt a typed number into the row; say whether there was one."""
    number = clean_id(typed)
    if not number:
        return False
    if wrong := why_not_id(number, today=localdate(at)):
        raise ValidationError({"id_number": wrong})
    if member.consent_at is None:
        raise ValidationError({"id_number": "本人同意告知书之后，才能登记身份证号。"})
    same = Member.objects.filter(id_index__in=crypto.blinds(number), state__in=HERE)
    if same.exclude(pk=member.pk).exists():
        raise ValidationError({"id_number": "这个身份证号已经登记在另一位在册党员。"})
    member.id_cipher, member.id_index = crypto.seal(number), crypto.blind(number)
    return True


def _check(member: Member, at: datetime) -> None:
    """Refuse what the constraints refuse, and dates that are still to come."""
    today = localdate(at)
    for name in ("born_on", "joined_on", "confirmed_on", "lost_contact_on"):
        day = getattr(member, name)
        if day is not None and day > today:
            raise ValidationError({name: "日期不能晚于今天。"})
    if not member.name:
        raise ValidationError({"name": "请填姓名。"})
    if member.group and member.group.parent_id != member.organization_id:
        raise ValidationError({"group": "这个党小组不在这个支部里。"})
    member.full_clean(exclude=["organization", "id_cipher", "id_index"])


def _check_move(member: Member, branch: Organization | None) -> None:
    if branch and member.state == State.PRESENT:
        if branch.pk == member.organization_id:
            raise ValidationError(f"{member.name}已经在{branch.name}。", code="same")
        return
    if not may_move(member.state, State.PRESENT if branch else State.MOVED_OUT) or (
        member.state == State.SUSPENDED
    ):
        raise ValidationError(
            f"{member.name}现在{member.get_state_display()}，不能接转。", code="state"
        )


def _check_decision(decided_by: str, decided_on: date, at: datetime) -> None:
    if not decided_by.strip():
        raise ValidationError({"decided_by": "请填作出决定的组织。"})
    if decided_on > localdate(at):
        raise ValidationError({"decided_on": "决定日期不能晚于今天。"})


def _save(member: Member, *columns: str) -> None:
    member.version += 1
    member.save(update_fields=[*columns, "version"])


def _write(
    member: Member,
    kind: StepKind,
    *,
    by: User,
    at: datetime,
    **facts: Any,
) -> MembershipStep:
    facts = cleaned(facts)
    facts["text"] = facts.get("text", "")[:1000]
    return MembershipStep.objects.create(
        member=member, kind=kind, by=by, at=at, **facts
    )
