"""What the rows of uploaded lists have in common: their name, and what is known."""

from collections.abc import Iterable
from typing import Any

from django.views.decorators.debug import sensitive_variables

from center.registers.imports import Line
from membership import crypto
from membership.models import Member, Organization
from membership.rules.sheet import Column


def name_of(row: Line) -> str:
    return str(row.values.get("name", ""))


def compare(row: Line, found_as: str, otherwise: list[str]) -> None:
    """Note a row that stands on the books already: the same, or otherwise."""
    if otherwise:
        row.wrong.append(f"{found_as}，{'、'.join(otherwise)}不一样，请在系统里直接改")
    else:
        row.is_same = not row.wrong


@sensitive_variables()
def unlike(
    row: Line, stored: Member | Organization, columns: Iterable[Column]
) -> list[str]:
    """Return the labels of what the row says otherwise; an empty cell says nothing."""
    labels = {column.name: column.label for column in columns}
    labels["organization"] = "党支部"
    return [
        labels[name]
        for name, value in row.values.items()
        if value and not _is_alike(stored, name, value)
    ]


@sensitive_variables()
def _is_alike(stored: Member | Organization, name: str, value: Any) -> bool:
    if name == "id_number" and isinstance(stored, Member):
        return stored.id_index in crypto.blinds(value)
    if name == "secretary_name" and isinstance(stored, Organization):
        return bool(stored.secretary_text == value)
    return bool(getattr(stored, name) == value)
