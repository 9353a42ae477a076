"""The two large parts of a workbook: the texts that cells share, and the sheet."""

import re

from center.sandbox.parts import EnoughError
from center.sandbox.refusals import RefusalError
from center.sandbox.rows import MAX_COLUMNS, MOST_KEPT, Row, Table
from center.sandbox.values import (
    ERROR,
    FORMULA,
    NO_NUMBER,
    CellError,
    literal,
    number_text,
    unescaped,
    unwrapped,
)

MAX_STRINGS = 450_000
MAX_STRINGS_TEXT = 20_000_000
# Somebody colored a whole column: the sheet goes on, the list does not.
MAX_BLANK_ROWS = 1_000
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TRUE = ("1", "true")


class StringsPart:
    """The texts that cells share; what is only read aloud is left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._is_text = self._is_aloud = False
        self._size = 0

    def start(self, mark: str, attributes: dict[str, str]) -> None:
        """Begin a text."""
        if mark == "si":
            self._pieces = []
        elif mark == "rPh":
            self._is_aloud = True
        self._is_text = mark == "t" and not self._is_aloud

    def end(self, mark: str) -> None:
        """Keep a text."""
        self._is_text = False
        if mark == "rPh":
            self._is_aloud = False
        if mark != "si":
            return
        text = unescaped("".join(self._pieces))[:MOST_KEPT]
        self.texts.append(text)
        self._size += len(text)
        if len(self.texts) > MAX_STRINGS or self._size > MAX_STRINGS_TEXT:
            raise RefusalError("这个表格里的文字太多，请只留名单再上传。")

    def words(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)


class SheetPart:
    """The rows of a sheet, without those that nobody sees."""

    def __init__(
        self, table: Table, texts: list[str], forms: list[str], *, is_1904: bool
    ) -> None:
        self.table, self.texts, self.forms = table, texts, forms
        self.is_1904 = is_1904
        self.hidden_rows = 0
        self.hidden_cells: set[int] = set()
        self._hidden: set[int] = set()
        self._row = Row(0)
        self._number, self._column, self._blank = 0, -1, 0
        self._is_hidden = self._is_aloud = False
        self._cell: dict[str, str] = {}
        self._into: list[str] | None = None
        self._value: list[str] = []
        self._formula: list[str] | None = None

    def start(self, mark: str, attributes: dict[str, str]) -> None:
        """Begin a row, a cell, or what is in it."""
        if mark == "c":
            self._begin_cell(attributes)
        elif mark in ("v", "t"):
            self._into = None if self._is_aloud else self._value
        elif mark == "f":
            self._into = self._formula = []
        elif mark == "row":
            self._begin_row(attributes)
        elif mark == "rPh":
            self._is_aloud = True
        elif mark == "col" and attributes.get("hidden") in _TRUE:
            first, last = int(attributes["min"]) - 1, int(attributes["max"])
            self._hidden |= set(range(max(first, 0), min(last, MAX_COLUMNS)))

    def end(self, mark: str) -> None:
        """Keep a cell or a row."""
        self._into = None
        if mark == "c":
            self._end_cell()
        elif mark == "rPh":
            self._is_aloud = False
        elif mark == "row":
            self._end_row()

    def words(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._number = int(attributes.get("r") or self._number + 1)
        self._row, self._column = Row(self._number), -1
        self._is_hidden = attributes.get("hidden") in _TRUE

    def _end_row(self) -> None:
        if not self._row.cells and not self._row.wrong:
            self._blank += 1
            if self._blank > MAX_BLANK_ROWS:
                raise EnoughError
            return
        self._blank = 0
        if self._is_hidden:
            self.hidden_rows += 1
        else:
            self.table.keep(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = _PLACE.fullmatch(attributes.get("r", ""))
        self._column = _column_of(place[1]) if place else self._column + 1
        self._cell, self._value, self._formula = attributes, [], None

    def _end_cell(self) -> None:
        if self._column in self._hidden:
            self._row.count_cell()
            if self._value:
                self.hidden_cells.add(self._column)
            return
        try:
            self._row.put(self._column, self._shown())
        except CellError as error:
            self._row.refuse(self._column, str(error))

    def _shown(self) -> str:
        """Return what the cell shows, or raise ``CellError``."""
        kind, stored = self._cell.get("t", "n"), "".join(self._value)
        if self._formula is not None:
            text = literal("".join(self._formula))
            if text is None:
                raise CellError(FORMULA)
            return text
        if kind == "e":
            raise CellError(ERROR)
        return self._stored(kind, stored) if stored else ""

    def _stored(self, kind: str, stored: str) -> str:
        if kind == "s":
            return unwrapped(self._shared(stored))
        if kind == "b":
            return "是" if stored in _TRUE else "否"
        if kind == "d":
            return stored[:10]
        if kind == "n":
            return number_text(stored, self._form(), is_1904=self.is_1904)
        return unwrapped(unescaped(stored))

    def _shared(self, stored: str) -> str:
        if not stored.isdecimal() or int(stored) >= len(self.texts):
            raise CellError(NO_NUMBER)
        return self.texts[int(stored)]

    def _form(self) -> str:
        number = self._cell.get("s", "0")
        is_known = number.isdecimal() and int(number) < len(self.forms)
        return self.forms[int(number)] if is_known else ""


def _column_of(letters: str) -> int:
    """Return 0 for A, 26 for AA."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1
