from center.registers.logs import EXPORTS
from tests.access import register_rows

TABLE = register_rows(EXPORTS)
