"""How a list says that a day is off or worked, and whose hours it has. Pure."""

from datetime import date

from center.workdays import SATURDAY

MONDAY, FRIDAY = 0, 4
# What notices and offices write in the column of the kind.
OFF = ("放假", "休", "休息", "假", "节假日", "放假调休")
WORKED = ("调休上班", "上班", "班", "补班", "调休")


def kind_in_words(cell: str) -> str:
    """Return the kind as the form knows it, however a list calls it."""
    plain = cell.strip()
    if plain in OFF:
        return OFF[0]
    return WORKED[0] if plain in WORKED else cell


def usual_follows(day: date) -> int:
    return FRIDAY if day.weekday() == SATURDAY else MONDAY
