"""What is to be disclosed, kept as a register."""

from center.notices.models import Duty
from center.registers.register import Register, table_of
from center.rules import Role

DUTIES = Register(
    model=Duty,
    path="desk/disclosure/",
    lede="党务、政务、财务公开什么、多久一次、谁负责",
    sections={
        "公开什么": ["kind", "title", "unit", "basis"],
        "什么时候": ["every", "due_day", "from_on", "responsible"],
    },
    columns=["title", "kind", "unit", "every", "responsible", "state"],
    export=[
        *("kind", "title", "unit", "basis", "every", "due_day", "from_on"),
        *("responsible", "state"),
    ],
    search=["title", "unit", "responsible"],
    filters=["kind", "every", "state"],
    print_title="公开事项清单",
    may={
        Role.CLERK: "view",
        Role.ORGANIZER: "view add change export",
        Role.SECRETARY: "view",
        Role.SUPERVISOR: "view add change export",
    },
)
REGISTERS = [DUTIES]
MAY = table_of(REGISTERS)
