"""Who may see and confirm what was changed about days; the house is the root."""

from datetime import date

from django.utils import timezone

from center.day_changes.actions.changes import note_change
from center.day_changes.rules import Entry
from center.timetable.models import SpecialDay
from tests.access import Row, staff

DAY = date(2026, 12, 4)
SEEN = {"anonymous": 302, "resident": 403, "organizer": 403, "secretary": 403}


def changed(cast, part=""):
    SpecialDay.objects.create(day=DAY, kind="holiday", name="临时")
    row = note_change(
        day=DAY,
        before=Entry(),
        reason="市政府通知",
        by=cast.staff["supervisor"],
        at=timezone.now(),
    )
    return f"{row.get_absolute_url()}{part}"


KEEPERS = Row(**SEEN, clerk=403, supervisor=200, elsewhere=403)
TABLE = {
    "desk/calendar/": Row(**SEEN, clerk=200, supervisor=200, elsewhere=200),
    "desk/calendar/year/": KEEPERS,
    "desk/calendar/year/template/": KEEPERS,
    "desk/calendar/<int:pk>/": Row(
        **SEEN, clerk=200, supervisor=200, elsewhere=404, make=changed
    ),
    "desk/calendar/<int:pk>/confirm/": staff(
        405, resident=405, make=lambda cast: changed(cast, "confirm/")
    ),
    "desk/calendar/<int:pk>/refuse/": Row(
        **SEEN,
        clerk=200,
        supervisor=302,
        elsewhere=404,
        make=lambda cast: changed(cast, "refuse/"),
    ),
}
