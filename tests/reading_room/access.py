from reading_room.registers import REGISTERS
from tests.access import everybody, register_rows

TABLE = {
    **{route: row for one in REGISTERS for route, row in register_rows(one).items()},
    "library/": everybody(200),
    "library/<int:pk>/": everybody(404),
}
