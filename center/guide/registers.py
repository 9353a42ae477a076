"""What the center says of itself, kept as registers."""

from center.guide.forms import ProfileForm
from center.guide.models import Framework, Profile, Room, Staffing
from center.registers.register import Register, table_of
from center.rules import Role

ROLES = {
    Role.CLERK: "view",
    Role.ORGANIZER: "view",
    Role.SUPERVISOR: "view add change export",
}
PROFILES = Register(
    model=Profile,
    path="desk/guide/profile/",
    lede="简介、面积、服务理念、怎么来、电话",
    sections={
        "概况": ["opened_on", "area", "layout", "mottos", "audience", "about"],
        "怎么找": ["way", "phones"],
    },
    form=ProfileForm,
    columns=["layout", "opened_on", "area", "state"],
    export=[
        *("opened_on", "area", "layout", "mottos", "audience", "about", "way"),
        *("phones", "state"),
    ],
    search=["layout"],
    filters=["state"],
    print_title="中心概况",
    may=ROLES,
)
ROOMS = Register(
    model=Room,
    path="desk/guide/rooms/",
    lede="六室一阵地、房间号、怎么走，在平面图上的位置",
    sections={
        "功能室": ["site", "floor", "number", "name", "role", "direction", "venue"],
        "平面图": ["x", "y", "width", "height"],
    },
    columns=["site", "floor", "number", "name", "role", "state"],
    export=[
        *("site", "floor", "number", "name", "role", "direction", "venue"),
        *("x", "y", "width", "height", "state"),
    ],
    search=["name", "number", "role"],
    filters=["state"],
    print_title="功能室一览",
    may=ROLES,
)
STAFFING = Register(
    model=Staffing,
    path="desk/guide/staffing/",
    lede="编制、实有、空缺、专职兼职、来源",
    sections={
        "人数": ["category", "authorized", "actual", "part_time", "leaders"],
        "来源": ["source", "note"],
    },
    columns=["category", "authorized", "actual", "vacant", "part_time", "state"],
    export=[
        *("category", "authorized", "actual", "vacant", "full_time", "part_time"),
        *("leaders", "source", "note", "state"),
    ],
    search=["category", "source"],
    filters=["state"],
    print_title="人员编制表",
    may=ROLES,
)
FRAMEWORKS = Register(
    model=Framework,
    path="desk/guide/frameworks/",
    lede="8315 这样的服务体系，各部分连到哪里",
    sections={"体系": ["title", "intro", "elements"]},
    columns=["title", "intro", "state"],
    export=["title", "intro", "elements", "state"],
    search=["title"],
    filters=["state"],
    print_title="服务体系",
    may=ROLES,
)
REGISTERS = [PROFILES, ROOMS, STAFFING, FRAMEWORKS]
MAY = table_of(REGISTERS)
