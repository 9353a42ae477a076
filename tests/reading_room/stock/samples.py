from datetime import date, timedelta

from center.registers import actions
from reading_room.stock.models import Issue, StockItem
from tests import make
from tests.center.registers.sample import Sample

AT = make.moment("2026-11-18 10:00")
DAY = date(2026, 11, 18)


def item(cast, name="党员信息采集表", **more):
    """Make something to hand out, with 100 of it in stock."""
    common = {"center": cast.house, "by": cast.staff["clerk"], "at": AT}
    found = StockItem.objects.filter(center=cast.house, name=name).first()
    if found:
        return found
    made = actions.add(
        StockItem, form_key=f"item {name}", name=name, kind="form", unit="张", **common
    )
    issue(cast, item=made, direction="in", quantity=100, key=f"in {name}")
    return made


def issue(cast, key="issue", **fields):
    fields = {"direction": "out", "quantity": 1, "on": DAY} | fields
    fields.setdefault("item", None) or fields.update(item=item(cast))
    return actions.add(
        Issue,
        form_key=key,
        center=cast.house,
        by=cast.staff["clerk"],
        at=AT,
        **fields,
    )


def _issue(cast, n):
    on = DAY - timedelta(days=n)
    return issue(cast, f"issue {n}", on=on, receiver=f"领取人{n}", quantity=n + 1)


def _typed_issue(cast, n):
    return {
        "item": item(cast).pk,
        "direction": "out",
        "quantity": n + 1,
        "on": str(DAY),
        "receiver": f"领取人{n}",
        "receiver_unit": "",
        "note": "",
    }


def _issue_cells(cast, n):
    return {
        "品名": item(cast).name,
        "收发": "领用",
        "数量": str(n + 1),
        "日期": f"2026-11-{n + 1}",
        "领取人": f"领取人{n}",
        "领取单位": "",
        "备注": "",
    }


def _stock(cast, n):
    return actions.add(
        StockItem,
        form_key=f"stock {n}",
        center=cast.house,
        by=cast.staff["clerk"],
        at=AT,
        name=f"登记表{n}",
        kind="form",
        unit="张",
    )


def _typed_stock(cast, n):
    return {"name": f"登记表{n}", "kind": "book", "unit": "本", "shelf": "=1+1"}


SAMPLES = {
    "stock.issue": Sample(
        make=_issue,
        word="领取人0",
        typed=_typed_issue,
        corrected={"receiver": "改过的人"},
        cells=_issue_cells,
        wrong={"数量": "100001"},
    ),
    "stock.stockitem": Sample(
        make=_stock,
        word="登记表0",
        typed=_typed_stock,
        corrected={"shelf": "新柜子"},
        cells=lambda cast, n: {
            "品名": f"登记表{n}",
            "类别": "书籍",
            "单位": "本",
            "存放处": "",
        },
        wrong={"类别": "不认识"},
    ),
}
