"""The demo center itself: profile, rooms, staff, systems, rules; all made up."""

from datetime import date, datetime, timedelta
from typing import Any

from center.guide.actions import regulations
from center.guide.models import Framework, Profile, Room, Staffing
from center.models import Center, User
from center.registers import actions as registers

CLERK, SUPERVISOR = "16100000003", "16100000004"
PROFILE: dict[str, Any] = {
    "opened_on": date(2019, 12, 1),
    "area": 1000,
    "layout": "六室一阵地、一心两站",
    "mottos": "便民、利民、服务于民\n马上就办、办就办好\n群众动嘴，干部跑腿",
    "audience": "辖区内的党员、群众和企业",
    "about": "以服务基层、服务群众为宗旨的**连心桥**。一楼大厅六个窗口，进一道门"
    "办完要办的事；五楼有阅览室、健身房和会议室，免费约。\n\n面积、日期为虚构。",
    "way": "自行车停在门口西侧，有充电桩\n轮椅从南门坡道进，一楼有无障碍卫生间",
    "phones": "民政服务：000-16100000 转 2\n社会保障：000-16100000 转 4\n"
    "监督电话：000-16100009",
}
# Floor, number, name, role, direction, venue, x, y, width, height.
ROOMS = [
    (1, "101", "党群服务厅", "综合办公室", "正门进来就是", "", 0, 4, 12, 6),
    (1, "102", "谈心室", "谈心室", "进门往左第一间", "talk-room", 0, 0, 5, 4),
    (1, "103", "司法调解室", "司法调解室", "进门往左第二间", "", 5, 0, 5, 4),
    (
        1,
        "104",
        "老年活动室",
        "文体活动室",
        "进门往右第一间",
        "elders-room",
        12,
        4,
        6,
        6,
    ),
    (1, "105", "退役军人服务站", "一站", "进门往右，过老年活动室", "", 10, 0, 4, 4),
    (1, "106", "新时代文明实践所", "一站", "走廊尽头", "", 14, 0, 4, 4),
    (5, "501", "党群阅览室", "图书阅览室", "出电梯往左", "reading-room", 0, 0, 7, 5),
    (5, "502", "健身房", "党群活动室", "出电梯往右", "gym", 7, 0, 6, 5),
    (
        5,
        "503",
        "多功能会议室",
        "多功能会议室",
        "走廊尽头往左",
        "meeting-room",
        0,
        5,
        7,
        5,
    ),
    (
        5,
        "504",
        "远程教育室",
        "多媒体室",
        "走廊尽头往右",
        "distance-education",
        7,
        5,
        6,
        5,
    ),
    (5, "505", "党员活动室", "党员活动室", "会议室对面", "", 13, 0, 5, 5),
    (5, "506", "党务咨询室", "党务咨询室", "电梯旁边", "", 13, 5, 5, 5),
]
# The same of a second house of the center.
BRANCH = "东门便民点"
BRANCH_ROOMS = [
    (1, "D1", "便民服务点", "一站", "小区东门进来右手边", "", 0, 0, 8, 4),
    (1, "D2", "长者饭堂", "文体活动室", "服务点隔壁", "", 8, 0, 6, 4),
]
STAFF = [
    ("事业编制", 8, 6, 0, 1, "机构编制批复（虚构）"),
    ("社区工作者", 6, 6, 2, 0, "区招（虚构）"),
    ("志愿者", 0, 4, 4, 0, "我是党员我帮您"),
]
FRAMEWORKS = [
    (
        "8315 服务体系",
        "八大平台、三支队伍、一个中心、五项机制（虚构）。",
        "党建活动：党员活动日、主题党日\n志愿服务：我是党员我帮您\n"
        "生活便民：六个窗口 /services/\n科普教育：讲座、培训\n"
        "困难求助：说出来有人管 /petitions/new/\n社会组织孵化：场地免费用 /rooms/\n"
        "文化教育：阅览室 /library/\n体育健身：健身房 /rooms/",
    ),
    (
        "三务公开",
        "增加参与度、扩大知晓度、提高透明度。",
        "党务公开：支部的事 /notices/?kind=party\n"
        "政务公开：社区的事 /notices/?kind=affairs\n"
        "财务公开：钱怎么花的 /notices/?kind=finance\n"
        "公开日历：晚了几天都写着 /disclosure/",
    ),
]
RULES = [
    (
        "shouwen-fuze",
        "首问责任制",
        "第一个接待您的人就是首问责任人。\n\n- **归自己办的**：当场办或一次说清\n"
        "- **归别人办的**：带您过去，交到人手里\n"
        "- **不归我们办的**：告诉您该去哪、电话是多少\n\n"
        "办完以前，首问责任人一直跟着。",
    ),
    (
        "ab-gang",
        "AB 岗制度",
        "每个岗位有 A 岗和 B 岗两个人。\n\nA 岗不在，B 岗顶上，**不让您白跑**。"
        "两个人都不在，提前贴出来，写明谁代办。",
    ),
    (
        "yici-gaozhi",
        "一次性告知制",
        "要带什么、少什么，一次写在单子上给您。\n\n没有写上的，不能再让您补。"
        "因为我们没说清让您多跑的，我们上门取。",
    ),
    (
        "fuwu-shouze",
        "服务守则",
        "以群众**方便不方便、公正不公正、满意不满意**为标准。\n\n"
        "1. 热情接待，耐心解释\n2. 不推、不拖、不收礼\n3. 说到做到，到时答复",
    ),
    (
        "dangyuan-huodong-ri",
        "党员活动日制度",
        "每月一次，五一、七一、十一统一开展。\n\n活动后**五天内**报告，迟了会一直标着。",
    ),
    (
        "banli-dengji",
        "办理登记制度",
        "来的人、来的电话都登记编号，凭编号能查进度。\n\n登记本不得撕页、涂改。",
    ),
]
AGO = timedelta(days=200)


def fill(*, at: datetime, password: str) -> None:
    """Enter everything as the supervisor; the clerk writes the rules."""
    clerk = User.objects.get(phone=CLERK)
    boss = User.objects.get(phone=SUPERVISOR)
    center = clerk.center
    assert center is not None
    common: dict[str, Any] = {"center": center, "by": boss, "at": at - AGO}
    registers.add(Profile, form_key="demo-profile", **PROFILE, **common)
    names: tuple[str, ...] = ("floor", "number", "name", "role", "direction", "venue")
    names += ("x", "y", "width", "height")
    sites = [("主楼", room) for room in ROOMS] + [
        (BRANCH, room) for room in BRANCH_ROOMS
    ]
    for place, (site, room) in enumerate(sites):
        told: dict[str, Any] = dict(zip(names, room, strict=True)) | {"site": site}
        registers.add(Room, form_key=f"demo-room-{place}", **told, **common)
    columns = ("category", "authorized", "actual", "part_time", "leaders", "source")
    for place, staff in enumerate(STAFF):
        counts: dict[str, Any] = dict(zip(columns, staff, strict=True))
        registers.add(Staffing, form_key=f"demo-staff-{place}", **counts, **common)
    for place, (title, intro, parts) in enumerate(FRAMEWORKS):
        said: dict[str, Any] = {"title": title, "intro": intro, "elements": parts}
        registers.add(Framework, form_key=f"demo-frame-{place}", **said, **common)
    for slug, title, body in RULES:
        _rule(center, slug, title, body, clerk, boss, at - AGO)


def _rule(
    center: Center,
    slug: str,
    title: str,
    body: str,
    clerk: User,
    boss: User,
    at: datetime,
) -> None:
    row = regulations.begin(
        center=center,
        slug=slug,
        form_key=f"demo-rule-{slug}",
        by=clerk,
        at=at,
        title=title,
        body=body,
        change_note="第一次公开",
    )
    row = regulations.submit(row, by=clerk, at=at)
    regulations.approve(row, digest=row.digest, by=boss, at=at)
