"""The stock of forms and books, and the register of who got them."""

from center.registers.register import Register, table_of
from center.rules import Role
from reading_room.stock.models import Issue, StockItem

ROLES = {
    Role.CLERK: "view add change export",
    Role.ORGANIZER: "view",
    Role.SUPERVISOR: "view export",
}

STOCK = Register(
    model=StockItem,
    path="desk/library/stock/",
    lede="能发放的报表、书籍和资料，还剩多少",
    sections={"品名": ["name", "kind", "unit", "shelf"]},
    columns=["name", "kind", "stock", "unit", "shelf", "state"],
    search=["name"],
    filters=["kind", "state"],
    print_title="报表、书籍库存表",
    may=ROLES,
)
ISSUES = Register(
    model=Issue,
    path="desk/library/issues/",
    lede="谁领走了什么，入库了多少，库存自动跟着变",
    sections={
        "收发": ["item", "direction", "quantity", "on"],
        "领取": ["receiver", "receiver_unit", "note"],
    },
    columns=["item", "way", "change", "on", "receiver", "receiver_unit", "state"],
    export=[
        *("on", "way", "item", "item__kind", "change", "item__unit"),
        *("receiver", "receiver_unit", "note", "state"),
    ],
    search=["receiver", "receiver_unit", "item__name"],
    filters=["item", "direction", "state"],
    period="on",
    print_title="报表、书籍发放登记簿",
    strike_label="冲销",
    may=ROLES,
)
REGISTERS = [ISSUES, STOCK]
MAY = table_of(REGISTERS)
