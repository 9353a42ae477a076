"""What the columns of the lists of members and organizations mean."""

import pytest

from center.sheets import WrongCellError, read_date
from membership.rules.sheet import (
    MEMBER_COLUMNS,
    ORGANIZATION_COLUMNS,
    match_header,
    read_phone,
    read_row,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-06-01", "2020-06-01"),
        ("2020/6/1", "2020-06-01"),
        ("2020.6.1", "2020-06-01"),
        ("20200601", "2020-06-01"),
        ("2020年6月1日", "2020-06-01"),
        (" ２０２０-06-01 ", "2020-06-01"),
        ("", "None"),
    ],
)
def test_dates(text, day):
    assert str(read_date(text)) == day


@pytest.mark.parametrize(
    "text", ["2020-13-01", "2020-02-30", "2020112", "昨天", "0000-01-01"]
)
def test_no_dates(text):
    with pytest.raises(WrongCellError, match="不是日期"):
        read_date(text)


def test_phones():
    assert (read_phone(" 161 0000-0001"), read_phone("")) == ("16100000001", "")
    with pytest.raises(WrongCellError):
        read_phone("12345")


def test_headers():
    places, unused = match_header(
        ["所在党支部", "姓名", "人员类别", "入党日期", "备注"], MEMBER_COLUMNS
    )
    assert unused == ["备注"]
    assert places["branch"] == 0
    with pytest.raises(WrongCellError, match="没有这些列：党支部、人员类别、入党日期"):
        match_header(["姓名"], MEMBER_COLUMNS)
    with pytest.raises(WrongCellError, match="“党支部”出现了两次"):
        match_header(["党支部", "支部"], MEMBER_COLUMNS)


def test_cells_are_told_by_name():
    labels = ["全称", "类别", "全国系统编码", "有权审批预备党员", "简称", "本届起"]
    places, _ = match_header(labels, ORGANIZATION_COLUMNS)
    values, wrong = read_row(
        ["", "俱乐部", "12", "也许", "长" * 31, "x"], places, ORGANIZATION_COLUMNS
    )
    assert wrong == [
        "全称：没有填",
        "简称：最多 30 个字",
        "类别：“俱乐部”不认识，请填党委、党工委、党总支、党支部、联合党支部、"
        "流动党员党支部、临时党支部、党小组",
        "全国系统编码：全国系统编码是 12 到 15 位数字",
        "有权审批预备党员：“也许”不认识，请填是、有、否、无",
        "本届起：“x”不是日期，请写成 2020-06-01",
    ]
    values, wrong = read_row(
        ["甲", "党工委", "051000011185", "是", "", ""], places, ORGANIZATION_COLUMNS
    )
    assert wrong == []
    assert (values["kind"], values["can_approve_probationary"]) == ("working", True)
