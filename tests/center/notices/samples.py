from datetime import date

from tests.center.notices import make
from tests.center.registers.sample import Sample

FROM = date(2026, 1, 1)


def _duty(cast, n):
    return make.duty(cast.house, cast.staff["supervisor"], title=f"收支{n}")


SAMPLES = {
    "notices.duty": Sample(
        make=_duty,
        word="收支0",
        typed=lambda cast, n: {
            "kind": "finance",
            "title": f"收支{n}",
            "unit": "",
            "basis": "",
            "every": "month",
            "due_day": "",
            "from_on": str(FROM),
            "responsible": "",
        },
        corrected={"responsible": "会计"},
        cells=lambda cast, n: {
            "类别": "财务公开",
            "公开什么": f"收支{n}",
            "哪个村、社区或支部": "",
            "依据": "",
            "多久一次": "每月",
            "期满后次月几日前": "",
            "从哪天起要公开": "2026-01-01",
            "责任人或岗位": "",
        },
        wrong={"期满后次月几日前": "32"},
    )
}
