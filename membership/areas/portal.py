"""What areas show on the desk and on the page of the center's guide."""

from django.urls import reverse

from center.cards import Entry
from center.models import User
from center.registers.register import links_of
from membership.areas.registers import MAY, REGISTERS

__all__ = ["MAY", "guides", "links"]


def links(user: User) -> list[Entry]:
    return links_of(REGISTERS, user)


def guides() -> list[Entry]:
    text = "按住的地方找接收党员的支部"
    return [Entry("找党支部", text, reverse("areas:find_branch"), "pin")]
