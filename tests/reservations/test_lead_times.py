"""Lead times over lunch, weekends, holidays, make-up days and closures.

The real calendar around them: 2026-09-25 (Friday) is 中秋节 and a holiday, 10-01 to
10-07 are 国庆节, Sunday 09-20 and Saturday 10-10 are make-up working days.
"""

from datetime import date, time, timedelta

import pytest

from center.hours import OpeningHours, Stretch, moment
from center.wording import minutes_text
from center.workdays import WorkCalendar
from reservations.rules.lead_times import (
    Lead,
    LeadUnit,
    book_by,
    first_start,
    said,
    said_for,
)
from tests.make import moment as when

WEEK = {day: ((time(9), time(12)), (time(14), time(17, 30))) for day in range(5)}
HOLIDAYS = {date(2026, 9, 25): "中秋节"} | {
    date(2026, 10, n): "国庆节" for n in range(1, 8)
}
MAKEUP = {date(2026, 9, 20): 0, date(2026, 10, 10): 4}
CALENDAR = WorkCalendar(HOLIDAYS, MAKEUP, frozenset([2026]))
HOURS = OpeningHours(WEEK, CALENDAR)
CLOSED = (Stretch(when("2026-11-24 09:00"), when("2026-11-24 12:00"), "停电"),)

HALF_DAY = Lead(1, LeadUnit.HALF_DAYS)
THREE_DAYS = Lead(3, LeadUnit.DAYS)
THREE_WORKING = Lead(3, LeadUnit.DAYS, in_working_days=True)


@pytest.mark.parametrize(
    ("lead", "at", "first"),
    [
        (Lead(30), "2026-11-24 08:30", "2026-11-24 09:00"),
        (Lead(0), "2026-11-24 08:30", "2026-11-24 08:30"),
        # before the doors open, in the morning, at lunch, in the afternoon, at night
        (HALF_DAY, "2026-11-24 08:00", "2026-11-24 14:00"),
        (HALF_DAY, "2026-11-24 11:59", "2026-11-24 14:00"),
        (HALF_DAY, "2026-11-24 12:00", "2026-11-25 09:00"),
        (HALF_DAY, "2026-11-24 17:29", "2026-11-25 09:00"),
        (HALF_DAY, "2026-11-24 17:30", "2026-11-25 14:00"),
        (HALF_DAY, "2026-11-24 23:59", "2026-11-25 14:00"),
        (HALF_DAY, "2026-11-25 00:00", "2026-11-25 14:00"),
        # Friday evening and the weekend: Monday morning is too soon
        (HALF_DAY, "2026-11-27 17:00", "2026-11-30 09:00"),
        (HALF_DAY, "2026-11-27 17:30", "2026-11-30 14:00"),
        (HALF_DAY, "2026-11-29 10:00", "2026-11-30 14:00"),
        # the evening before a holiday, and the day after it
        (HALF_DAY, "2026-09-24 17:00", "2026-09-28 09:00"),
        (HALF_DAY, "2026-09-25 10:00", "2026-09-28 14:00"),
        (HALF_DAY, "2026-09-30 18:00", "2026-10-08 14:00"),
        # a make-up Saturday is an open day like any other
        (HALF_DAY, "2026-10-09 17:00", "2026-10-10 09:00"),
        (HALF_DAY, "2026-10-09 18:00", "2026-10-10 14:00"),
        (HALF_DAY, "2026-10-10 15:00", "2026-10-12 09:00"),
        (Lead(2, LeadUnit.HALF_DAYS), "2026-11-24 10:00", "2026-11-25 09:00"),
        (Lead(0, LeadUnit.HALF_DAYS), "2026-11-24 10:00", "2026-11-24 10:00"),
        (Lead(0, LeadUnit.HALF_DAYS), "2026-11-24 13:00", "2026-11-24 14:00"),
        # whole days: the hour does not matter
        (THREE_DAYS, "2026-11-24 00:00", "2026-11-27 00:00"),
        (THREE_DAYS, "2026-11-24 23:59", "2026-11-27 00:00"),
        (THREE_DAYS, "2026-11-27 12:00", "2026-11-30 00:00"),
        (THREE_WORKING, "2026-11-27 12:00", "2026-12-02 00:00"),
        (THREE_WORKING, "2026-09-30 12:00", "2026-10-10 00:00"),
        (Lead(0, LeadUnit.DAYS, True), "2026-11-28 12:00", "2026-11-28 00:00"),
    ],
)
def test_the_earliest_start(lead, at, first):
    assert first_start(lead, when(at), HOURS) == when(first)


def test_a_closed_morning_is_no_half_day():
    hours = OpeningHours(WEEK, CALENDAR, CLOSED)
    # Tuesday's morning is closed, so its afternoon had to be booked on Monday.
    assert first_start(HALF_DAY, when("2026-11-23 16:00"), hours) == when(
        "2026-11-24 14:00"
    )
    assert first_start(HALF_DAY, when("2026-11-23 18:00"), hours) == when(
        "2026-11-25 09:00"
    )


def test_a_special_opening_is_a_half_day():
    saturday = Stretch(when("2026-11-28 09:00"), when("2026-11-28 11:00"), "开放日")
    hours = OpeningHours(WEEK, CALENDAR, openings=(saturday,))
    assert first_start(HALF_DAY, when("2026-11-27 18:00"), hours) == when(
        "2026-11-30 09:00"
    )


def test_a_closure_that_ends_a_morning_early_moves_its_close():
    early = Stretch(when("2026-11-24 11:00"), when("2026-11-24 12:00"), "停电")
    hours = OpeningHours(WEEK, CALENDAR, (early,))
    assert first_start(HALF_DAY, when("2026-11-24 11:00"), hours) == when(
        "2026-11-25 09:00"
    )


def test_nothing_can_be_booked_where_nothing_opens():
    never = OpeningHours({}, CALENDAR)
    assert first_start(HALF_DAY, when("2026-11-24 08:00"), never) is None
    assert book_by(HALF_DAY, when("2026-11-24 09:00"), never) is None
    assert said_for(HALF_DAY, when("2026-11-24 09:00"), never) == said(HALF_DAY)


@pytest.mark.parametrize(
    ("lead", "start", "by"),
    [
        (Lead(30), "2026-11-24 09:00", "2026-11-24 08:30"),
        (HALF_DAY, "2026-11-24 09:00", "2026-11-23 17:30"),
        (HALF_DAY, "2026-11-24 14:00", "2026-11-24 12:00"),
        (HALF_DAY, "2026-11-24 17:00", "2026-11-24 12:00"),
        (HALF_DAY, "2026-11-30 09:00", "2026-11-27 17:30"),
        (HALF_DAY, "2026-10-08 09:00", "2026-09-30 17:30"),
        (HALF_DAY, "2026-10-10 09:00", "2026-10-09 17:30"),
        (HALF_DAY, "2026-10-12 09:00", "2026-10-10 17:30"),
        (Lead(0, LeadUnit.HALF_DAYS), "2026-10-12 09:00", "2026-10-12 09:00"),
        (THREE_DAYS, "2026-11-27 09:00", "2026-11-25 00:00"),
        (THREE_WORKING, "2026-12-02 09:00", "2026-11-30 00:00"),
        (THREE_WORKING, "2026-10-10 09:00", "2026-10-08 00:00"),
    ],
)
def test_until_when_a_start_could_be_booked(lead, start, by):
    assert book_by(lead, when(start), HOURS) == when(by)


@pytest.mark.parametrize("lead", [Lead(45), HALF_DAY, THREE_DAYS, THREE_WORKING])
def test_both_ways_of_counting_agree(lead):
    """A start can be booked exactly until the moment that is said aloud."""
    tick = timedelta(seconds=1)
    for day in (date(2026, 9, 15) + timedelta(days=n) for n in range(30)):
        for span in HOURS.spans_on(day):
            limit = book_by(lead, span.start, HOURS)
            still = limit if lead.unit == LeadUnit.MINUTES else limit - tick
            for at, in_time in ((still, True), (still + tick, False)):
                first = first_start(lead, at, HOURS)
                assert (first <= span.start) is in_time, (span.start, at)


@pytest.mark.parametrize(
    ("lead", "text"),
    [
        (Lead(0), "随时可约，不用提前。"),
        (Lead(30), "至少提前半小时预约。"),
        (Lead(45), "至少提前 45 分钟预约。"),
        (Lead(120), "至少提前 2 小时预约。"),
        (THREE_DAYS, "至少提前 3 天预约。"),
        (THREE_WORKING, "至少提前 3 个工作日预约。"),
        (Lead(3, LeadUnit.HALF_DAYS), "至少提前 3 个开放的半天预约。"),
        (
            HALF_DAY,
            "要提前半天约：想上午来，最晚前一个开门日下午关门前约；"
            "想下午来，最晚当天上午关门前约。",
        ),
    ],
)
def test_a_lead_time_is_one_sentence(lead, text):
    assert said(lead) == text


@pytest.mark.parametrize(
    ("lead", "start", "text"),
    [
        (Lead(30), "2026-11-24 09:00", "至少提前半小时预约。"),
        (HALF_DAY, "2026-11-30 09:00", "想上午来，最晚11月27日 周五 17:30 前约。"),
        (HALF_DAY, "2026-11-24 14:00", "想下午来，最晚11月24日 周二 12:00 前约。"),
        (
            THREE_DAYS,
            "2026-11-27 09:00",
            "至少提前 3 天预约。这个时间最晚要在11月24日 周二约。",
        ),
    ],
)
def test_a_start_says_until_when(lead, start, text):
    assert said_for(lead, when(start), HOURS) == text


def test_an_evening_is_named():
    evening = Stretch(when("2026-11-24 18:30"), when("2026-11-24 20:30"), "夜场")
    hours = OpeningHours(WEEK, CALENDAR, openings=(evening,))
    text = said_for(HALF_DAY, when("2026-11-24 18:30"), hours)
    assert text == "想晚上来，最晚11月24日 周二 17:30 前约。"


def test_minutes_are_said_as_people_do():
    assert [minutes_text(n) for n in (0, 15, 30, 60, 90)] == [
        "0 分钟",
        "15 分钟",
        "半小时",
        "1 小时",
        "90 分钟",
    ]


def test_the_local_day_counts_and_not_that_of_utc():
    """Between midnight and eight it is still yesterday in UTC."""
    at = moment(date(2026, 11, 25), time(0, 30))
    assert first_start(THREE_DAYS, at, HOURS) == when("2026-11-28 00:00")


def test_a_half_day_that_ends_as_another_begins_comes_before_it():
    noon = Stretch(when("2026-11-24 12:00"), when("2026-11-24 14:00"), "午间开放")
    hours = OpeningHours(WEEK, CALENDAR, openings=(noon,))
    start = when("2026-11-24 12:00")
    assert book_by(HALF_DAY, start, hours) == start
    assert first_start(HALF_DAY, when("2026-11-24 11:00"), hours) == start
