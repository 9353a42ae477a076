from center.registers import actions
from reading_room.models import Title
from tests import make
from tests.center.registers.sample import Sample

AT = make.moment("2026-11-18 10:00")


def title(center, by, name="社区治理读本", key="", **fields):
    """Put a title on the shelf."""
    form_key = key or f"title {name} {len(fields)}"
    return actions.add(
        Title, form_key=form_key, center=center, by=by, at=AT, name=name, **fields
    )


def _typed(cast, n):
    return {
        "kind": "book",
        "name": f"书{n}的故事",
        "author": "秦岚",
        "isbn": "7-02-000220-X",
        "call_number": "d922.1/3",
        "copies": 2,
    }


SAMPLES = {
    "reading_room.title": Sample(
        make=lambda cast, n: title(cast.house, cast.staff["clerk"], f"书{n}的故事"),
        word="书0的故事",
        typed=_typed,
        corrected={"place": "新书架"},
        cells=lambda cast, n: {
            "种类": "图书",
            "题名": f"书{n}的故事",
            "著者": "秦岚",
            "出版社": "",
            "出版年": "2021",
            "卷册": "",
            "ISBN": "978-7-02-000220-7",
            "ISSN": "",
            "索书号": "D922.1/3",
            "册数": "3",
            "放在哪里": "",
            "别名、关键词": "",
            "读音": "",
        },
        wrong={"ISBN": "9.78702E+12"},
    )
}
