"""What the stock shows elsewhere: the way to its registers on the desk."""

from center.cards import Entry
from center.models import User
from center.registers.register import links_of
from reading_room.stock.registers import MAY, REGISTERS

__all__ = ["MAY", "links"]


def links(user: User) -> list[Entry]:
    return links_of(REGISTERS, user)
