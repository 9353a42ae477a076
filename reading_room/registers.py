"""The holdings as registers: titles, and every copy by its bar code."""

from center.registers.register import Register, table_of
from center.registers.rules import Verb
from center.rules import Role
from center.workflow.views import Action
from reading_room import actions
from reading_room.forms import CopiesForm, TitleForm
from reading_room.models import Copy, Title

TITLES = Register(
    model=Title,
    path="desk/library/titles/",
    lede="阅览室的书、期刊和报纸，读者在“图书”页面查得到",
    sections={
        "书刊": ["kind", "name", "author", "publisher", "year", "volume", "series"],
        "号码": ["isbn", "is_another", "issn", "cn", "call_number"],
        "架上": ["copies", "barcodes", "place"],
        "查找": ["aliases", "spoken"],
        "介绍": ["extent", "summary"],
    },
    columns=["name", "author", "kind", "call_number", "copies", "place", "state"],
    export=[
        *("kind", "name", "author", "publisher", "year", "volume", "isbn", "issn"),
        *("cn", "call_number", "copies", "on_shelf", "place", "aliases", "spoken"),
        *("series", "extent", "summary", "state"),
    ],
    search=["name", "author", "isbn"],
    filters=["kind", "state"],
    form=TitleForm,
    print_title="馆藏书刊清单",
    may={
        Role.CLERK: "view add change export",
        Role.ORGANIZER: "view",
        Role.SUPERVISOR: "view export",
    },
    add=actions.add_title,
    strike=actions.strike_title,
    verbs=[
        Action(
            verb=Verb.CHANGE,
            name="title_copies",
            route="copies/",
            label="加册",
            button="加上",
            lede="写加几册，或者扫条码；扫的比写的多，以扫的为准。",
            form=CopiesForm,
            run=actions.add_copies,
            permission="reading_room.change_title",
            done="已加上。",
        )
    ],
    detail_template="reading_room/title_detail.html",
    import_name="imports:new",
    tools=[
        ("打印书标", "reading_room:labels"),
        ("排架清单", "reading_room:shelf_list"),
    ],
)
_SEEN = "reading_room.view_title"
COPIES = Register(
    model=Copy,
    path="desk/library/copies/",
    lede="按条码找一册，看它在哪里",
    columns=["barcode", "title", "title__call_number", "state", "due_on"],
    search=["barcode", "title__name"],
    filters=["state"],
    print_title="馆藏条码清册",
    permissions={"view": _SEEN, "export": "reading_room.export_title"},
    may={role: verbs.replace("add change ", "") for role, verbs in TITLES.may.items()},
    icon="list",
)
REGISTERS = [TITLES, COPIES]
MAY = table_of([TITLES])
