"""Areas and the branches that receive there, kept as a register."""

from center.registers.register import Register, table_of
from center.rules import Role
from membership.areas.models import Area

AREAS = Register(
    model=Area,
    path="desk/areas/",
    lede="哪条路、哪个小区归哪个网格、哪个支部接收",
    sections={
        "片区": ["community", "grid", "words"],
        "接收支部": ["branch", "phone", "place"],
    },
    columns=["community", "grid", "branch", "phone", "state"],
    export=["community", "grid", "words", "branch", "phone", "place", "state"],
    search=["community", "grid", "words"],
    filters=["state"],
    print_title="片区和接收支部一览",
    may={
        Role.CLERK: "view",
        Role.ORGANIZER: "view add change export",
        Role.SUPERVISOR: "view add change export",
    },
)
REGISTERS = [AREAS]
MAY = table_of(REGISTERS)
