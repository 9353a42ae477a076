"""Who is at a post, and who stands in for whom (AB 岗, domain.md §4.11). Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from center.rules import Role

# So many natural days ahead a post without anybody is shown.
AHEAD = timedelta(days=14)
# So many open days stand on one sheet.
SHEET_DAYS = 10
REASON = 100

VIEW, ADD, MANAGE = (f"roster.{verb}_absence" for verb in ("view", "add", "change"))
_OWN = [VIEW, ADD]
MAY = {Role.CLERK: _OWN, Role.ORGANIZER: _OWN, Role.SUPERVISOR: [*_OWN, MANAGE]}


class Away(NamedTuple):
    """Somebody is away for ``[start, end)``, open where nobody knows until when."""

    person: int
    deputy: int | None
    start: datetime
    end: datetime | None

    def holds_at(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)


class Presence:
    """Who of the staff is there, from the absences of a stretch of time."""

    def __init__(self, absences: Iterable[Away]) -> None:
        self._of: dict[int, list[Away]] = {}
        for one in absences:
            self._of.setdefault(one.person, []).append(one)

    def away(self, person: int, at: datetime) -> Away | None:
        found = (one for one in self._of.get(person, ()) if one.holds_at(at))
        return next(found, None)

    def acting(self, person: int, at: datetime) -> int | None:
        """Return who does the work of somebody: themselves, or the end of the chain."""
        seen: set[int] = set()
        now: int | None = person
        while now is not None and now not in seen:
            absence = self.away(now, at)
            if absence is None:
                return now
            seen.add(now)
            now = absence.deputy
        return None

    def there(self, holders: Iterable[int], at: datetime) -> int | None:
        found = (self.acting(one, at) for one in holders)
        return next((one for one in found if one is not None), None)

    def turns(self, start: datetime, end: datetime) -> list[datetime]:
        """Return the moments of ``[start, end)`` at which somebody goes or returns."""
        every = (one for absences in self._of.values() for one in absences)
        moments = {moment for one in every for moment in (one.start, one.end) if moment}
        return [start, *sorted(one for one in moments if start < one < end)]
