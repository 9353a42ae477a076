"""What the verbs of members and organizations share: words, dates and numbers."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

from center import rate_limit
from center.models import User
from center.rules import mask_phone
from center.text import person_name, visible
from center.workflow.actions import put
from membership import crypto
from membership.models import Member, Organization
from membership.rules.dates import dates_refusal, probation_end
from membership.rules.id_numbers import clean_id, id_refusal
from membership.rules.members import CONSENT_VERSION, HERE, REASON_MIN, MemberKind
from membership.rules.organizations import HOLDS_MEMBERS, Status


def change_fields(row: Model, **values: Any) -> list[str]:
    """Put values into the row; return each that is new as “label：old → new”."""
    before = {name: (getattr(row, name), shown(row, name)) for name in values}
    put_fields(row, **values)
    field: Any = row._meta.get_field
    return [
        f"{field(name).verbose_name}：{text} → {shown(row, name)}"
        for name, (value, text) in before.items()
        if getattr(row, name) != value
    ]


def put_fields(row: Model, **values: Any) -> None:
    """Put values into the row, a person's name as names are compared.

    The name of an organization is what stands on its seal.
    """
    name = "name" if isinstance(row, Member) else "secretary_name"
    if name in values:
        values[name] = person_name(values[name])
    put(row, **values)


def shown(row: Model, name: str) -> str:
    """Return a field's value as a person reads it, a phone without its middle."""
    plain = getattr(row, name)
    if plain in ("", None):
        return "（空）"
    if name == "phone" and len(str(plain)) == len("16100000000"):
        return mask_phone(str(plain))
    if isinstance(plain, bool):
        return "是" if plain else "否"
    if isinstance(plain, date):
        return f"{plain:%Y-%m-%d}"
    field: Any = row._meta.get_field(name)
    choices = dict(field.flatchoices or [])
    return str(choices.get(plain, plain))


def needed_reason(text: str) -> str:
    """Return a cleaned reason; refuse one that says nothing."""
    reason = visible(text)[:200]
    if len(reason) < REASON_MIN:
        raise ValidationError(
            f"请写清楚理由，至少 {REASON_MIN} 个字，例如“核对转出介绍信”。",
            code="reason",
        )
    return reason


def count_look(kind: str, *, by: User, at: datetime) -> None:
    """Count one look at whole ID numbers and refuse one too many, with code ``limit``.

    Call it outside a transaction: what is rolled back would not be counted.
    """
    if not rate_limit.allows(kind, str(by.pk), at):
        raise ValidationError(
            "这一刻钟里看完整身份证号的次数已经很多了，请过 15 分钟再看。", code="limit"
        )


# -- Members


def locked_branch(organization: Organization) -> Organization:
    """Lock a branch that may take members; refuse anything else.

    The branch comes before its members: whoever locks both takes them in this order.
    """
    row = Organization.objects.select_for_update().get(pk=organization.pk)
    if row.kind not in HOLDS_MEMBERS:
        raise ValidationError(
            f"{row.get_kind_display()}不编入党员，请选一个党支部或联合党支部。"
        )
    if row.status != Status.ACTIVE:
        raise ValidationError(f"{row.name}已经撤销，请选别的支部。")
    return row


@sensitive_variables()
def new_member(
    fields: dict[str, Any], *, id_number: str, consent_channel: str, at: datetime
) -> Member:
    """Return an unsaved member with default dates, consent and encrypted number."""
    member = Member()
    put_fields(member, **fields)
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
    """Encrypt a typed number into the row; say whether there was one.

    Numbers under older keys are no duplicates to the database, so it is asked here.
    """
    number = clean_id(typed)
    if not number:
        return False
    if wrong := id_refusal(number, today=localdate(at)):
        raise ValidationError({"id_number": wrong})
    if member.consent_at is None:
        raise ValidationError({"id_number": "本人同意告知书之后，才能登记身份证号。"})
    same = Member.objects.filter(id_index__in=crypto.blinds(number), state__in=HERE)
    if same.exclude(pk=member.pk).exists():
        raise ValidationError({"id_number": "这个身份证号已经登记在另一位在册党员。"})
    member.id_cipher, member.id_index = crypto.seal(number), crypto.blind(number)
    return True


def check_member(member: Member, at: datetime) -> None:
    """Refuse at its field what does not fit together, and dates still to come."""
    today = localdate(at)
    for name in ("born_on", "joined_on", "confirmed_on", "lost_contact_on"):
        day = getattr(member, name)
        if day is not None and day > today:
            raise ValidationError({name: "日期不能晚于今天。"})
    if member.kind not in MemberKind.values:
        raise ValidationError({"kind": "请选正式党员或预备党员。"})
    if wrong := dates_refusal(
        member.kind, member.joined_on, member.confirmed_on, member.probation_until
    ):
        raise ValidationError({"confirmed_on": wrong})
    if not member.name:
        raise ValidationError({"name": "请填姓名。"})
    if member.group and member.group.parent_id != member.organization_id:
        raise ValidationError({"group": "这个党小组不在这个支部里。"})
