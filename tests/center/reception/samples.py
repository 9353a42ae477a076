from tests import make
from tests.center.reception.make import line
from tests.center.registers.sample import Sample

SAMPLES = {
    "reception.line": Sample(
        make=lambda cast, n: line(
            cast.house,
            cast.staff["clerk"],
            at=make.moment("2026-11-18 10:00"),
            what=f"问路{n}",
        ),
        word="问路0",
    )
}
