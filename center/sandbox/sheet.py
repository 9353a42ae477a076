"""Read a list, CSV or XLSX, into rows of text; both within counted bounds.

The answer is JSON: rows of number, cells and what is wrong with them, and remarks.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from center.sandbox import workbook
from center.sandbox.refusals import RefusalError
from center.sandbox.rows import Row, Table
from center.sandbox.values import unwrapped

MAX_LINES = 200_000


def judge(content: bytes) -> bytes:
    table = Table()
    if content.startswith(b"PK"):
        workbook.read(content, table)
    else:
        _read_text(content, table)
    rows = [(row.number, row.cells, row.wrong) for row in table.rows]
    return json.dumps({"rows": rows, "remarks": table.remarks}).encode()


def _read_text(content: bytes, table: Table) -> None:
    text, coding = _decoded(content)
    table.remarks.append(f"按 {coding} 编码读取。")
    first = text[: text.find("\n")] if "\n" in text else text
    mark = max(",\t;，", key=first.count)
    if mark == "，":
        raise RefusalError("列之间要用英文逗号隔开，请用表格软件另存为 CSV 或 .xlsx。")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    for number, cells in _numbered(lines):
        row = Row(number)
        for column, cell in enumerate(cells):
            row.put(column, unwrapped(cell))
        table.keep(row)


def _numbered(lines: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, cells in enumerate(lines, start=1):
            if number > MAX_LINES:
                raise RefusalError("行太多，请只留名单，分成几份。")
            yield number, cells
    except csv.Error as error:
        is_long = "field limit" in str(error)
        why = "有一格太长" if is_long else "引号没有配对"
        raise RefusalError(f"第 {number + 1} 行读不懂，{why}，请检查。") from error


def _decoded(content: bytes) -> tuple[str, str]:
    """Return the text and the coding it was in."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        codings = [("utf-16", "UTF-16")]
    else:
        codings = [("utf-8-sig", "UTF-8"), ("gb18030", "GBK")]
    for coding, label in codings:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, label
    raise RefusalError("读不出文字，请用表格软件另存为 CSV UTF-8 或 .xlsx。")
