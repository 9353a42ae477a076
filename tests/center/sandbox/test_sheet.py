"""Lists as Chinese offices save them, and lists that were built to cost much."""

import io
import json
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from center.sandbox import sheet
from center.sandbox.refusals import RefusalError
from tests.center.sandbox.child import measured

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OPEN = f'<worksheet xmlns="{MAIN}"><sheetData>'
SHUT = "</sheetData></worksheet>"
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def book(write, **options):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True} | options) as made:
        write(made, made.add_worksheet("名单"))
    return out.getvalue()


def plain(made, page):
    page.write_row(0, 0, ["姓名", "党支部"])
    page.write_row(1, 0, ["秦朗", "第一支部"])


def with_parts(**parts):
    """A good workbook, some parts of which are replaced; ``__`` stands for a slash."""
    named = {name.replace("__", "/"): text for name, text in parts.items()}
    out, old = io.BytesIO(), zipfile.ZipFile(io.BytesIO(book(plain)))
    with old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = named.pop(part.filename, None)
            new.writestr(part.filename, old.read(part) if text is None else text)
        for name, text in named.items():
            new.writestr(name, text)
    return out.getvalue()


def of_sheet(inside):
    return with_parts(**{SHEET: OPEN + inside + SHUT})


def rows(content):
    return [cells for _, cells, _ in json.loads(sheet.judge(content))["rows"]]


def remarks(content):
    return json.loads(sheet.judge(content))["remarks"][1:]


def one_cell(inside, **parts):
    return rows(with_parts(**{SHEET: f"{OPEN}<row>{inside}</row>{SHUT}"}, **parts))


def styled(code, value):
    def write(made, page):
        page.write_number(0, 0, value, made.add_format({"num_format": code}))

    return rows(book(write))[0][0]


@pytest.mark.parametrize("number", [14, 17, 22, *range(27, 37), 57, 58, 50, 53])
def test_formats_of_dates_that_are_never_written_out(number):
    assert styled(number, 40330) == "2010-06-01"


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ('yyyy"年"m"月"d"日"', 40330, "2010-06-01"),
        ("[$-804]yyyy/m/d;@", 40330.75, "2010-06-01"),
        ("yyyy\\-mm\\-dd", 40330, "2010-06-01"),
        ("h:mm", 0.5, "12:00:00"),
        ("[h]:mm:ss", 1.5, "36:00:00"),
        (46, 1.5, "36:00:00"),
        ("000000", 1234, "001234"),
        ("General", 40330, "40330"),
        ('0.00"元/day"', 3, "3"),
        ("[Red]0", 7, "7"),
        ("0%", 0.5, "0.5"),
        ("yyyy-mm-dd", 1, "1900-01-01"),
        ("yyyy-mm-dd", 2958465, "9999-12-31"),
        ("yyyy-mm-dd", 9999999, "9999999"),
    ],
)
def test_a_number_is_what_its_cell_shows(code, value, text):
    assert styled(code, value) == text


def test_the_other_count_of_days():
    def write(made, page):
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        page.write_datetime(0, 0, datetime(2010, 6, 1), day)  # noqa: DTZ001

    assert rows(book(write, date_1904=True)) == [["2010-06-01"]]


def test_hidden_rows_and_columns_are_left_out_and_told():
    def write(made, page):
        plain(made, page)
        page.write_row(2, 0, ["藏起", "第二支部", "x"])
        page.write_row(3, 0, ["许婷", "第二支部"])
        page.set_row(2, None, None, {"hidden": True})
        page.write(0, 2, "备注")
        page.write(1, 2, "不看")
        page.set_column(2, 2, None, None, {"hidden": True})

    content = book(write)
    assert rows(content) == [
        ["姓名", "党支部"],
        ["秦朗", "第一支部"],
        ["许婷", "第二支部"],
    ]
    assert remarks(content) == [
        "1 行是隐藏的（或筛选掉的），没有读。",
        "1 列是隐藏的，没有读。",
    ]


def test_texts_as_they_are_stored():
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>林_x000D_晓</t></si><si><r><t>林</t></r><r>'
        "<t>晓</t></r><rPh><t>LIN</t></rPh></si><si><t>_x005F_x000D_</t></si></sst>"
    )
    inside = '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c>'
    assert one_cell(inside, **{STRINGS: strings}) == [["林\r晓", "林晓", "_x000D_"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c t="str"><f>"13800138000"</f><v>13800138000</v></c>', "13800138000"),
        (
            '<c t="inlineStr"><is><t>\'110101199001011234</t></is></c>',
            "110101199001011234",
        ),
        ('<c t="inlineStr"><is><t>="138"</t></is></c>', "138"),
        ('<c t="b"><v>1</v></c>', "是"),
        ('<c t="d"><v>2010-06-01T00:00:00</v></c>', "2010-06-01"),
    ],
)
def test_digits_that_were_kept_as_text(cell, text):
    assert one_cell(cell) == [[text]]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("<c><f>1+1</f><v>2</v></c>", "是公式"),
        ('<c t="e"><v>#REF!</v></c>', "是错误值"),
        ("<c><v>1e15</v></c>", "末几位已经丢了"),
        ("<c><v>nan</v></c>", "末几位已经丢了"),
        ("<c><v>x</v></c>", "读不懂"),
        ('<c t="s"><v>99</v></c>', "读不懂"),
    ],
)
def test_cells_that_cannot_be_trusted(cell, why):
    table = json.loads(sheet.judge(of_sheet(f"<row>{cell}</row>")))
    assert [wrong for _, _, wrong in table["rows"]] == [
        [f"第 1 列{table['rows'][0][2][0][5:]}"]
    ]
    assert why in table["rows"][0][2][0]


def test_csv_digits_that_were_kept_as_text():
    content = '姓名,手机\n林,"=""13800138000"""\n吴,\'13900139000\n'.encode()
    assert rows(content)[1:] == [["林", "13800138000"], ["吴", "13900139000"]]


def test_a_colored_column_ends_the_list():
    blank = "".join(f'<row r="{n}"><c s="1"/></row>' for n in range(3, 200_000))
    data = "".join(
        f'<row r="{n}"><c t="str"><v>{name}</v></c></row>'
        for n, name in ((1, "姓名"), (2, "林"))
    )
    spent = measured("sheet", of_sheet(data + blank))
    assert [cells for _, cells, _ in json.loads(spent.answer[1:])["rows"]] == [
        ["姓名"],
        ["林"],
    ]
    assert spent.cpu_seconds < 2


def test_the_strict_dialect_is_told_what_works():
    strict = '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
    with pytest.raises(RefusalError, match="另存为普通的"):
        sheet.judge(with_parts(**{"xl/workbook.xml": strict}))


STORED = '<c t="str"><v>abcdefgh</v></c>'
COSTLY = {
    "cells in a row": of_sheet("<row>" + "<c/>" * 1_500_000 + "</row>"),
    "texts": with_parts(
        **{STRINGS: f'<sst xmlns="{MAIN}">' + "<si/>" * 1_000_000 + "</sst>"}
    ),
    "one text": with_parts(
        **{STRINGS: "<sst><si><t>" + "a" * 50_000_000 + "</t></si></sst>"}
    ),
    "pieces of a text": with_parts(
        **{STRINGS: "<sst><si>" + "<t>a</t>" * 4_000_000 + "</si></sst>"}
    ),
    "depth": of_sheet("<row>" + "<c>" * 3_000_000),
    "attribute": of_sheet("<row r='" + "1" * 50_000_000 + "'/>"),
    "rows": of_sheet("<row><c><v>1</v></c></row>" * 1_000_000),
    "styles": with_parts(
        **{"xl/styles.xml": "<x><cellXfs>" + "<xf/>" * 2_900_000 + "</cellXfs></x>"}
    ),
    "entities": with_parts(
        **{"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}
    ),
    "other files": with_parts(
        **{SHEET: '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}
    ),
    "bomb": with_parts(**{SHEET: b"0" * 60_000_001}),
    "fields of a line": b"a,b\n" + b"ab," * 1_650_000,
    "a field": b"a,b\n" + b"x" * 4_900_000,
    "an open quotation": b'a,b\n"' + b"x\n" * 2_400_000,
    "lines": b"\n" * 5_000_000,
}


@pytest.mark.parametrize("name", COSTLY)
def test_no_list_costs_more_than_a_bound(name):
    assert len(COSTLY[name]) <= 5_000_000
    spent = measured("sheet", COSTLY[name])
    # Refused, or cut to what a cell may hold.
    assert spent.answer.startswith(b"-") or len(spent.answer) < 10_000
    assert spent.cpu_seconds < 11
    assert spent.peak_megabytes < 256


@pytest.mark.parametrize("name", ["cells in a row", "texts", "depth", "bomb"])
def test_the_count_stops_it_and_not_the_clock(name):
    spent = measured("sheet", COSTLY[name])
    assert spent.cpu_seconds < 3
    assert "太大或太复杂" not in spent.answer.decode()


def test_ten_thousand_full_rows_are_read():
    spent = measured("sheet", of_sheet(("<row>" + STORED * 40 + "</row>") * 10_001))
    assert len(json.loads(spent.answer[1:])["rows"]) == 10_001
