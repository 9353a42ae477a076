"""What a person takes along: the code as a picture, the entry for their calendar."""

from datetime import datetime, timedelta

import segno
from django.utils.safestring import SafeString, mark_safe
from icalendar import Alarm, Calendar, Event

REMIND_BEFORE = timedelta(hours=2)


def qr_svg(address: str) -> SafeString:
    """Return the address as an inline picture without any style of its own."""
    picture = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, title="签到用的二维码", svgclass=None, lineclass=None
    )
    # The picture is drawn by segno from numbers; the address itself is not in it.
    return mark_safe(picture.replace("<svg", '<svg role="img"', 1))  # noqa: S308


def calendar_file(
    *,
    code: str,
    title: str,
    place: str,
    text: str,
    start: datetime,
    end: datetime,
    made: datetime,
    is_off: bool,
) -> bytes:
    """Return one event as iCalendar; the same booking always has the same UID.

    ``start`` and ``end`` are in the center's time zone, which is written into the
    file, so that no phone has to guess.
    """
    event = Event()
    event.add("uid", f"{code}@lianxinqiao")
    event.add("dtstamp", made)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", title)
    event.add("location", place)
    event.add("description", text)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    if not is_off:
        event.add_component(_alarm(title))
    calendar = Calendar()
    calendar.add("prodid", "-//lianxinqiao//reservations//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -REMIND_BEFORE)
    return alarm
