from center.searches.registers import REGISTERS
from tests.access import register_rows

TABLE = {route: row for one in REGISTERS for route, row in register_rows(one).items()}
