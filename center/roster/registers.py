"""Windows and posts, kept as registers."""

from center.registers.register import Register, table_of
from center.roster.models import Post, Window
from center.rules import Role

ROLES = {
    Role.CLERK: "view",
    Role.ORGANIZER: "view",
    Role.SUPERVISOR: "view add change export",
}
WINDOWS = Register(
    model=Window,
    path="desk/services/windows/",
    lede="大厅里有哪些窗口，居民按它找人",
    sections={"窗口": ["number", "name", "hint", "place", "phone"]},
    columns=["number", "name", "hint", "place", "phone", "state"],
    search=["name", "hint"],
    filters=["state"],
    print_title="窗口一览",
    may=ROLES,
)
POSTS = Register(
    model=Post,
    path="desk/services/posts/",
    lede="岗位职责、工作规程、责任追究，A 岗和 B 岗是谁",
    sections={
        "岗位": ["name", "window", "a", "b"],
        "权责": ["duties", "rules", "responsibility"],
    },
    columns=["name", "window", "a", "b", "state"],
    export=["name", "window", "a", "b", "duties", "rules", "responsibility", "state"],
    search=["name"],
    filters=["window", "state"],
    print_title="岗位权责清单",
    may=ROLES,
)
REGISTERS = [WINDOWS, POSTS]
MAY = table_of(REGISTERS)
