"""How much one judgement may take. Pure: known to both sides of the pipe."""

from typing import NamedTuple

MEGABYTE = 1024 * 1024


class Limits(NamedTuple):
    """Seconds of CPU, seconds on the clock, bytes of memory, and what is said then."""

    cpu_seconds: int
    wall_seconds: int
    memory: int
    too_much: str


# The code itself takes about 30 MB; each worker has one child at a time.
TASKS = {
    "pdf": Limits(4, 15, 200 * MEGABYTE, "太复杂，读不完，请打印成普通 PDF 再传。"),
    "nameless": Limits(4, 15, 200 * MEGABYTE, "太复杂，请打印成普通 PDF 再传。"),
    "picture": Limits(
        8, 20, 200 * MEGABYTE, "太大或太复杂，打不开，请缩小或截屏后再传。"
    ),
    "marc": Limits(10, 25, 256 * MEGABYTE, "这份数据太大或太复杂，请分成几份再上传。"),
    "sheet": Limits(
        10, 25, 256 * MEGABYTE, "这个表格太大或太复杂，请只留名单，另存后再上传。"
    ),
}
