from membership.areas.registers import REGISTERS
from tests.access import everybody, register_rows

TABLE = {route: row for one in REGISTERS for route, row in register_rows(one).items()}
TABLE |= {"guide/find-branch/": everybody(200)}
