from center.registers import actions
from center.roster.models import Post
from tests.center.guide import make
from tests.center.registers.sample import Sample

NAMES = ["党员服务", "民政服务", "社会保障"]


def _window(cast, n):
    return make.window(cast.house, cast.staff["supervisor"], n + 1, NAMES[n % 3])


def _post(cast, n):
    return actions.add(
        Post,
        form_key=f"post {n}",
        center=cast.house,
        by=cast.staff["supervisor"],
        at=make.AT,
        name=f"岗位{n}",
        window=_window(cast, 0),
        duties="接待来访\n一次性告知",
    )


SAMPLES = {
    "roster.window": Sample(
        make=_window,
        word="党员服务",
        typed=lambda cast, n: {
            "number": n + 1,
            "name": NAMES[n % 3],
            "hint": "",
            "place": "",
            "phone": "",
        },
        corrected={"place": "一楼大厅"},
        cells=lambda cast, n: {
            "窗口号": str(n + 1),
            "名称": NAMES[n % 3],
            "常办的事": "",
            "在哪里": "",
            "窗口电话": "",
        },
        wrong={"窗口号": "100"},
    ),
    "roster.post": Sample(
        make=_post,
        word="岗位0",
        typed=lambda cast, n: {
            "name": f"岗位{n}",
            "window": "",
            "a": cast.staff["clerk"].pk,
            "b": "",
            "duties": "接待来访",
            "rules": "",
            "responsibility": "",
        },
        corrected={"rules": "限时办结"},
        cells=lambda cast, n: {
            "岗位": f"岗位{n}",
            "窗口": "",
            "A岗": "",
            "B岗": "",
            "职责": "接待来访",
            "工作规程": "",
            "责任追究": "",
        },
        wrong={"岗位": ""},
    ),
}
