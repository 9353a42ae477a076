"""The code as a picture and the entry for a calendar."""

from icalendar import Calendar

from reservations.actions import verbs
from reservations.views.ticket import calendar_file
from tests.make import moment
from tests.reservations import make

ENTRY = {
    "code": "CF7K3M9P",
    "title": "党群阅览室，座位 3",
    "place": "三楼; 东侧, 302",
    "text": "预约码 CF7K 3M9P\n来不了请取消",
    "url": "https://portal.example/bookings/CF7K3M9P/",
    "start": moment("2026-11-25 09:00"),
    "end": moment("2026-11-25 10:00"),
    "made": moment("2026-11-24 08:00"),
    "changed": moment("2026-11-24 09:00"),
    "changes": 1,
    "written": moment("2026-11-24 10:00"),
    "host": "清河街道党群服务中心",
    "host_url": "https://portal.example/",
}


def test_the_entry_is_in_the_time_of_the_center():
    entry = calendar_file(**ENTRY, is_off=False)
    assert b"DTSTART;TZID=Asia/Shanghai:20261125T090000\r\n" in entry
    assert b"BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n" in entry
    event = Calendar.from_ical(entry).walk("VEVENT")[0]
    assert event["UID"] == "CF7K3M9P@lianxinqiao"
    assert event.decoded("DTEND") == moment("2026-11-25 10:00")
    assert event["LOCATION"] == "三楼; 东侧, 302"
    assert event["URL"] == "https://portal.example/bookings/CF7K3M9P/"
    assert event["STATUS"] == "CONFIRMED"
    assert len(event.walk("VALARM")) == 1


def test_a_cancelled_entry_takes_itself_out_of_the_calendar():
    entry = calendar_file(**ENTRY, is_off=True)
    assert b"METHOD:CANCEL\r\n" in entry
    event = Calendar.from_ical(entry).walk("VEVENT")[0]
    assert event["UID"] == "CF7K3M9P@lianxinqiao"
    assert event["STATUS"] == "CANCELLED"
    assert event.walk("VALARM") == []


def test_the_same_booking_gives_the_same_file():
    assert calendar_file(**ENTRY, is_off=False) == calendar_file(**ENTRY, is_off=False)


def test_a_later_file_replaces_the_earlier_one():
    event = Calendar.from_ical(calendar_file(**ENTRY, is_off=False)).walk("VEVENT")[0]
    assert event["SEQUENCE"] == 1
    assert event.decoded("LAST-MODIFIED") == moment("2026-11-24 09:00")
    assert event.decoded("DTSTAMP") == moment("2026-11-24 10:00")
    assert event.decoded("CREATED") == moment("2026-11-24 08:00")


def test_the_center_invites():
    event = Calendar.from_ical(calendar_file(**ENTRY, is_off=False)).walk("VEVENT")[0]
    assert str(event["ORGANIZER"]) == "https://portal.example/"
    assert event["ORGANIZER"].params["CN"] == "清河街道党群服务中心"


def test_each_step_of_a_booking_counts(browse, clock, hall, lin, chen):
    booking = make.booking(hall, lin, "2026-11-25 10:00")
    url = f"/bookings/{booking.code}/event.ics"

    def event():
        return Calendar.from_ical(browse(lin).get(url).content).walk("VEVENT")[0]

    first = event()
    at = moment("2026-11-25 08:40")
    assert (first["SEQUENCE"], first.decoded("DTSTAMP")) == (0, at)
    verbs.cancel(booking=booking, by=lin, at=moment("2026-11-25 08:45"))
    second = event()
    assert second["SEQUENCE"] == 1
    assert second.decoded("LAST-MODIFIED") == moment("2026-11-25 08:45")
    assert second["STATUS"] == "CANCELLED"
    assert second["UID"] == first["UID"]
