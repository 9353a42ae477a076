"""Take the register of transfers out: numbers hidden, every time logged."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.views.decorators.debug import sensitive_variables

from center.models import Center, User
from center.registers.exports import refuse_many, take_out
from membership import crypto
from membership.id_rules import mask_id
from membership.transfers.models import Letter, Transfer
from membership.transfers.models.transfers import TransferQuerySet

# 接转登记簿, column by column, as it is kept on paper.
HEADER = [
    "序号",
    "受理时间",
    "受理人",
    "方向",
    "类别",
    "渠道",
    "姓名",
    "性别",
    "出生年月",
    "民族",
    "身份证号",
    "人员类别",
    "入党日期",
    "转正日期",
    "联系电话",
    "本方党支部",
    "本方基层党委",
    "对方党组织",
    "抬头",
    "去向支部",
    "原因",
    "党费交至",
    "介绍信或外部编号",
    "开具日期",
    "有效天数",
    "有效至",
    "作废的编号",
    "用印人",
    "领取人",
    "领取日期",
    "回执日期",
    "回执编号",
    "回执经办人",
    "回执电话",
    "办结日期",
    "结果",
    "备注",
]


@sensitive_variables()
@transaction.atomic
def export_register(
    *,
    transfers: TransferQuerySet,
    center: Center | None,
    file_format: str,
    by: User,
    at: datetime,
) -> bytes:
    """Return the transfers as a file, oldest first, with one row in the export log.

    ID and phone numbers are hidden. Refuses more than 10,000 at once.
    """
    found = transfers.order_by("pk").select_related(
        "member", "branch", "committee", "to_branch", "made_by", "sealed_by", "receipt"
    )
    refuse_many(found.count())
    rows = found.prefetch_related("letters__sealed_by")
    return take_out(
        what="组织关系接转",
        header=HEADER,
        lines=[[str(n), *_line(row)] for n, row in enumerate(rows, start=1)],
        file_format=file_format,
        center=center,
        by=by,
        at=at,
    )


@sensitive_variables()
def _line(row: Transfer) -> list[str]:
    return [
        f"{localtime(row.created_at):%Y-%m-%d %H:%M}",
        str(row.made_by or ""),
        row.get_direction_display(),
        row.get_kind_display(),
        row.get_channel_display(),
        *_person(row),
        row.branch.name if row.branch else "",
        row.committee.name if row.committee else "",
        row.other_side,
        row.other_heading,
        row.to_branch.name if row.to_branch else "",
        row.get_why_display(),
        f"{row.dues_paid_through:%Y-%m}" if row.dues_paid_through else "",
        *_letter(row),
        *_receipt(row),
        f"{localtime(row.done_at):%Y-%m-%d}" if row.done_at else "",
        row.get_state_display(),
        row.reason,
    ]


@sensitive_variables()
def _person(row: Transfer) -> list[str]:
    member = row.member
    number = crypto.unseal(member.id_cipher) if member and member.has_number else ""
    return [
        row.name,
        row.get_sex_display(),
        f"{row.born_on:%Y-%m}" if row.born_on else "",
        row.nation,
        mask_id(number),
        row.get_member_kind_display(),
        _day(row.joined_on),
        _day(row.confirmed_on),
        row.phone_masked if row.phone else "",
    ]


def _letter(row: Transfer) -> list[str]:
    """Return the letter that counts, and the numbers that were made void."""
    letters = sorted(row.letters.all(), key=lambda letter: letter.pk)
    voids = "、".join(letter.number for letter in letters if letter.is_void)
    good: Letter | None = next((one for one in letters if not one.is_void), None)
    if good is None:
        until, seal = _day(row.came_valid_until), str(row.sealed_by or "")
        return [row.outside_number, "", "", until, voids, seal, "", ""]
    return [
        good.number,
        _day(good.issued_on),
        str(good.valid_days),
        _day(good.valid_until),
        voids,
        str(good.sealed_by),
        good.delivered_to,
        _day(good.delivered_on),
    ]


def _receipt(row: Transfer) -> list[str]:
    receipt = getattr(row, "receipt", None)
    if receipt is None:
        return [""] * 4
    return [_day(receipt.on), receipt.number, receipt.handler, receipt.phone]


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
