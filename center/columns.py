"""What nearly every table has: keys to other rows, columns with a few values."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.db import models

Set = TypeVar("Set", contravariant=True)
Get = TypeVar("Get", covariant=True)


class Key(models.ForeignKey[Set, Get]):
    """A foreign key to what stays as long as this row; no way back unless it is named.

    In migrations it stands as Django's own.
    """

    def __init__(
        self,
        to: type[models.Model] | str,
        verbose_name: str | None = None,
        *,
        on_delete: Any = models.PROTECT,
        related_name: str | None = "+",
        null: bool = False,
        **options: Any,
    ) -> None:
        options |= {"verbose_name": verbose_name, "null": null}
        super().__init__(to, on_delete, related_name=related_name, **options)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs


def known(name: str, **columns: Collection[str]) -> models.CheckConstraint:
    """Return the constraint that a column holds one of the values it may have."""
    condition = models.Q(**{f"{one}__in": columns[one] for one in columns})
    return models.CheckConstraint(name=name, condition=condition)
