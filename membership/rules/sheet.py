"""The columns of an uploaded list, and how a typed cell becomes a value. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from center.sheets import Value, WrongCellError, one_of, read_date
from center.text import clean_phone, implausible, is_phone, person_name, unprintable
from membership.rules.dates import dates_refusal, probation_end
from membership.rules.id_numbers import clean_id, id_refusal
from membership.rules.members import Channel, MemberKind, Sex
from membership.rules.organizations import NATIONAL_CODE, Kind

NAME_LENGTH = 40


class Column(NamedTuple):
    """One column: what it is called, where it goes, how its cell is read."""

    label: str
    name: str
    read: Callable[[str], Value]
    needed: bool = False
    other_labels: tuple[str, ...] = ()
    example: str = ""


# -- Cells


def text_of(most: int) -> Callable[[str], Value]:
    """Return a reader of plain text of at most so many signs."""

    def read(cell: str) -> Value:
        if len(cell) > most:
            raise WrongCellError(f"最多 {most} 个字")
        if refusal := unprintable(cell):
            raise WrongCellError(refusal.rstrip("。"))
        return cell

    return read


def read_name(cell: str) -> Value:
    return text_of(NAME_LENGTH)(person_name(cell))


def read_phone(cell: str) -> Value:
    """Read a mobile number; an empty cell is no number."""
    phone = clean_phone(cell)
    if phone and not is_phone(phone):
        raise WrongCellError("手机号是 11 位数字，以 1 开头")
    return phone


def read_code(cell: str) -> Value:
    """Read the optional code of the national system."""
    code = clean_id(cell)
    if code and not re.fullmatch(NATIONAL_CODE, code):
        raise WrongCellError("全国系统编码是 12 到 15 位数字")
    return code


_YES = {"是": True, "有": True, "否": False, "无": False}
_SEXES: dict[str, Value] = {"男": Sex.MALE.value, "女": Sex.FEMALE.value}
_MEMBER_KINDS: dict[str, Value] = {
    "正式党员": MemberKind.FORMAL.value,
    "预备党员": MemberKind.PROBATIONARY.value,
    "正式": MemberKind.FORMAL.value,
    "预备": MemberKind.PROBATIONARY.value,
}
_CHANNELS: dict[str, Value] = {
    "纸质": Channel.PAPER.value,
    "纸质签字": Channel.PAPER.value,
    "网上": Channel.ONLINE.value,
    "本人网上确认": Channel.ONLINE.value,
}
_KINDS: dict[str, Value] = {kind.label: kind.value for kind in Kind}

MEMBER_COLUMNS = (
    Column("姓名", "name", read_name, needed=True, example="（示例）林某"),
    Column(
        "党支部",
        "branch",
        text_of(80),
        needed=True,
        other_labels=("所在党支部", "支部"),
        example="支部的全称",
    ),
    Column("党小组", "group", text_of(80)),
    Column("人员类别", "kind", one_of(_MEMBER_KINDS), needed=True, example="正式党员"),
    Column("入党日期", "joined_on", read_date, needed=True, example="2010-06-01"),
    Column("转正日期", "confirmed_on", read_date, example="2011-06-01"),
    Column("预备期到", "probation_until", read_date),
    Column("性别", "sex", one_of(_SEXES), example="男"),
    Column("出生日期", "born_on", read_date, example="1980-01-01"),
    Column("民族", "nation", text_of(20), example="汉族"),
    Column("学历", "education", text_of(20)),
    Column("工作岗位", "work_post", text_of(40)),
    Column("手机号", "phone", read_phone, other_labels=("手机", "联系电话")),
    Column("外出流向", "mobile_to", text_of(60)),
    Column(
        "身份证号",
        "id_number",
        clean_id,
        other_labels=("公民身份号码", "身份证号码", "身份证"),
    ),
    Column("同意方式", "consent_channel", one_of(_CHANNELS), example="纸质签字"),
)
ORGANIZATION_COLUMNS = (
    Column(
        "全称",
        "name",
        text_of(80),
        needed=True,
        other_labels=("名称", "党组织全称"),
        example="（示例）中共某某支部委员会",
    ),
    Column("简称", "short_name", text_of(30)),
    Column("类别", "kind", one_of(_KINDS), needed=True, example="党支部"),
    Column(
        "上级党组织",
        "parent",
        text_of(80),
        other_labels=("上级",),
        example="上级的全称",
    ),
    Column("介绍信抬头", "letter_heading", text_of(80)),
    Column("机构代字", "letter_word", text_of(10)),
    Column("全国系统编码", "national_code", read_code),
    Column("有权审批预备党员", "can_approve_probationary", one_of(_YES, empty=False)),
    Column("书记", "secretary_name", read_name, other_labels=("书记姓名",)),
    Column("成立日期", "founded_on", read_date),
    Column("本届起", "term_from", read_date),
    Column("本届止", "term_to", read_date),
    Column("通讯地址", "address", text_of(120), other_labels=("地址",)),
    Column("联系电话", "phone", text_of(40), other_labels=("电话",)),
)


# Days of a member that have been.
PAST = ("joined_on", "confirmed_on", "born_on")
COLUMN_LABELS = {column.name: column.label for column in MEMBER_COLUMNS}


# -- Rows


# Which cell of a row goes into which column.
Places = Mapping[str, int]


def match_header(
    labels: Sequence[str], columns: Sequence[Column]
) -> tuple[dict[str, int], list[str]]:
    """Return the place of each column, and the labels that nobody asked for.

    Raises ``WrongCellError`` for missing and doubled columns.
    """
    known = {label: column for column in columns for label in _labels(column)}
    places: dict[str, int] = {}
    for place, label in enumerate(labels):
        column = known.get(label)
        if column is None:
            continue
        if column.name in places:
            raise WrongCellError(f"列“{column.label}”出现了两次，请只留一列。")
        places[column.name] = place
    missing = [c.label for c in columns if c.needed and c.name not in places]
    if missing:
        raise WrongCellError(
            f"第一行里没有这些列：{'、'.join(missing)}。请照模板的列名填。"
        )
    unused = [label for label in labels if label and label not in known]
    return places, unused


def _labels(column: Column) -> tuple[str, ...]:
    return (column.label, *column.other_labels)


def read_row(
    cells: Sequence[str], places: Places, columns: Sequence[Column]
) -> tuple[dict[str, Value], list[str]]:
    """Return the values of a row and what is wrong with it, column by column."""
    values: dict[str, Value] = {}
    wrong = []
    for column in columns:
        place = places.get(column.name)
        cell = "" if place is None else cells[place]
        if column.needed and not cell:
            wrong.append(f"{column.label}：没有填")
            continue
        try:
            values[column.name] = column.read(cell)
        except WrongCellError as error:
            wrong.append(f"{column.label}：{error}")
    return values, wrong


def wrong_member(values: Mapping[str, Value], *, today: date) -> list[str]:
    """Say what does not fit within one member's row, beyond single cells."""
    wrong = []
    for name in PAST:
        day = values.get(name)
        if isinstance(day, date) and day > today:
            wrong.append(f"{COLUMN_LABELS[name]}：不能晚于今天")
    wrong += [
        f"{COLUMN_LABELS[name]}：{refusal.rstrip('。')}"
        for name, day in values.items()
        if isinstance(day, date)
        and name not in PAST
        and (refusal := implausible(day, today))
    ]
    wrong += _wrong_dates(values)
    number = values.get("id_number")
    if isinstance(number, str) and number:
        if reason := id_refusal(number, today=today):
            wrong.append(reason.rstrip("。"))
        if not values.get("consent_channel"):
            wrong.append("有身份证号就要填同意方式（本人签过告知书）")
    return wrong


def _wrong_dates(values: Mapping[str, Value]) -> list[str]:
    kind, joined_on = values.get("kind"), values.get("joined_on")
    if not isinstance(kind, str) or not isinstance(joined_on, date):
        return []
    confirmed_on, until = values.get("confirmed_on"), values.get("probation_until")
    if kind == MemberKind.PROBATIONARY and until is None:
        until = probation_end(joined_on)
    wrong = dates_refusal(
        kind,
        joined_on,
        confirmed_on if isinstance(confirmed_on, date) else None,
        until if isinstance(until, date) else None,
    )
    return [wrong.rstrip("。")] if wrong else []
