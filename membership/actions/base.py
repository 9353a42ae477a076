"""What the actions share: clean text, differences in words, stale edits."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from center import throttle
from center.models import User
from center.rules import mask_phone
from center.text import person_name, visible
from center.workflow.actions import StaleError
from membership.rules import REASON_MIN

__all__ = [
    "StaleError",
    "cleaned",
    "difference",
    "needed_reason",
    "shown",
]

# Columns that hold the name of a person.
NAMES = {"secretary_name"}


def cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with typed texts freed of invisible signs."""
    return {
        name: _one_form(name, value) if isinstance(value, str) else value
        for name, value in fields.items()
    }


def _one_form(name: str, value: str) -> str:
    # ``name`` of an organization is what stands on its seal, Latin letters included;
    # between its Han characters there are no blanks either.
    return person_name(value) if name in NAMES else visible(value)


def difference(row: Model, fields: dict[str, Any]) -> dict[str, str]:
    """Return, for each field that would change, old and new in words."""
    return {
        name: f"{_label(row, name)}：{shown(row, name)} → {shown(row, name, value)}"
        for name, value in fields.items()
        if getattr(row, name) != value
    }


def shown(row: Model, name: str, *value: Any) -> str:
    """Return a field's value, or another one for it, as a person reads it."""
    plain = value[0] if value else getattr(row, name)
    if plain in ("", None):
        return "（空）"
    if name == "phone" and len(str(plain)) == len("16100000000"):
        return mask_phone(str(plain))
    if isinstance(plain, bool):
        return "是" if plain else "否"
    if isinstance(plain, date):
        return f"{plain:%Y-%m-%d}"
    choices = dict(row._meta.get_field(name).flatchoices or [])  # type: ignore[union-attr]
    return str(choices.get(plain, plain))


def needed_reason(text: str) -> str:
    """Return a cleaned reason; refuse one that says nothing."""
    reason = visible(text)[:200]
    if len(reason) < REASON_MIN:
        raise ValidationError(
            f"请写清楚理由，至少 {REASON_MIN} 个字，例如“核对转出介绍信”。",
            code="reason",
        )
    return reason


def _label(row: Model, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def count_look(kind: str, *, by: User, at: datetime) -> None:
    """Count one look at whole ID numbers and refuse one too many, with code ``limit``.

    Call it outside a transaction: what is rolled back would not be counted.
    """
    if not throttle.hit(kind, str(by.pk), at):
        raise ValidationError(
            "这一刻钟里看完整身份证号的次数已经很多了，请过 15 分钟再看。", code="limit"
        )
