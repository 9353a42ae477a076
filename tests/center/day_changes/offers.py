"""What is offered of a change of the calendar: to a second person of the root."""

from datetime import date

from django.utils import timezone

from center.day_changes.actions import changes
from center.day_changes.rules import Entry
from center.day_changes.views.changes import VERBS
from center.timetable.models import SpecialDay
from tests.offers import Subject, declared


def rows(cast):
    at = timezone.now()

    def changed(day, by):
        SpecialDay.objects.create(day=day, kind="holiday", name="临时")
        given = {"before": Entry(), "reason": "市政府通知", "by": by, "at": at}
        return changes.note_change(day=day, **given)

    done = changed(date(2026, 12, 3), cast.above_supervisor)
    changes.confirm(done, by=cast.above, at=at, version=done.version)
    done.refresh_from_db()
    return {
        "waiting": changed(date(2026, 12, 4), cast.above_supervisor),
        "own": changed(date(2026, 12, 7), cast.above),
        "confirmed": done,
    }


def verbs(row, _cast):
    return declared(VERBS, row, {"confirm": {}, "refuse": {"reason": "没有这个通知"}})


SUBJECTS = [
    Subject(
        "changes of the calendar",
        ("day_changes", "timetable"),
        "2026-11-24 10:00",
        rows,
        lambda row: [row.get_absolute_url()],
        verbs,
    )
]
