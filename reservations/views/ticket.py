"""What a person takes along: the entry for their calendar."""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

REMIND_BEFORE = timedelta(hours=2)


def calendar_file(
    *,
    code: str,
    title: str,
    place: str,
    text: str,
    url: str,
    start: datetime,
    end: datetime,
    made: datetime,
    changed: datetime,
    changes: int,
    written: datetime,
    host: str,
    host_url: str,
    is_off: bool,
) -> bytes:
    """Return one event as iCalendar; the same booking always has the same UID.

    ``start`` and ``end`` are in the center's time zone, which is written into the
    file, so that no phone has to guess. A file taken later has the higher number of
    ``changes`` and replaces what the phone has. Source: RFC 5545, 3.8.7.
    """
    event = Event()
    event.add("uid", f"{code}@lianxinqiao")
    event.add("dtstamp", written)
    event.add("created", made)
    event.add("last-modified", changed)
    event.add("sequence", changes)
    event.add("organizer", _organizer(host, host_url))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", title)
    event.add("location", place)
    event.add("description", text)
    event.add("url", url)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    if not is_off:
        event.add_component(_alarm(title))
    return _file(event, is_off=is_off)


def _file(event: Event, *, is_off: bool) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//lianxinqiao//reservations//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _organizer(name: str, url: str) -> vCalAddress:
    organizer = vCalAddress(url)
    organizer.params["CN"] = vText(name)
    return organizer


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -REMIND_BEFORE)
    return alarm
