"""What may happen to a record: one table of transitions. Pure.

The same table is obeyed by the actions, offers the buttons, is walked by the tests and
becomes the trigger in the database.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

NOTE_LENGTH = 300
# The code of a refusal that no other text in the form would change.
REFUSED = "wrong_state"
NOT_ALLOWED = "您的岗位不能办这一项，请找能办的同事。"


class Refusal(str):
    """A refusal with a code; ``is_barred``: never theirs, however the row stands."""

    __slots__ = ("code", "is_barred")
    code: str
    is_barred: bool

    def __new__(
        cls, text: str, code: str = REFUSED, *, is_barred: bool = False
    ) -> "Refusal":
        made = super().__new__(cls, text)
        made.code, made.is_barred = code, is_barred
        return made


@dataclass(frozen=True)
class Transition:
    """One row of the table: a verb, the states it starts from, the state it leads to.

    Without ``target`` the record stays in its state. ``refusal`` is what people read
    where the verb does not start; ``{now}`` in it is the state. ``permission`` is asked
    of whoever acts; empty where what somebody is to the row decides.
    """

    verb: str
    sources: Collection[str]
    target: str | None = None
    refusal: str = ""
    permission: str = ""


class Workflow:
    """Every transition of one kind of record; nothing else is possible."""

    def __init__(self, states: type[TextChoices], *table: Transition) -> None:
        self.states = states
        self.table = table

    def first(self, verb: str) -> Any:
        return self._of(verb)[0]

    def find(self, verb: str, state: str) -> Any:
        return next((one for one in self._of(verb) if state in one.sources), None)

    def refusal(self, verb: str, state: str) -> str:
        """Say why ``verb`` does not start in ``state``; empty where it does."""
        if self.find(verb, state):
            return ""
        first: Transition = self.first(verb)
        now = self.states(state).label
        if first.refusal:
            return first.refusal.format(now=now)
        if first.target is None:
            return f"现在是“{now}”，不能这样办。"
        return f"现在是“{now}”，不能改成“{self.states(first.target).label}”。"

    def permission(self, verb: str) -> str:
        first: Transition = self.first(verb)
        return first.permission

    def moves(self, verb: str) -> bool:
        return any(one.target is not None for one in self._of(verb))

    def may_become(self, old: str, new: str) -> bool:
        return (str(old), str(new)) in self.pairs

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return the table as old and new state, for the trigger.

        In the order of the states: another order would be another trigger.
        """
        return [
            (old, new)
            for old in self.states.values
            for new in sorted(self._targets(old) - {old})
        ]

    def _of(self, verb: str) -> list[Transition]:
        found = [one for one in self.table if one.verb == verb]
        if not found:
            raise LookupError(f"{verb} is not in the table")
        return found

    def _targets(self, state: str) -> set[str]:
        return {
            str(one.target)
            for one in self.table
            if state in one.sources and one.target is not None
        }
