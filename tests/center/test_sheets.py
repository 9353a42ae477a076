"""Uploaded lists: what is read, what is reported, what is refused."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from center import sheets
from center.sandbox.parts import MAX_UNPACKED
from center.sandbox.workbook import MAX_PARTS

HEADER = "姓名,党支部"


def cells(table):
    return [(row.number, row.cells, row.wrong) for row in table.rows]


def workbook(*sheets_of_rows, hidden=(), **values):
    book = openpyxl.Workbook()
    for n, rows in enumerate(sheets_of_rows):
        sheet = book.active if n == 0 else book.create_sheet()
        sheet.title = f"表{n}"
        sheet.sheet_state = "hidden" if n in hidden else "visible"
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def says(part):
    return pytest.raises(ValidationError, match=part)


# -- CSV


@pytest.mark.parametrize(
    ("coding", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("gbk", "GBK"),
        ("gb18030", "GBK"),
        ("utf-16", "UTF-16"),
    ],
)
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_codings_and_marks(coding, told, mark):
    text = f"姓名{mark}党支部\r\n秦朗{mark}第一支部\r\n\r\n"
    table = sheets.read(text.encode(coding))
    assert table.header == ["姓名", "党支部"]
    assert cells(table) == [(2, ["秦朗", "第一支部"], [])]
    assert table.remarks == [f"按 {told} 编码读取。"]


def test_headers_are_read_kindly():
    table = sheets.read("姓 名*,党支部＊,,\n甲,乙,,\n".encode())
    assert table.header == ["姓名", "党支部"]


def test_the_row_that_a_template_shows_is_no_row():
    text = f"{HEADER}\n（示例）林某,第一支部\n秦朗,（示例）支部\n(示例)某,二\n"
    table = sheets.read(text.encode())
    assert cells(table) == [(3, ["秦朗", "（示例）支部"], [])]
    assert "2 行是模板里的示例，没有读。" in table.remarks
    with pytest.raises(ValidationError, match="只有模板里的示例"):
        sheets.read(f"{HEADER}\n（示例）林某,第一支部\n".encode())


def test_rows_are_as_wide_as_the_header():
    table = sheets.read(f"{HEADER}\n甲\n甲,乙,丙\n".encode())
    assert cells(table) == [(2, ["甲", ""], []), (3, ["甲", "乙"], [])]


def test_invisible_signs_are_gone_and_long_cells_told():
    table = sheets.read(f"{HEADER}\n甲\u200b\x07,{'长' * 600}\n".encode())
    ((_, (name, long), wrong),) = cells(table)
    assert (name, len(long), wrong) == ("甲", 500, ["第 2 列超过 500 个字。"])


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "没有内容"),
        (HEADER.encode(), "没有内容"),
        (b"\n\n,,\n", "没有内容"),
        ("姓名，党支部\n甲，乙\n".encode(), "英文逗号"),
        (f'{HEADER}\n"甲,乙\n'.encode(), "引号没有配对"),
        (f'{HEADER}\n"甲"乙,丙\n'.encode(), "第 2 行读不懂|引号"),
        (b"\xff\xfe\x00", "读不出文字"),
        (b"a,b\n\x00\x00,c\n", "读不出文字"),
        (b"\x80\x81\xff\xff\xff", "读不出文字"),
        (b"x" * (sheets.MAX_BYTES + 1), "超过 5 MB"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "旧版或加了密码"),
        (f"{HEADER}\n{'甲' * 200_000},乙\n".encode(), "读不懂"),
    ],
    ids=range(12),
)
def test_refused_texts(data, part):
    with says(part):
        sheets.read(data)


def test_ten_thousand_rows_and_not_one_more():
    line = "甲,乙\n"
    most = f"{HEADER}\n{line * sheets.MAX_ROWS}\n\n".encode()
    assert len(sheets.read(most).rows) == 10_000
    with says("超过 10000 行"):
        sheets.read(f"{HEADER}\n{line * (sheets.MAX_ROWS + 1)}".encode())


# -- XLSX


def test_a_workbook_is_read_as_text():
    data = workbook(
        [
            ["姓名", "党支部", "手机号", "入党日期", "是否"],
            ["秦朗", "第一支部", 16100000001, date(2020, 6, 1), True],
            ["许婷", None, 1.5, datetime(2020, 6, 1), False],  # noqa: DTZ001
        ]
    )
    assert cells(sheets.read(data)) == [
        (2, ["秦朗", "第一支部", "16100000001", "2020-06-01", "是"], []),
        (3, ["许婷", "", "1.5", "2020-06-01", "否"], []),
    ]


def test_formulas_errors_and_lost_digits_are_told_and_not_used():
    data = workbook(
        [
            ["姓名", "身份证号", "手机号"],
            ["=1+1", 999999198001010010, "#REF!"],
            ["甲", "999999198001010010", '=HYPERLINK("http://x")'],
        ]
    )
    (_, first, wrong), (_, second, more) = cells(sheets.read(data))
    assert (first, second) == (["", "", ""], ["甲", "999999198001010010", ""])
    assert [text[4:8] for text in wrong] == ["列是公式", "列存成了", "列是错误"]
    assert more == ["第 3 列是公式，请改成文字。"]


def test_hidden_sheets_are_not_read():
    hidden = [["姓名", "党支部"], ["藏着的人", "第一支部"]]
    shown = [["姓名", "党支部"], ["秦朗", "第一支部"]]
    table = sheets.read(workbook(hidden, shown, shown, hidden={0}))
    assert [row.cells[0] for row in table.rows] == ["秦朗"]
    assert table.remarks == [
        "读的是工作表“表1”。",
        "另外 1 个工作表没有读。",
        "1 个隐藏的工作表没有读。",
    ]


def test_blank_rows_keep_their_numbers():
    data = workbook([["姓名", "党支部"], [], ["秦朗", "第一支部"]])
    assert cells(sheets.read(data)) == [(3, ["秦朗", "第一支部"], [])]


def test_a_far_away_cell_costs_nothing():
    book = openpyxl.Workbook()
    book.active.append(["姓名", "党支部"])
    book.active.append(["秦朗", "第一支部"])
    book.active["XFD1048576"] = "far"
    out = io.BytesIO()
    book.save(out)
    table = sheets.read(out.getvalue())
    assert cells(table) == [(2, ["秦朗", "第一支部"], [])]


def test_too_many_rows_in_a_workbook():
    rows = [["姓名"], *[["甲"]] * 4]
    with says("超过 3 行"):
        sheets.read(workbook(rows), most=3)
    assert len(sheets.read(workbook(rows[:-1]), most=3).rows) == 3


def test_a_zip_bomb_is_not_unpacked():
    bomb = packed(**{"xl/worksheets/sheet1.xml": b"0" * (MAX_UNPACKED + 1)})
    assert len(bomb) < 100_000
    with says("展开后太大"):
        sheets.read(bomb)
    with says("展开后太大"):
        sheets.read(packed(**{f"{n}.xml": b"" for n in range(MAX_PARTS + 1)}))


@pytest.mark.parametrize("coding", ["ascii", "utf-16-le", "utf-16-be"])
def test_entities_are_not_expanded(coding):
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with says("不认识的内容"):
        sheets.read(packed(**{"xl/workbook.xml": xml.encode(coding)}))


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 not a zip",
        packed(**{"hello.txt": b"hi"}),
        packed(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<broken"}),
        workbook([["姓名", "党支部"], ["甲", "乙"]])[:-200],
    ],
    ids=range(4),
)
def test_broken_workbooks(data):
    with says("打不开"):
        sheets.read(data)


def test_a_locked_package():
    data = bytearray(packed(**{"a.xml": b"<x/>"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with says("加了密码"):
        sheets.read(bytes(data))


def test_only_hidden_sheets():
    book = workbook([["姓名"], ["甲"]], [["姓名"], ["甲"]])
    assert sheets.read(book).rows
    # Excel never writes a workbook without a visible sheet; somebody else may.
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/workbook.xml":
                data = data.replace(b'state="visible"', b'state="hidden"')
            new.writestr(part, data)
    with says("没有内容"):
        sheets.read(out.getvalue())


# -- Writing


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("秦朗", "秦朗"),
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@cmd", "'@cmd"),
        ("＝1+1", "'＝1+1"),
        ("\u200b=1", "'=1"),
        ("\t=1", "'=1"),
        ("甲\r\n乙", "甲 乙"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text, written):
    assert sheets.harmless(text) == written


def test_what_is_written_can_be_read_again():
    rows = [["=1+1", '引"号'], ["999999198001010010", "乙,丙"]]
    for write in (sheets.write_csv, sheets.write_xlsx):
        table = sheets.read(write(["姓名", "党支部"], rows))
        assert [row.cells for row in table.rows] == [["'=1+1", '引"号'], rows[1]]
        assert [row.wrong for row in table.rows] == [[], []]
    assert sheets.write_csv(["a"], []).startswith(b"\xef\xbb\xbf")
