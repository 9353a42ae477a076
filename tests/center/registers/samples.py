from datetime import timedelta

from center.registers.exports import take_out
from tests import make
from tests.center.registers.sample import Sample

AT = make.moment("2026-11-18 10:00")


def _export(cast, n):
    take_out(
        what=f"名单{n}",
        header=["a"],
        lines=[],
        file_format="csv",
        center=cast.house,
        by=cast.staff["supervisor"],
        at=AT - timedelta(days=n),
    )


SAMPLES = {"registers.export": Sample(make=_export, word="名单0")}
