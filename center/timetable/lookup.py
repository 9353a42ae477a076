"""When a center is open, kept in memory for as long as nothing about it changes."""

from functools import lru_cache

from center import portals
from center.hours import OpeningHours
from center.models import Center
from center.timetable.models import SpecialDay, opening_hours
from center.workdays import WorkCalendar


def hours_of(center: Center) -> OpeningHours:
    """Return the opening hours as of the version that ``center`` was read with.

    No query while the version stays; five after a change. Inside a transaction that
    must see the newest hours, read the center again first.
    """
    return _hours(center.pk, center.timetable_version)


def calendar_of(center: Center) -> WorkCalendar:
    return hours_of(center).calendar


@lru_cache(maxsize=64)
def _hours(center_id: int, _version: int) -> OpeningHours:
    closures = [
        stretch
        for closed in portals.gathered("closed_stretches")
        for stretch in closed(center_id)
    ]
    calendar = SpecialDay.objects.calendar()
    return opening_hours(Center(pk=center_id), calendar, closures)
