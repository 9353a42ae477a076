"""Who is put on the books: somebody new, or the member who moved out earlier."""

from typing import Any

from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

from center.models import User
from center.workflow.actions import Change
from membership.actions.members import register_member
from membership.actions.returning import former_members, known_by_number, rejoin_member
from membership.models import Member, Organization
from membership.transfers.models import Transfer

# An ID number and the way the member agreed that it is kept; both may be empty.
Number = tuple[str, str]


@sensitive_variables()
def returning(
    row: Transfer, number: Number, former: Member | None, is_new: bool, *, by: User
) -> Member | None:
    """Return which member comes back, or None for somebody new.

    The ID number decides; without one the clerk says whether somebody of the same
    name is the same person. Refuses to guess.
    """
    known = known_by_number(number[0])
    if known is not None:
        if former is not None and former.pk != known.pk:
            raise ValidationError(
                {"former": "身份证号对上的不是选的这一位，请核对号码，或者重新选。"}
            )
        if known.name != row.name:
            raise ValidationError(
                {
                    "id_number": "这个身份证号以前登记的是另一个姓名，请核对号码；"
                    "改过名的，请先在名册里改好姓名。"
                }
            )
        return known
    same_name = former_members(name=row.name, by=by)
    if former is None:
        if not is_new and same_name.exists():
            raise ValidationError(
                {"former": "名册里有同名的人以前转出了，请选是不是同一个人。"}
            )
        return None
    if not same_name.filter(pk=former.pk).exists():
        raise ValidationError({"former": "只能选同名、以前从这里转出的党员。"})
    return former


@sensitive_variables()
def enroll(
    change: Change[Transfer], branch: Organization, number: Number, back: Member | None
) -> Member:
    """Register somebody new in the branch, or let ``back`` rejoin as the same row."""
    row = change.row
    assert row.joined_on is not None  # noqa: S101 - asked for at registration
    facts: dict[str, Any] = {
        "organization": branch,
        "kind": row.member_kind,
        "joined_on": row.joined_on,
        "confirmed_on": row.confirmed_on,
        "probation_until": row.probation_until if row.is_probationary else None,
        "sex": row.sex,
        "born_on": row.born_on,
        "nation": row.nation,
        "phone": row.phone,
        "id_number": number[0],
        "consent_channel": number[1],
        "by": change.who,
        "at": change.at,
    }
    if back is None:
        return register_member(name=row.name, text=f"从{row.other_side}转入", **facts)
    once = f"transfer:{row.code}:{back.pk}"
    text = f"从{row.other_side}转回"
    return rejoin_member(member=back, once=once, text=text, **facts)
