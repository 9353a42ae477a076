from center.roster.registers import REGISTERS
from tests.access import Row, logged_in, register_rows

_STAFF = Row(302, 403, 200, 200, 403, 200, 200)
TABLE = {
    "desk/roster/": _STAFF,
    "desk/roster/absence/": _STAFF,
    # By POST only.
    "desk/roster/absence/<int:pk>/end/": logged_in(405),
    "desk/roster/take-over/<int:pk>/": logged_in(405),
}
for one in REGISTERS:
    TABLE |= register_rows(one)
