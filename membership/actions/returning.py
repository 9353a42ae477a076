"""Somebody comes back who moved out earlier: the same row goes on, with its history."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from center.models import User
from center.text import person_name
from center.workflow.actions import changing, in_words
from membership import crypto
from membership.actions.base import (
    change_fields,
    check_member,
    give_consent,
    locked_branch,
    put_number,
)
from membership.models import Member, Organization
from membership.models.members import MemberQuerySet
from membership.rules.id_numbers import clean_id
from membership.rules.members import HERE, MemberKind, MemberVerb, State


def former_members(*, name: str, by: User) -> MemberQuerySet:
    """Return who of that name moved out, as far as ``by`` may see them."""
    rows = Member.objects.visible_to(by).filter(
        state=State.MOVED_OUT, name=person_name(name)
    )
    return rows.select_related("organization").order_by("-pk")


@sensitive_variables()
def known_by_number(id_number: str) -> Member | None:
    """Return who moved out with this ID number; None when nobody did.

    Refuses a number that is on the books already, and one of somebody deceased. Who
    left the Party and was admitted again begins a new membership.
    """
    number = clean_id(id_number)
    if not number:
        return None
    found = Member.objects.filter(id_index__in=crypto.blinds(number)).order_by("-pk")
    rows = list(found)
    if any(row.state in HERE for row in rows):
        raise ValidationError(
            {
                "id_number": "这个身份证号已经是这里的在册党员，不能再编入一次。"
                "请核对号码；确是同一个人的，请先在名册里找到他。"
            }
        )
    if any(row.state == State.DECEASED for row in rows):
        raise ValidationError(
            {"id_number": "名册里这个身份证号的人已登记去世，请核对号码。"}
        )
    return next((row for row in rows if row.state == State.MOVED_OUT), None)


@sensitive_variables()
def rejoin_member(
    member: Member,
    *,
    organization: Organization,
    by: User,
    at: datetime,
    once: str,
    id_number: str = "",
    consent_channel: str = "",
    text: str = "",
    **fields: Any,
) -> Member:
    """Bring somebody back who moved out; what the new papers say replaces the old.

    Empty fields leave the row as it is. Refused unless moved out, and when the number
    differs from the one on record.
    """
    fields = {name: value for name, value in fields.items() if value}
    if fields.get("kind") == MemberKind.FORMAL:
        fields["probation_until"] = None
    with in_words(), transaction.atomic():
        branch = locked_branch(organization)
        with changing(member, MemberVerb.MOVED, by=by, at=at) as change:
            row, before = change.row, change.row.organization
            _refuse_present(row, change.before)
            _refuse_other_number(row, id_number)
            change.note = "；".join([text, *change_fields(row, **fields)])
            give_consent(row, consent_channel, at)
            put_number(row, id_number, at)
            row.organization, row.group = branch, None
            row.mobile_to, row.lost_contact_on = "", None
            check_member(row, at)
            change.facts = {
                "from_organization": before,
                "to_organization": branch,
                "once": once,
            }
    return row


def _refuse_present(row: Member, before: str) -> None:
    if before != State.MOVED_OUT:
        raise ValidationError(
            f"{row.name}在名册里是“{State(before).label}”，不能再转入一次。",
            code="state",
        )


@sensitive_variables()
def _refuse_other_number(row: Member, id_number: str) -> None:
    number = clean_id(id_number)
    if number and row.has_number and row.id_index not in crypto.blinds(number):
        raise ValidationError(
            {
                "id_number": "和名册里这位以前登记的身份证号不一样，请核对号码，"
                "或者选“不是同一个人”。"
            }
        )
