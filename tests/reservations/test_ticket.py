"""The code as a picture and the entry for a calendar."""

import re

from icalendar import Calendar

from reservations.ticket import calendar_file, qr_svg
from tests.make import moment

ENTRY = {
    "code": "CF7K3M9P",
    "title": "党群阅览室，座位 3",
    "place": "三楼; 东侧, 302",
    "text": "预约码 CF7K 3M9P\n来不了请取消",
    "start": moment("2026-11-25 09:00"),
    "end": moment("2026-11-25 10:00"),
    "made": moment("2026-11-24 08:00"),
}


def test_the_picture_needs_no_style_and_has_a_name():
    picture = qr_svg("https://portal.example/bookings/CF7K3M9P/")
    assert picture.startswith('<svg role="img" viewBox="0 0 ')
    assert "<title>签到用的二维码</title>" in picture
    assert not re.search(r"style=|<style|CF7K3M9P|http", picture)


def test_the_entry_is_in_the_time_of_the_center():
    entry = calendar_file(**ENTRY, is_off=False)
    assert b"DTSTART;TZID=Asia/Shanghai:20261125T090000\r\n" in entry
    assert b"BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n" in entry
    event = Calendar.from_ical(entry).walk("VEVENT")[0]
    assert event["UID"] == "CF7K3M9P@lianxinqiao"
    assert event.decoded("DTEND") == moment("2026-11-25 10:00")
    assert event["LOCATION"] == "三楼; 东侧, 302"
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
