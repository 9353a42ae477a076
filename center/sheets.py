"""Read lists that people upload, and write lists that open without doing anything.

Nothing here is believed: a child with little time and memory reads the file, formulas
and cells that lost digits are reported and never evaluated, what is hidden is not read.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import xlsxwriter
from django.core.exceptions import ValidationError

from center.sandbox.refusals import RefusalError
from center.sandbox.rows import Row
from center.sandbox.run import judged
from center.text import FIRST_DAY, half_width, visible
from center.text import read_date as day_of

MAX_BYTES = 5_000_000
MAX_ROWS = 10_000
MAX_CELL = 500
# How the first cell of a template's own row begins, in both widths.
EXAMPLE = ("（示例）", "(示例)")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_STARTS_FORMULA = "=+-@"


@dataclass
class Table:
    """The header and the rows below it, and remarks about how the file was read."""

    header: list[str]
    rows: list[Row]
    remarks: list[str]


def read(data: bytes, most: int = MAX_ROWS) -> Table:
    """Read a CSV or XLSX file by what it is, whatever it is called.

    Refuses what is too large, packed too tightly, locked, old or unreadable, and
    files without rows.
    """
    refuse_large(data)
    if data.startswith(_OLD_EXCEL):
        raise _bad("这是旧版或加了密码的表格，请另存为不带密码的 .xlsx 再上传。")
    try:
        found = json.loads(judged("sheet", data))
    except RefusalError as refusal:
        raise _bad(str(refusal)) from refusal
    read_rows = [_row(*parts) for parts in found["rows"]]
    return _table(read_rows, [visible(text) for text in found["remarks"]], most)


def refuse_large(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise _bad(f"文件超过 {MAX_BYTES // 1_000_000} MB，请分成几份。")


def _row(number: int, cells: list[str], wrong: list[str]) -> Row:
    row = Row(number, [], wrong)
    row.cells = [_short(cell, row, n) for n, cell in enumerate(cells)]
    return row


def _table(found: Iterable[Row], remarks: list[str], most: int) -> Table:
    kept = [row for row in found if any(row.cells) or row.wrong]
    if len(kept) > most + 1:  # the header is one of them
        raise _bad(f"超过 {most} 行，请分成几份。")
    if len(kept) < 2:
        raise _bad("文件里没有内容：第一行是列名，下面每行一条。")
    header, *rest = kept
    rest, examples = _without_examples(rest)
    if examples:
        remarks = [*remarks, f"{examples} 行是模板里的示例，没有读。"]
    if not rest:
        raise _bad("文件里没有内容：只有模板里的示例。请从第二行起填，每行一条。")
    width = len(header.cells)
    while width and not header.cells[width - 1]:
        width -= 1
    for row in rest:
        row.cells = (row.cells + [""] * width)[:width]
    return Table([plain_name(cell) for cell in header.cells[:width]], rest, remarks)


def _without_examples(rows: list[Row]) -> tuple[list[Row], int]:
    """Leave out the rows that a template shows how to fill in; say how many."""
    kept = [row for row in rows if not _is_example(row)]
    return kept, len(rows) - len(kept)


def _is_example(row: Row) -> bool:
    first = next((cell for cell in row.cells if cell), "")
    return first.startswith(EXAMPLE)


def plain_name(cell: str) -> str:
    """Return the name of a column without marks and without 必填 in brackets."""
    plain = re.sub(r"[\s*＊]", "", unicodedata.normalize("NFKC", cell))
    return re.sub(r"[(\[【〔{](?:必填|选填|必填项|选填项)[)\]】〕}]$", "", plain)


def _short(text: str, row: Row, n: int) -> str:
    plain = visible(text)
    if len(plain) > MAX_CELL:
        row.wrong.append(f"第 {n + 1} 列超过 {MAX_CELL} 个字。")
        return plain[:MAX_CELL]
    return plain


def _bad(text: str) -> ValidationError:
    return ValidationError(text, code="sheet")


# -- Cells


Value = str | bool | date | None


class WrongCellError(ValueError):
    """A cell that does not say what its column asks for; the text tells people."""


def one_of(words: Mapping[str, Value], empty: Value = "") -> Callable[[str], Value]:
    """Return a reader of one of a few words."""

    def read(cell: str) -> Value:
        if not cell:
            return empty
        if cell not in words:
            known = "、".join(list(words)[:8])
            raise WrongCellError(f"“{cell[:20]}”不认识，请填{known}")
        return words[cell]

    return read


# The days of 1927 to 2064 as spreadsheets count them; a year alone is none of them.
SERIAL = re.compile(r"[1-5][0-9]{4}|60000")
_DAY_ZERO = date(1899, 12, 30)


def read_date(cell: str) -> Value:
    """Read a day from 1900 on, as people and spreadsheets (43983) write it."""
    plain = half_width(cell).strip()
    if not plain:
        return None
    if SERIAL.fullmatch(plain):
        return _DAY_ZERO + timedelta(int(plain))
    day = day_of(cell)
    if day is None:
        raise WrongCellError(f"“{cell[:20]}”不是日期，请写成 2020-06-01")
    if day < FIRST_DAY:
        raise WrongCellError(f"“{cell[:20]}”太早了，请写 1900 年以后的日期")
    return day


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
