"""What a person takes along: the entry for their calendar."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

REMIND_BEFORE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Host:
    """Who invites: the center and where its pages are."""

    name: str
    address: str


def calendar_file(
    *,
    code: str,
    title: str,
    place: str,
    text: str,
    start: datetime,
    end: datetime,
    made: datetime,
    changed: datetime,
    changes: int,
    written: datetime,
    host: Host,
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
    event.add("organizer", _organizer(host))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", title)
    event.add("location", place)
    event.add("description", text)
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


def _organizer(host: Host) -> vCalAddress:
    organizer = vCalAddress(host.address)
    organizer.params["CN"] = vText(host.name)
    return organizer


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -REMIND_BEFORE)
    return alarm
