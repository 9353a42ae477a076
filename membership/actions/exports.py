"""Take lists out: numbers hidden unless allowed and reasoned, and every time logged."""

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.views.decorators.debug import sensitive_variables

from center.models import Center, User
from center.registers.exports import refuse_many, take_out
from center.rules import mask_phone
from membership import crypto
from membership.actions.base import count_look, needed_reason, shown
from membership.id_rules import mask_id
from membership.models import Member, Organization
from membership.models.members import MemberQuerySet
from membership.models.organizations import OrganizationQuerySet

MEMBER_HEADER = [
    "姓名",
    "党支部",
    "党小组",
    "人员类别",
    "性别",
    "出生日期",
    "民族",
    "学历",
    "工作岗位",
    "入党日期",
    "转正日期",
    "预备期到",
    "手机号",
    "身份证号",
    "党籍状态",
]
ORGANIZATION_HEADER = [
    "全称",
    "简称",
    "类别",
    "上级党组织",
    "介绍信抬头",
    "机构代字",
    "全国系统编码",
    "书记",
    "成立日期",
    "本届起",
    "本届止",
    "状态",
]


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
    rows = members.select_related("organization", "group")
    refuse_many(rows.count())
    return take_out(
        what="党员",
        asked=organization.name if organization else "",
        header=MEMBER_HEADER,
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
    rows = organizations.select_related("parent", "secretary")
    refuse_many(rows.count())
    return take_out(
        what="党组织",
        header=ORGANIZATION_HEADER,
        lines=[_organization_line(row) for row in rows],
        file_format=file_format,
        center=center,
        by=by,
        at=at,
    )


@sensitive_variables()
def _member_line(member: Member, *, full: bool) -> list[str]:
    number = crypto.unseal(member.id_cipher) if member.has_number else ""
    phone = member.phone
    return [
        member.name,
        member.organization.name,
        member.group.name if member.group else "",
        *_words(
            member,
            "kind",
            "sex",
            "born_on",
            "nation",
            "education",
            "work_post",
            "joined_on",
            "confirmed_on",
            "probation_until",
        ),
        phone if full or not phone else mask_phone(phone),
        number if full else mask_id(number),
        member.get_state_display(),
    ]


def _organization_line(organization: Organization) -> list[str]:
    return [
        organization.name,
        organization.short_name,
        organization.get_kind_display(),
        organization.parent.name if organization.parent else "",
        *_words(organization, "letter_heading", "letter_word", "national_code"),
        organization.secretary_text,
        *_words(organization, "founded_on", "term_from", "term_to"),
        organization.get_status_display(),
    ]


def _words(row: Member | Organization, *names: str) -> Iterator[str]:
    """Return fields as a person reads them, an empty one as nothing."""
    for name in names:
        yield "" if getattr(row, name) in ("", None) else shown(row, name)
