"""Take lists out: numbers hidden unless allowed and reasoned, and every time logged."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.views.decorators.debug import sensitive_variables

from center.models import Center, User
from center.registers import cells
from center.registers.exports import MOST, take_out
from center.rules import mask_phone
from membership import crypto
from membership.actions.base import count_look, needed_reason
from membership.models import Member, Organization
from membership.models.members import MemberQuerySet
from membership.models.organizations import OrganizationQuerySet
from membership.rules.id_numbers import mask_id

# Heading -> column; the number is put in where it is due.
MEMBER_COLUMNS = {
    "姓名": "name",
    "党支部": "organization__name",
    "党小组": "group__name",
    "人员类别": "kind",
    "性别": "sex",
    "出生日期": "born_on",
    "民族": "nation",
    "学历": "education",
    "工作岗位": "work_post",
    "入党日期": "joined_on",
    "转正日期": "confirmed_on",
    "预备期到": "probation_until",
    "手机号": "phone",
    "身份证号": "",
    "党籍状态": "state",
}
ORGANIZATION_COLUMNS = {
    "全称": "name",
    "简称": "short_name",
    "类别": "kind",
    "上级党组织": "parent__name",
    "介绍信抬头": "letter_heading",
    "机构代字": "letter_word",
    "全国系统编码": "national_code",
    "书记": "secretary_text",
    "成立日期": "founded_on",
    "本届起": "term_from",
    "本届止": "term_to",
    "状态": "status",
}


@sensitive_variables()
def export_members(
    *,
    members: MemberQuerySet,
    organization: Organization | None,
    center: Center | None,
    file_format: str,
    with_numbers: bool,
    reason: str,
    by: User,
    at: datetime,
) -> bytes:
    """Return the members as a file, with one row in the export log.

    ID and phone numbers are hidden; in full they need the permission and a reason.
    Refuses more than 10,000 at once.
    """
    words = ""
    if with_numbers:
        if not by.has_perm("membership.export_full_ids"):
            raise PermissionDenied
        count_look("id-export", by=by, at=at)
        words = needed_reason(reason)
    rows = members.select_related("organization", "group")[MOST]
    return take_out(
        what="党员",
        asked=organization.name if organization else "",
        header=[*MEMBER_COLUMNS],
        lines=[_member_line(row, full=with_numbers) for row in rows],
        file_format=file_format,
        center=center,
        with_numbers=with_numbers,
        reason=words,
        by=by,
        at=at,
    )


def export_organizations(
    *,
    organizations: OrganizationQuerySet,
    center: Center | None,
    file_format: str,
    by: User,
    at: datetime,
) -> bytes:
    """Return the organizations as a file, with one row in the export log."""
    rows = organizations.select_related("parent", "secretary")[MOST]
    return take_out(
        what="党组织",
        header=[*ORGANIZATION_COLUMNS],
        lines=[
            [cells.text(row, path) for path in ORGANIZATION_COLUMNS.values()]
            for row in rows
        ],
        file_format=file_format,
        center=center,
        by=by,
        at=at,
    )


@sensitive_variables()
def _member_line(member: Member, *, full: bool) -> list[str]:
    number = crypto.unseal(member.id_cipher) if member.has_number else ""
    phone = member.phone if full or not member.phone else mask_phone(member.phone)
    line = {
        label: cells.text(member, path) if path else ""
        for label, path in MEMBER_COLUMNS.items()
    }
    line |= {"手机号": phone, "身份证号": number if full else mask_id(number)}
    return [*line.values()]
