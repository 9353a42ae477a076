"""The table of ratios: taken in turn, told as minimum, median and maximum."""

import json
import statistics
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass
class Line:
    """One row: what was measured, in which unit, against what, and the bar."""

    what: str
    ours: float
    reference: float
    ratios: list[float]
    bar: str
    unit: str = "/s"
    # Milliseconds of CPU that a request costs, and a request for the reference.
    cpu: float = 0.0
    reference_cpu: float = 0.0

    @property
    def cells(self) -> list[str]:
        low, high = min(self.ratios), max(self.ratios)
        middle = statistics.median(self.ratios)
        return [
            self.what,
            f"{self.ours:,.1f} {self.unit}",
            f"{self.reference:,.1f} {self.unit}",
            f"{middle:.2f} ({low:.2f}–{high:.2f})",
            f"{self.reference_cpu / self.cpu:.2f} ({self.cpu:.1f} ms)"
            if self.cpu
            else "",
            self.bar,
        ]


HEAD = ["what", "ours", "reference", "ratio by wall", "by CPU", "bar"]


def show(lines: list[Line]) -> str:
    """Return the table as text."""
    rows = [HEAD, *(line.cells for line in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    return "\n".join(
        " · ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


def save(lines: list[Line], target: Path) -> None:
    """Write the same as JSON."""
    rows = [asdict(line) for line in lines]
    target.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
