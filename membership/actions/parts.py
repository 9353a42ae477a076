"""What the verbs of memberships are made of: locks, checks, history."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

from center.models import User
from membership import crypto
from membership.actions.base import cleaned
from membership.id_rules import clean_id, why_not_id
from membership.models import Member, MembershipStep, Organization
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
    why_not_dates,
)


def locked_branch(organization: Organization) -> Organization:
    """Lock a branch that may take members; refuse anything else."""
    row = Organization.objects.select_for_update().get(pk=organization.pk)
    if row.kind not in HOLDS_MEMBERS:
        raise ValidationError(
            f"{row.get_kind_display()}不编入党员，请选一个党支部或联合党支部。"
        )
    if row.status != Status.ACTIVE:
        raise ValidationError(f"{row.name}已经撤销，请选别的支部。")
    return row


def locked_member(member: Member) -> Member:
    """Return the member as stored now, locked for this transaction."""
    found = Member.objects.select_for_update(of=["self"])
    return found.select_related("organization").get(pk=member.pk)


def present_member(member: Member) -> Member:
    """Lock somebody whose membership stands; refuse anybody else."""
    row = locked_member(member)
    if row.state != State.PRESENT:
        raise ValidationError(f"{row.name}现在{row.get_state_display()}，不能办理。")
    return row


@sensitive_variables()
def new_member(
    fields: dict[str, Any], *, id_number: str, consent_channel: str, at: datetime
) -> Member:
    """Return an unsaved member with default dates, consent and encrypted number."""
    member = Member(**cleaned(fields))
    if member.kind == MemberKind.PROBATIONARY and member.probation_until is None:
        member.probation_until = probation_end(member.joined_on)
    give_consent(member, consent_channel, at)
    put_number(member, id_number, at)
    return member


def give_consent(member: Member, channel: str, at: datetime) -> None:
    """Note that the present text was agreed to; do nothing without a channel."""
    if channel:
        member.consent_version = CONSENT_VERSION
        member.consent_at, member.consent_channel = at, channel


@sensitive_variables()
def put_number(member: Member, typed: str, at: datetime) -> bool:
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


def check_member(member: Member, at: datetime) -> None:
    """Refuse what the constraints refuse, and dates that are still to come."""
    today = localdate(at)
    for name in ("born_on", "joined_on", "confirmed_on", "lost_contact_on"):
        day = getattr(member, name)
        if day is not None and day > today:
            raise ValidationError({name: "日期不能晚于今天。"})
    if member.kind not in MemberKind.values:
        raise ValidationError({"kind": "请选正式党员或预备党员。"})
    wrong = why_not_dates(
        member.kind, member.joined_on, member.confirmed_on, member.probation_until
    )
    if wrong:
        raise ValidationError({"confirmed_on": wrong})
    if not member.name:
        raise ValidationError({"name": "请填姓名。"})
    if member.group and member.group.parent_id != member.organization_id:
        raise ValidationError({"group": "这个党小组不在这个支部里。"})
    member.full_clean(exclude=["organization", "id_cipher"])


def check_move(member: Member, branch: Organization | None) -> None:
    """Refuse moves to the same branch, and of memberships that do not stand."""
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


def check_decision(decided_by: str, decided_on: date, at: datetime) -> None:
    """Refuse a decision without its maker or dated after today."""
    if not decided_by.strip():
        raise ValidationError({"decided_by": "请填作出决定的组织。"})
    if decided_on > localdate(at):
        raise ValidationError({"decided_on": "决定日期不能晚于今天。"})


def save_member(member: Member, *columns: str) -> None:
    """Save these columns and raise the version; without columns insert the row.

    What somebody else took in the same moment is refused in words.
    """
    if columns:
        member.version += 1
    wanted = [*columns, "version"] if columns else None
    try:
        with transaction.atomic():
            member.save(update_fields=wanted)
    except IntegrityError as error:
        raise ValidationError(
            "刚刚有人登记了同一个身份证号或账号，请查一下名册再办。", code="taken"
        ) from error


def write_step(
    member: Member,
    kind: StepKind,
    *,
    by: User,
    at: datetime,
    **facts: Any,
) -> MembershipStep:
    """Write one row of history; typed texts are cleaned and cut to length."""
    facts = cleaned(facts)
    facts["text"] = facts.get("text", "")[:1000]
    return MembershipStep.objects.create(
        member=member, kind=kind, by=by, at=at, **facts
    )
