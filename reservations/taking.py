"""What all ways of taking a unit share: locks, checks after the lock, alternatives."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class Alternative:
    """Something free in place of what was taken: good for one tap.

    ``unit_number`` is None where any unit will do. ``text`` is what a button says.
    """

    start: datetime
    slots: int
    unit_number: int | None
    kind: str
    text: str


class Taken(ValidationError):
    """Somebody else was first; says so and carries what is free instead."""

    def __init__(self, text: str, alternatives: list[Alternative]) -> None:
        """Keep the alternatives beside the sentence."""
        super().__init__(text, code="taken")
        self.alternatives = alternatives
