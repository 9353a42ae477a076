"""Counting working days. Pure dates: no database, no clock, no request.

Each year the State Council moves working days: some weekdays become holidays, some
weekend days become working days. Everything else is Monday to Friday. A year whose
schedule is not published yet counts by weekends alone and says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of all known years.

    ``holidays`` maps a day off to its name, ``makeup_days`` a make-up working day to
    the weekday (Monday is 0) whose opening hours it follows. ``still_worked`` are days
    off that count until a second person has confirmed them; the doors do not ask.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    makeup_days: Mapping[date, int] = field(default_factory=dict)
    published_years: frozenset[int] = frozenset()
    still_worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Say whether ``day`` is a working day by the State Council schedule."""
        if day in self.makeup_days or day in self.still_worked:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def is_provisional(self, day: date) -> bool:
        """Say whether the schedule of the year of ``day`` is not published yet."""
        return day.year not in self.published_years

    def working_days_after(self, day: date) -> Iterator[date]:
        """Yield each working day after ``day``, up to the last day of the calendar."""
        while day < date.max:
            day += ONE_DAY
            if self.is_working(day):
                yield day

    def nth_after(self, day: date, n: int) -> date:
        """Return the ``n``-th working day after ``day``; ``day`` itself is day 0.

        Raises ``ValueError`` for ``n`` below 1 or when the calendar ends before.
        """
        if n < 1:
            raise ValueError(f"n must be at least 1, not {n}")
        for count, working_day in enumerate(self.working_days_after(day), start=1):
            if count == n:
                return working_day
        raise ValueError(f"no {n} working days after {day}")

    def working_days_between(self, after: date, upto: date) -> int:
        """Count the working days later than ``after`` and not later than ``upto``."""
        days = (upto - after).days
        return sum(
            self.is_working(after + timedelta(days=n)) for n in range(1, days + 1)
        )
