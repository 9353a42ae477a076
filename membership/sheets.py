"""Read lists that people upload, and write lists that open without doing anything.

Nothing here is believed: sizes are checked before unpacking, formulas and cells that
lost digits are reported and never evaluated, hidden sheets are not read.
"""

import csv
import io
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import openpyxl
import xlsxwriter
from django.core.exceptions import ValidationError

from center.rules import visible

MAX_BYTES = 5_000_000
MAX_UNPACKED = 60_000_000
MAX_PARTS = 200
MAX_ROWS = 10_000
MAX_COLUMNS = 40
MAX_CELL = 500
MAX_BLANK_ROWS = 1_000
# A number cell of a workbook holds fifteen digits; the rest is gone.
MOST_EXACT = 10**15
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_DECLARATIONS = [
    word.encode(coding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for coding in ("ascii", "utf-16-le", "utf-16-be")
]
_STARTS_FORMULA = "=+-@"


@dataclass
class Row:
    """One row of a list: its number as the person sees it, its cells, what is wrong."""

    number: int
    cells: list[str]
    wrong: list[str] = field(default_factory=list)


@dataclass
class Table:
    """The header and the rows below it, and remarks about how the file was read."""

    header: list[str]
    rows: list[Row]
    remarks: list[str]


def read(data: bytes) -> Table:
    """Read a CSV or XLSX file by what it is, whatever it is called.

    Refuses what is too large, packed too tightly, locked, old or unreadable, and
    files without rows.
    """
    if len(data) > MAX_BYTES:
        raise _bad(f"文件超过 {MAX_BYTES // 1_000_000} MB，请分成几份。")
    if data.startswith(_OLD_EXCEL):
        raise _bad("这是旧版或加了密码的表格，请另存为不带密码的 .xlsx 再上传。")
    if data.startswith(b"PK"):
        rows, remarks = _from_workbook(data)
    else:
        rows, remarks = _from_text(data)
    return _table(rows, remarks)


def _table(found: Iterable[Row], remarks: list[str]) -> Table:
    rows: list[Row] = []
    for row in found:
        if any(row.cells) or row.wrong:
            rows.append(row)
        if len(rows) > MAX_ROWS + 1:  # the header is one of them
            raise _bad(f"超过 {MAX_ROWS} 行，请分成几份。")
    if len(rows) < 2:
        raise _bad("文件里没有内容：第一行是列名，下面每行一条。")
    header, *rest = rows
    width = len(header.cells)
    while width and not header.cells[width - 1]:
        width -= 1
    for row in rest:
        row.cells = (row.cells + [""] * width)[:width]
    return Table([_name(cell) for cell in header.cells[:width]], rest, remarks)


def _name(cell: str) -> str:
    return re.sub(r"[\s*＊]", "", unicodedata.normalize("NFKC", cell))


# -- CSV


def _from_text(data: bytes) -> tuple[Iterator[Row], list[str]]:
    text, remark = _decoded(data)
    first = text.split("\n", 1)[0]
    mark = max(",\t;，", key=first.count)
    if mark == "，":
        raise _bad("列之间要用英文逗号隔开，请用表格软件另存为 CSV 或 .xlsx。")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    return _text_rows(lines), [remark]


def _text_rows(lines: Iterator[list[str]]) -> Iterator[Row]:
    number = 0
    try:
        for number, cells in enumerate(lines, start=1):
            row = Row(number, [])
            row.cells = [_short(cell, row, n) for n, cell in enumerate(cells)]
            yield row
    except csv.Error as error:
        raise _bad(f"第 {number + 1} 行读不懂，引号没有配对，请检查。") from error


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the coding it was in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codings = [("utf-16", "UTF-16")]
    else:
        codings = [("utf-8-sig", "UTF-8"), ("gb18030", "GBK")]
    for coding, label in codings:
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, f"按 {label} 编码读取。"
    raise _bad("读不出文字，请用表格软件另存为 CSV UTF-8 或 .xlsx。")


# -- XLSX


def _from_workbook(data: bytes) -> tuple[Iterator[Row], list[str]]:
    _check_package(data)
    # A parser on hostile input may raise anything; whatever it is, the file is bad.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=False, keep_links=False
            )
            sheets = [
                sheet for sheet in book.worksheets if sheet.sheet_state == "visible"
            ]
            hidden = len(book.worksheets) - len(sheets)
            rows = list(_sheet_rows(sheets[0])) if sheets else []
    except ValidationError:
        raise
    except Exception as error:
        raise _bad("这个表格打不开，请重新另存为 .xlsx 再上传。") from error
    remarks = [f"读的是工作表“{visible(sheets[0].title)[:40]}”。"] if sheets else []
    if len(sheets) > 1:
        remarks.append(f"另外 {len(sheets) - 1} 个工作表没有读。")
    if hidden:
        remarks.append(f"{hidden} 个隐藏的工作表没有读。")
    return iter(rows), remarks


def _check_package(data: bytes) -> None:
    """Refuse packages that grow too large or declare what a list never needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise _bad("这个表格加了密码，请去掉密码再上传。")
            if len(parts) > MAX_PARTS or _unpacked(parts) > MAX_UNPACKED:
                raise _bad("这个表格展开后太大，请只留名单再上传。")
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    _check_part(package.read(part))
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        raise _bad("这个表格打不开，请重新另存为 .xlsx 再上传。") from error
    except (ValueError, RuntimeError, KeyError, zlib.error) as error:
        raise _bad("这个表格打不开，请重新另存为 .xlsx 再上传。") from error


def _unpacked(parts: Iterable[zipfile.ZipInfo]) -> int:
    return sum(part.file_size for part in parts)


def _check_part(xml: bytes) -> None:
    if any(word in xml for word in _DECLARATIONS):
        raise _bad("这个表格里有不认识的内容，请重新另存为 .xlsx 再上传。")


def _sheet_rows(sheet: Any) -> Iterator[Row]:  # openpyxl has no types
    sheet.reset_dimensions()  # what the file says about its size may be untrue
    kept = blank = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        row = Row(number, [])
        row.cells = [_cell(cell, row, n) for n, cell in enumerate(cells)]
        if any(row.cells) or row.wrong:
            kept, blank = kept + 1, 0
            yield row
        else:
            blank += 1
        if kept > MAX_ROWS + 1:
            raise _bad(f"超过 {MAX_ROWS} 行，请分成几份。")
        if blank > MAX_BLANK_ROWS:
            return


def _cell(cell: Any, row: Row, n: int) -> str:  # openpyxl has no types
    """Return a cell as text; note in the row what cannot be trusted."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f" or not isinstance(
        value, str | int | float | datetime | date | time
    ):
        row.wrong.append(f"第 {n + 1} 列是公式，请改成文字。")
        return ""
    if cell.data_type == "e":
        row.wrong.append(f"第 {n + 1} 列是错误值，请改正。")
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _digits(value, row, n)
    return _short(_worded(value), row, n)


def _worded(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _digits(value: float, row: Row, n: int) -> str:
    if abs(value) >= MOST_EXACT or value != value:
        row.wrong.append(
            f"第 {n + 1} 列存成了数字，末几位已经丢了，请把这一列设成文本重新填。"
        )
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def _short(text: str, row: Row, n: int) -> str:
    plain = visible(text)
    if len(plain) > MAX_CELL:
        row.wrong.append(f"第 {n + 1} 列超过 {MAX_CELL} 个字。")
        return plain[:MAX_CELL]
    return plain


def _bad(text: str) -> ValidationError:
    return ValidationError(text, code="sheet")


# -- Writing


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, on one line."""
    plain = visible(re.sub(r"[\r\n\t\x0b\x0c\u2028\u2029]+", " ", text))
    start = unicodedata.normalize("NFKC", plain[:1])
    return "'" + plain if start and start in _STARTS_FORMULA else plain


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV file that Excel opens with the right letters."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for row in (header, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook whose cells are all text, so that no digit gets lost."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"num_format": "@", "bold": True})
        sheet = book.add_worksheet("名单")
        sheet.set_column(0, max(len(header) - 1, 0), 16, text)
        for column, cell in enumerate(header):
            sheet.write_string(0, column, cell, bold)
        for n, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                sheet.write_string(n, column, harmless(cell), text)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
