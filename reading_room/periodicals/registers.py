"""Subscriptions as a register."""

from center.registers.register import Register, table_of
from center.rules import Role
from reading_room.periodicals import actions
from reading_room.periodicals.forms import SubscriptionForm
from reading_room.periodicals.models import Subscription

SUBSCRIPTIONS = Register(
    model=Subscription,
    path="desk/library/periodicals/",
    lede="每年订了哪些报刊，哪一期到了、哪一期要催",
    sections={
        "订阅": ["title", "year", "copies"],
        "刊期": ["frequency", "first_on", "post_code", "note"],
    },
    columns=["title", "year", "frequency", "copies", "post_code", "state"],
    export=[
        *("title", "title__kind", "year", "frequency", "copies", "first_on"),
        *("post_code", "note", "state"),
    ],
    search=["title__name", "post_code"],
    filters=["frequency", "state"],
    form=SubscriptionForm,
    print_title="报刊订阅登记簿",
    may={
        Role.CLERK: "view add change export",
        Role.ORGANIZER: "view",
        Role.SUPERVISOR: "view export",
    },
    add=actions.subscribe,
    detail_template="reading_room/subscription.html",
)
REGISTERS = [SUBSCRIPTIONS]
MAY = table_of(REGISTERS)
