from reading_room import actions
from reading_room.models import Copy
from tests import make
from tests.center.registers.sample import Sample

AT = make.moment("2026-11-18 10:00")


def title(center, by, name="社区治理读本", key="", copies=1, **fields):
    """Put a title on the shelf."""
    form_key = key or f"title {name} {len(fields)}"
    more = {"name": name, "copies": copies, **fields}
    return actions.add_title(form_key=form_key, center=center, by=by, at=AT, **more)


def copy(center, by, name="社区治理读本", barcode="A1", **fields):
    """Put one copy on the shelf, with this bar code."""
    title(center, by, name, key=f"copy {barcode}", barcodes=[barcode], **fields)
    return Copy.objects.get(center=center, barcode=barcode)


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
    ),
    "reading_room.copy": Sample(
        make=lambda cast, n: copy(cast.house, cast.staff["clerk"], f"书{n}", f"QH-{n}"),
        word="QH-0",
    ),
}
