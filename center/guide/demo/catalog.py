"""The catalog of the demo: six windows, their posts, 36 items; all made up."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from center.guide.actions import catalog as actions
from center.guide.models import Version
from center.models import Center, User
from center.registers import actions as registers
from center.roster.models import Post, Window

CLERK, SUPERVISOR = "16100000003", "16100000004"
CONTENT = Path(__file__).parent.parent / "content" / "services.json"
PHONE, COMPLAINTS = "000-16100000", "000-16100009"
WINDOWS = [
    ("党员服务", "组织关系、党费、流动党员"),
    ("民政服务", "高龄、低保、临时救助"),
    ("卫生计生", "生育、慢病、签约医生"),
    ("社会保障", "养老、医保、社保卡"),
    ("就业服务", "失业登记、补贴、招工"),
    ("退役军人", "优待、就业、抚恤"),
]
DUTIES = (
    "接待来访，一次说清要带的材料\n受理申请，出具受理单\n代跑、代办走不动的老人的事"
)
RULES = (
    "首问负责：谁先接待谁负责到底\n限时办结：不超过公布的时限\nAB 岗：A 岗不在找 B 岗"
)
BLAME = "超过时限没有办，向本人说明并道歉\n态度不好、推诿的，按效能建设规定处理"
LONG_AGO, CHECKED = timedelta(days=120), timedelta(days=400)
# What has not been looked at for a year, and what changes soon.
OLD, CHANGING = "canbao-zhengming", "gaoling-jintie"


def fill(*, at: datetime, password: str) -> None:
    """Write every item as the clerk, approve it as the supervisor."""
    clerk = User.objects.get(phone=CLERK)
    boss = User.objects.get(phone=SUPERVISOR)
    center = clerk.center
    assert center is not None
    windows = _windows(center, clerk, boss, at - LONG_AGO)
    rows = {}
    for item in json.loads(CONTENT.read_text("utf-8")):
        then = at - (CHECKED if item["slug"] == OLD else LONG_AGO)
        rows[item["slug"]] = _item(center, item, windows, clerk, boss, then)
    _unfinished(center, windows, clerk, at)
    _changing(rows[CHANGING], clerk, boss, at)


def _windows(
    center: Center, clerk: User, boss: User, at: datetime
) -> list[tuple[Window, Post]]:
    made = []
    for number, (name, hint) in enumerate(WINDOWS, start=1):
        common: dict[str, Any] = {"center": center, "by": boss, "at": at}
        window = registers.add(
            Window,
            form_key=f"demo-window-{number}",
            number=number,
            name=name,
            hint=hint,
            place="一楼大厅，进门往左",
            phone=PHONE,
            **common,
        )
        post = registers.add(
            Post,
            form_key=f"demo-post-{number}",
            name=f"{name}岗",
            window=window,
            a=clerk,
            b=boss,
            duties=DUTIES,
            rules=RULES,
            responsibility=BLAME,
            **common,
        )
        made.append((window, post))
    return made


def _item(
    center: Center,
    item: dict[str, Any],
    windows: list[tuple[Window, Post]],
    clerk: User,
    boss: User,
    at: datetime,
) -> Version:
    told = dict(item)
    window, post = windows[told.pop("window") - 1]
    if "fee" in told:
        told["fee"] = Decimal(told["fee"])
    row = actions.begin(
        center=center,
        form_key=f"demo-item-{item['slug']}",
        by=clerk,
        at=at,
        post=post,
        place=f"一楼大厅 {window.number} 号窗口",
        phone=PHONE,
        complaint_phone=COMPLAINTS,
        change_note="第一次公开",
        **told | {"window": window},
    )
    row = actions.submit(row, by=clerk, at=at)
    later = at + timedelta(hours=1)
    return actions.approve(row, digest=row.digest, by=boss, at=later)


def _unfinished(
    center: Center, windows: list[tuple[Window, Post]], clerk: User, at: datetime
) -> None:
    """Leave one draft that still lacks what readers need."""
    actions.begin(
        center=center,
        slug="keji-fudao",
        papers=[],
        steps=[],
        form_key="demo-item-draft",
        by=clerk,
        at=at - timedelta(days=1),
        name="手机使用辅导",
        window=windows[2][0],
        service_class="culture",
        summary="教老人用手机挂号、缴费。",
    )


def _changing(row: Version, clerk: User, boss: User, at: datetime) -> None:
    """Announce a version of next week, and hang a poster of the first one."""
    actions.hang(row, place="大厅东墙", by=clerk, at=at - timedelta(days=90))
    told = {name: getattr(row, name) for name in row.texts if name != "is_retirement"}
    told |= {
        "promised_days": 8,
        "effective_on": localdate(at) + timedelta(days=10),
        "change_note": "办理时限从 10 个工作日压缩到 8 个",
    }
    papers = [dict(zip(one.columns, one.said, strict=True)) for one in row.papers.all()]
    steps = [dict(zip(one.columns, one.said, strict=True)) for one in row.steps.all()]
    new = actions.save(
        row,
        papers=papers,
        steps=steps,
        by=clerk,
        at=at - timedelta(days=2),
        version=row.version,
        form_key="demo-item-next",
        **told,
    )
    new = actions.submit(new, by=clerk, at=at - timedelta(days=2))
    actions.approve(new, digest=new.digest, by=boss, at=at - timedelta(days=1))
