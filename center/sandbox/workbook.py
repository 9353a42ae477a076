"""Open a workbook and read its first visible sheet; the rest stays shut."""

import io
import posixpath
import zipfile
import zlib
from xml.parsers import expat

from center.sandbox import parts
from center.sandbox.refusals import RefusalError
from center.sandbox.rows import Table
from center.sandbox.sheet_parts import SheetPart, StringsPart
from center.sandbox.values import kind_of_format

MAX_PARTS = 200
UNREADABLE = "这个表格打不开，请重新另存为 .xlsx 再上传。"
STRICT = "这是“严格”格式的表格，请另存为普通的 .xlsx 再上传。"
LOCKED = "这个表格加了密码，请去掉密码再上传。"
_STRICT_NAMES = "http://purl.oclc.org/ooxml/"
_MAIN = "xl/workbook.xml"


def read(content: bytes, table: Table) -> None:
    """Read the rows of the first visible sheet into the table."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_package(package.infolist())
            _read_package(package, table)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError) as error:
        raise RefusalError(UNREADABLE) from error
    except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError) as error:
        raise RefusalError(UNREADABLE) from error


def _check_package(found: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in found):
        raise RefusalError(LOCKED)
    size = sum(part.file_size for part in found)
    if len(found) > MAX_PARTS or size > parts.MAX_UNPACKED:
        raise RefusalError(parts.TOO_MUCH)


def _read_package(package: zipfile.ZipFile, table: Table) -> None:
    budget, names = parts.Budget(), set(package.namelist())
    book, places, strings, styles = (
        BookPart(),
        PlacesPart(),
        StringsPart(),
        StylesPart(),
    )
    parts.read(package, _MAIN, book, budget)
    parts.read(package, "xl/_rels/workbook.xml.rels", places, budget)
    sheets = [
        (title, state, places.found[place])
        for title, state, place in book.sheets
        if place in places.found
    ]
    shown = [sheet for sheet in sheets if sheet[1] == "visible"]
    if not shown:
        return
    for part, name in ((strings, places.strings), (styles, places.styles)):
        if name in names:
            parts.read(package, name, part, budget)
    sheet = SheetPart(table, strings.texts, styles.forms, is_1904=book.is_1904)
    table.remarks.append(f"读的是工作表“{shown[0][0][:40]}”。")
    parts.read(package, shown[0][2], sheet, budget)
    for count, text in (
        (len(shown) - 1, "另外 {} 个工作表没有读。"),
        (len(sheets) - len(shown), "{} 个隐藏的工作表没有读。"),
        (sheet.hidden_rows, "{} 行是隐藏的（或筛选掉的），没有读。"),
        (len(sheet.hidden_cells), "{} 列是隐藏的，没有读。"),
    ):
        if count:
            table.remarks.append(text.format(count))


class BookPart:
    """The list of sheets: title, state, id of the place."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.is_1904 = False

    def start(self, mark: str, attributes: dict[str, str]) -> None:
        """Take a sheet; refuse the dialect that common programs do not write."""
        if any(value.startswith(_STRICT_NAMES) for value in attributes.values()):
            raise RefusalError(STRICT)
        if mark == "workbookPr":
            self.is_1904 = attributes.get("date1904") in ("1", "true")
        if mark == "sheet":
            place = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            state = attributes.get("state", "visible")
            self.sheets.append((attributes.get("name", ""), state, place))

    def end(self, mark: str) -> None:
        """Take the end of an element."""

    def words(self, text: str) -> None:
        """Take text; there is none."""


class PlacesPart:
    """Where the parts of the workbook lie: id to name."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.strings = self.styles = ""

    def start(self, mark: str, attributes: dict[str, str]) -> None:
        """Take a place."""
        if mark != "Relationship" or attributes.get("TargetMode") == "External":
            return
        place = posixpath.normpath(posixpath.join("/xl", attributes["Target"]))[1:]
        kind = attributes["Type"].rpartition("/")[2]
        if kind == "worksheet":
            self.found[attributes["Id"]] = place
        elif kind == "sharedStrings":
            self.strings = place
        elif kind == "styles":
            self.styles = place

    def end(self, mark: str) -> None:
        """Take the end of an element."""

    def words(self, text: str) -> None:
        """Take text; there is none."""


class StylesPart:
    """How each style shows a number: date, duration, zeros or as it is."""

    def __init__(self) -> None:
        self.forms: list[str] = []
        self._codes: dict[int, str] = {}
        self._is_inside = False

    def start(self, mark: str, attributes: dict[str, str]) -> None:
        """Take a format or a style."""
        if mark == "numFmt":
            number = int(attributes["numFmtId"])
            self._codes[number] = attributes.get("formatCode", "")[:200]
        elif mark == "cellXfs":
            self._is_inside = True
        elif mark == "xf" and self._is_inside:
            number = int(attributes.get("numFmtId", 0))
            self.forms.append(kind_of_format(number, self._codes.get(number, "")))

    def end(self, mark: str) -> None:
        if mark == "cellXfs":
            self._is_inside = False

    def words(self, text: str) -> None:
        """Take text; there is none."""
