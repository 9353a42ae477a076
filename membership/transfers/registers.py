"""The register of what was refused, for the party organizations above."""

from typing import Any

from center.models import User
from center.registers.register import Register
from center.rules import Role
from membership.transfers.models import Refusal


def for_superior(rows: Any, user: User) -> Any:
    return rows.for_superior(user)


REFUSALS = Register(
    model=Refusal,
    path="desk/transfers/refusals/",
    lede="不予转出和退回的，原因和上级意见",
    columns=[
        *("transfer__name", "transfer__direction", "decided_by", "code", "text"),
        *("at", "superior", "opinion", "seen_by", "seen_at"),
    ],
    search=["transfer__name", "decided_by", "text"],
    filters=["code"],
    period="at",
    scope=for_superior,
    permissions={
        "view": "transfers.view_transfer",
        "export": "transfers.export_transfer",
    },
    may=dict.fromkeys(Role, "view export"),
    print_title="拒转拒接登记簿",
    icon="list",
)
