"""Made-up absences: A is away and B is there, and one afternoon both are away."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate

from center.hours import OpeningHours
from center.models import User
from center.roster.actions import set_absent
from center.timetable.lookup import hours_of

CLERK, SUPERVISOR = "16100000003", "16100000004"
NOON = time(12)
SOON, LATER = timedelta(days=2), timedelta(days=6)
# Behind so many closed days no afternoon is looked for.
FURTHEST = 60


def fill(*, at: datetime, password: str) -> None:
    """Enter as the supervisor who is away, on the next open afternoons."""
    clerk = User.objects.get(phone=CLERK)
    boss = User.objects.get(phone=SUPERVISOR)
    assert clerk.center is not None
    hours, said = hours_of(clerk.center), dict[str, Any](by=boss, at=at)
    soon = _afternoon(hours, localdate(at) + SOON)
    later = _afternoon(hours, localdate(soon["starts_at"]) + LATER)
    set_absent(staff=clerk, deputy=boss, reason="去医院", **soon, **said)
    set_absent(staff=clerk, deputy=boss, reason="街道培训", **later, **said)
    # The deputy goes too: the windows stay shut, and the desk warns of it.
    set_absent(staff=boss, reason="街道培训", shuts_window=True, **later, **said)


def _afternoon(hours: OpeningHours, first: date) -> dict[str, Any]:
    """Return the first afternoon from a day on, on which the doors are open."""
    days = (first + timedelta(days=n) for n in range(FURTHEST))
    spans = (span for day in days for span in hours.spans_on(day))
    span = next(one for one in spans if one.start.time() >= NOON)
    return {"starts_at": span.start, "ends_at": span.end}
