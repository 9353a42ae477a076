"""The walk-in register as a list to search, print and take out."""

from center.reception.models import Line
from center.registers.register import Register
from center.rules import Role

LINES = Register(
    model=Line,
    path="desk/walk-in/all/",
    lede="哪天谁来办了什么，怎样了",
    columns=[*("number", "at", "who", "what", "how", "handed_out", "owner", "state")],
    export=[
        *("number", "at", "entered_at", "channel", "name", "phone", "unit", "what"),
        *("how", "where_to", "first_asked", "owner", "certificate"),
        *("certificate_number", "finished_at", "why", "sheet", "note", "state"),
    ],
    search=[*("name", "phone", "what", "unit", "certificate", "certificate_number")],
    filters=["how", "channel", "state"],
    period="at",
    print_title="办理登记簿",
    icon="list",
    may={Role.CLERK: "view export", Role.SUPERVISOR: "view export"},
)
