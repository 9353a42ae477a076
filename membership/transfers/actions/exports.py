"""Take the register of transfers out: numbers hidden, every time logged."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from center.models import Center, User
from center.registers import cells
from center.registers.exports import MOST, take_out
from membership import crypto
from membership.rules.id_numbers import mask_id
from membership.transfers.models import Letter, Transfer
from membership.transfers.models.transfers import TransferQuerySet

# 接转登记簿, column by column, as it is kept on paper: heading -> column.
REGISTER = {
    "受理时间": "created_at",
    "受理人": "made_by",
    "方向": "direction",
    "类别": "kind",
    "渠道": "channel",
    "姓名": "name",
    "性别": "sex",
    "出生年月": "born_on",
    "民族": "nation",
    "身份证号": "",
    "人员类别": "member_kind",
    "入党日期": "joined_on",
    "转正日期": "confirmed_on",
    "联系电话": "phone",
    "本方党支部": "branch__name",
    "本方基层党委": "committee__name",
    "对方党组织": "other_side",
    "抬头": "other_heading",
    "去向支部": "to_branch__name",
    "原因": "why",
    "党费交至": "dues_paid_through",
    "介绍信或外部编号": "outside_number",
    "开具日期": "",
    "有效天数": "",
    "有效至": "came_valid_until",
    "作废的编号": "",
    "用印人": "sealed_by",
    "领取人": "",
    "领取日期": "",
    "回执日期": "",
    "回执编号": "",
    "回执经办人": "",
    "回执电话": "",
    "办结日期": "done_at",
    "结果": "state",
    "备注": "reason",
}
# What the letter that counts says, and the receipt.
LETTER = {
    "介绍信或外部编号": "number",
    "开具日期": "issued_on",
    "有效天数": "valid_days",
    "有效至": "valid_until",
    "用印人": "sealed_by",
    "领取人": "delivered_to",
    "领取日期": "delivered_on",
}
RECEIPT = {
    "回执日期": "on",
    "回执编号": "number",
    "回执经办人": "handler",
    "回执电话": "phone",
}
MONTHS, DAYS = ("出生年月", "党费交至"), ("办结日期",)
HEADER = ["序号", *REGISTER]


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
    rows = found.prefetch_related("letters__sealed_by")[MOST]
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
    member = row.member
    number = crypto.unseal(member.id_cipher) if member and member.has_number else ""
    letters = sorted(row.letters.all(), key=lambda letter: letter.pk)
    good: Letter | None = next((one for one in letters if not one.is_void), None)
    line = _told(row, REGISTER)
    line |= _told(good, LETTER) if good else {}
    line |= _told(getattr(row, "receipt", None), RECEIPT)
    line |= {name: line[name][: len("2026-11")] for name in MONTHS}
    line |= {name: line[name][: len("2026-11-24")] for name in DAYS}
    line["作废的编号"] = "、".join(one.number for one in letters if one.is_void)
    line["身份证号"] = mask_id(number)
    line["联系电话"] = row.phone_masked if row.phone else ""
    return [*line.values()]


def _told(row: object, columns: Mapping[str, str]) -> dict[str, str]:
    """Return columns of a row in words, nothing where there is no row."""
    return {
        label: cells.text(row, path) if row and path else ""
        for label, path in columns.items()
    }
