from reading_room.periodicals.registers import REGISTERS
from tests.access import Row, logged_in, register_rows

ONE = "desk/library/periodicals/issues/<int:pk>/"
CHANGED = Row(302, 403, 404, 403, 403, 403, 404)
TABLE = {
    **{route: row for one in REGISTERS for route, row in register_rows(one).items()},
    "desk/library/periodicals/late/": Row(302, 403, 200, 200, 403, 200, 200),
    ONE: Row(302, 403, 404, 404, 403, 404, 404),
    f"{ONE}arrive/": logged_in(405),
    f"{ONE}undo/": CHANGED,
    f"{ONE}arrive-joined/": CHANGED,
    f"{ONE}claim/": CHANGED,
    f"{ONE}give-up/": CHANGED,
}
