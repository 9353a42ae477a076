from datetime import date

from center.searches.actions import note_empty
from tests import make
from tests.center.registers.sample import Sample


def _make(cast, n):
    day = "2026-11-18 10:00"
    note_empty(
        center=cast.house, place="图书", typed=f"没有的书{n}", at=make.moment(day)
    )


SAMPLES = {
    "searches.emptysearch": Sample(
        make=_make,
        word="没有的书0",
        day=date(2026, 11, 1),  # counted a month, under its first day
    )
}
