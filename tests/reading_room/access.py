from reading_room.registers import REGISTERS
from tests.access import Row, everybody, logged_in, register_rows

SEEN = Row(302, 403, 200, 200, 403, 200, 200)
NOT_THERE = Row(302, 403, 404, 404, 403, 404, 404)
CHANGED = Row(302, 403, 404, 403, 403, 403, 404)

TABLE = {
    **{route: row for one in REGISTERS for route, row in register_rows(one).items()},
    "library/": everybody(200),
    "library/<int:pk>/": everybody(404),
    "desk/library/": SEEN,
    "desk/library/labels/": SEEN,
    "desk/library/shelf-list/": SEEN,
    "desk/library/copies/<int:pk>/": NOT_THERE,
    "desk/library/copies/<int:pk>/shelve/": logged_in(405),
    "desk/library/copies/<int:pk>/mend/": logged_in(405),
    **{
        f"desk/library/copies/<int:pk>/{verb}/": CHANGED
        for verb in ("renumber", "lose", "remove")
    },
}
