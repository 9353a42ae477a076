"""The register of everything that was taken out of the portal."""

from center.registers.models import Export
from center.registers.register import Register
from center.rules import Role

EXPORTS = Register(
    model=Export,
    path="desk/exports/",
    lede="谁、什么时候、导出了什么、多少条",
    columns=["at", "by", "what", "asked", "count", "format", "with_numbers", "reason"],
    search=["by__name", "what", "reason"],
    filters=["format", "with_numbers"],
    period="at",
    print_title="导出登记簿",
    may={Role.SUPERVISOR: "view export"},
    icon="list",
)
