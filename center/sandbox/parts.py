"""Read the XML parts of a workbook as a stream, with a budget of bytes and marks."""

import zipfile
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat

from center.sandbox.refusals import RefusalError

MAX_UNPACKED = 60_000_000
MAX_MARKS = 2_000_000
MAX_DEPTH = 50
CHUNK = 1_000_000
TOO_MUCH = "这个表格展开后太大，请只留名单再上传。"
UNKNOWN = "这个表格里有不认识的内容，请重新另存为 .xlsx 再上传。"


class EnoughError(Exception):
    """Nothing more of this part is needed."""


class Part(Protocol):
    """What takes the marks of one part as they come."""

    def start(self, mark: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, mark: str) -> None:
        """Take its end."""

    def words(self, text: str) -> None:
        """Take what stands between."""


@dataclass
class Budget:
    """What may still be unpacked and read of one workbook."""

    bytes: int = MAX_UNPACKED
    marks: int = MAX_MARKS
    depth: int = 0

    def spend(self, *, size: int = 0, marks: int = 0) -> None:
        """Take something; refuse when nothing is left."""
        self.bytes -= size
        self.marks -= marks
        if self.bytes < 0 or self.marks < 0:
            raise RefusalError(TOO_MUCH)


def read(package: zipfile.ZipFile, name: str, part: Part, budget: Budget) -> None:
    """Hand a part its marks; refuse declarations, which a list never needs."""

    def start(mark: str, attributes: dict[str, str]) -> None:
        budget.spend(marks=1)
        budget.depth += 1
        if budget.depth > MAX_DEPTH:
            raise RefusalError(UNKNOWN)
        part.start(mark.rpartition(":")[2], attributes)

    def end(mark: str) -> None:
        budget.depth -= 1
        part.end(mark.rpartition(":")[2])

    def refuse(*_: object) -> None:
        raise RefusalError(UNKNOWN)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = part.words
    try:
        with package.open(name) as file:
            while chunk := file.read(CHUNK):
                budget.spend(size=len(chunk))
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except EnoughError:
        budget.depth = 0
