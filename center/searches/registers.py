"""The terms as a register that supervisors read."""

from center.registers.register import Register, table_of
from center.rules import Role
from center.searches.models import EmptySearch

TERMS = Register(
    model=EmptySearch,
    path="desk/searches/",
    lede="居民找过、我们没有的：该添书、加别名，还是写一条办事指南",
    columns=["term", "place", "month", "count"],
    search=["term", "place"],
    period="month",
    is_by_month=True,
    then_by="count",
    print_title="没找到的词",
    may={Role.SUPERVISOR: "view export"},
    icon="search",
)
REGISTERS = [TERMS]
MAY = table_of(REGISTERS)
