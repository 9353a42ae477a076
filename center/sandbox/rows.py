"""Rows as they are taken in, each bound counted where it is reached."""

from dataclasses import dataclass, field

from center.sandbox.refusals import RefusalError

MAX_ROWS = 20_000
MAX_COLUMNS = 40
# As many as a row of a spreadsheet can have.
MAX_CELLS_IN_ROW = 16_384
# Cut here; what is longer than people write is told where invisible signs are gone.
MOST_KEPT = 2_000
MAX_TEXT = 5_000_000


@dataclass(slots=True)
class Row:
    """One row: its number as the person sees it, its cells, what is wrong with it."""

    number: int
    cells: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seen: int = 0

    def count_cell(self) -> None:
        """Count a cell, also one that is left out."""
        self.seen += 1
        if self.seen > MAX_CELLS_IN_ROW:
            raise RefusalError("列太多，请只留名单的列，另存后再上传。")

    def put(self, column: int, text: str) -> None:
        """Put a text into a column; columns far to the right are left out."""
        self.count_cell()
        if column >= MAX_COLUMNS or not text:
            return
        self.cells += [""] * (column + 1 - len(self.cells))
        self.cells[column] = text[:MOST_KEPT]

    def refuse(self, column: int, why: str) -> None:
        """Note a cell that cannot be trusted; it stays empty."""
        self.count_cell()
        if column < MAX_COLUMNS:
            self.wrong.append(f"第 {column + 1} 列{why}")


@dataclass
class Table:
    """What was read so far."""

    rows: list[Row] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    text: int = 0

    def keep(self, row: Row) -> None:
        """Keep a row that has something in it."""
        if not row.wrong and not any(map(str.strip, row.cells)):
            return
        self.rows.append(row)
        self.text += sum(map(len, row.cells))
        if len(self.rows) > MAX_ROWS + 1:  # the header is one of them
            raise RefusalError(f"超过 {MAX_ROWS} 行，请分成几份。")
        if self.text > MAX_TEXT:
            raise RefusalError("文字太多，请只留名单的列，或者分成几份。")
