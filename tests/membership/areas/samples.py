from center.registers import actions
from membership.areas.models import Area
from tests import make
from tests.center.registers.sample import Sample

AT = make.moment("2026-11-18 10:00")


def area(center, by, key="0", **told):
    told = {"community": "柳溪社区", "grid": "第一网格", "words": "柳溪里"} | told
    return actions.add(
        Area, form_key=f"area {key}", center=center, by=by, at=AT, **told
    )


def _area(cast, n):
    return area(cast.house, cast.staff["supervisor"], str(n), grid=f"网格{n}")


SAMPLES = {
    "areas.area": Sample(
        make=_area,
        word="网格0",
        typed=lambda cast, n: {
            "community": "柳溪社区",
            "grid": f"网格{n}",
            "words": "柳溪里",
            "branch": "",
            "phone": "",
            "place": "",
        },
        corrected={"place": "一楼大厅"},
        cells=lambda cast, n: {
            "社区、村": "柳溪社区",
            "网格": f"网格{n}",
            "地名": "柳溪里",
            "接收党员的支部": "",
            "办公电话": "",
            "在哪里报到": "",
        },
        wrong={"办公电话": "16100000001"},
    )
}
