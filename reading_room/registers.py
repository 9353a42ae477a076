"""The holdings as a register."""

from center.registers.register import Register, table_of
from center.rules import Role
from reading_room.forms import TitleForm
from reading_room.models import Title

TITLES = Register(
    model=Title,
    path="desk/library/titles/",
    lede="阅览室的书、期刊和报纸，读者在“图书”页面查得到",
    sections={
        "书刊": ["kind", "name", "author", "publisher", "year", "volume"],
        "号码": ["isbn", "issn", "call_number"],
        "架上": ["copies", "place"],
        "查找": ["aliases", "spoken"],
    },
    columns=["name", "author", "kind", "call_number", "copies", "place", "state"],
    export=[
        *("kind", "name", "author", "publisher", "year", "volume", "isbn", "issn"),
        *("call_number", "copies", "place", "aliases", "spoken", "state"),
    ],
    search=["name", "author", "isbn"],
    filters=["kind", "state"],
    form=TitleForm,
    print_title="馆藏书刊架上清单",
    may={
        Role.CLERK: "view add change export",
        Role.ORGANIZER: "view",
        Role.SUPERVISOR: "view export",
    },
)
REGISTERS = [TITLES]
MAY = table_of(REGISTERS)
