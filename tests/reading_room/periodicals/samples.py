from datetime import date

from reading_room.periodicals import actions
from tests import make
from tests.center.registers.sample import Sample
from tests.reading_room.samples import title

AT = make.moment("2026-11-18 10:00")


def subscription(center, by, n=0, frequency="month", first=date(2026, 1, 5), **more):
    """Subscribe to the nth magazine."""
    paper = magazine(center, by, n)
    values = {"title": paper, "year": first.year, "frequency": frequency}
    values |= {"first_on": first, "copies": 1, **more}
    key = f"subscription {n}"
    return actions.subscribe(form_key=key, center=center, by=by, at=AT, **values)


def magazine(center, by, n=0):
    return title(center, by, f"青禾月刊{n}", key=f"magazine {n}", kind="magazine")


def _typed(cast, n):
    return {
        "title": magazine(cast.house, cast.staff["clerk"], n).pk,
        "year": 2026,
        "copies": 1,
        "frequency": "month",
        "first_on": "2026-01-05",
        "post_code": f"4-{n}",
        "note": "",
    }


def _cells(cast, n):
    return {
        "报刊": str(magazine(cast.house, cast.staff["clerk"], n)),
        "年度": "2026",
        "份数": "2",
        "刊期": "月刊",
        "第一期哪天到": "2026-01-05",
        "邮发代号": f"4-{n}",
        "备注": "",
    }


SAMPLES = {
    "periodicals.subscription": Sample(
        make=lambda cast, n: subscription(cast.house, cast.staff["clerk"], n),
        word="青禾月刊0",
        typed=_typed,
        corrected={"post_code": "82-1"},
        cells=_cells,
        wrong={"份数": "101"},
    )
}
