"""What the registers of the floor show on the desk."""

from center.cards import Entry
from center.models import User
from center.registers.logs import EXPORTS
from center.registers.register import links_of
from center.registers.rules import MAY

__all__ = ["MAY", "links"]


def links(user: User) -> list[Entry]:
    return links_of([EXPORTS], user)
