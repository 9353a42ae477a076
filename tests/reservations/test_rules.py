"""The law of bookings as tables."""

from dataclasses import replace
from datetime import date, time

import pytest

from center.hours import OpeningHours, Stretch
from center.workdays import WorkCalendar
from reservations.rules import bookings, venues
from reservations.rules.bookings import MOVES, OCCUPYING, State, Why
from reservations.rules.lead_times import Lead, LeadUnit
from reservations.rules.venues import Terms
from tests.make import moment

WEEK = {day: ((time(9), time(12)), (time(14), time(17, 30))) for day in range(5)}
HOURS = OpeningHours(WEEK, WorkCalendar())
TERMS = Terms(
    slot_minutes=60,
    min_slots=1,
    max_slots=2,
    lead=Lead(30),
    horizon_days=14,
    quota=0,
    buffer_minutes=0,
)


def at(clock, day="2026-11-24"):
    return moment(f"{day} {clock}")


def why(refusal):
    return refusal.why if refusal else None


def test_the_moves_are_all_there_are():
    moves = {(str(old), str(new)) for old, news in MOVES.items() for new in news}
    assert moves == {
        ("booked", "arrived"),
        ("booked", "cancelled"),
        ("booked", "missed"),
        ("booked", "void"),
        ("arrived", "finished"),
        ("arrived", "booked"),
        ("arrived", "void"),
        ("missed", "arrived"),
        ("missed", "booked"),
        ("missed", "void"),
        ("finished", "arrived"),
        ("finished", "void"),
        ("cancelled", "booked"),
    }
    assert set(MOVES) == set(State)
    assert OCCUPYING == (State.BOOKED, State.ARRIVED)
    assert set(bookings.TONES) == set(State)
    assert set(venues.ICONS) == set(venues.VenueKind)


@pytest.mark.parametrize(
    ("slots", "as_event", "refused"),
    [
        (1, False, True),
        (2, False, False),
        (4, False, False),
        (5, False, True),
        (0, True, True),
        (1, True, False),
        (99, True, False),
    ],
)
def test_how_long_a_booking_may_be(slots, as_event, refused):
    terms = replace(TERMS, min_slots=2, max_slots=4)
    refusal = bookings.length_refusal(slots, terms, as_event=as_event)
    assert why(refusal) == (Why.LENGTH if refused else None)


def test_the_length_is_said():
    assert bookings.length_refusal(0, TERMS).text == "一次至少约 1 小时。"
    assert bookings.length_refusal(3, TERMS).text == (
        "一次最多约 2 小时，还要更久请分开约。"
    )


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("09:00", "10:00", None),
        ("11:00", "12:00", None),
        ("14:00", "16:00", None),
        ("16:00", "17:00", None),
        ("09:30", "10:30", Why.GRID),
        ("14:30", "15:30", Why.GRID),
        ("08:00", "09:00", Why.CLOSED),
        ("11:00", "13:00", Why.CLOSED),
        ("11:00", "15:00", Why.CLOSED),
        ("12:00", "14:00", Why.CLOSED),
        ("17:00", "18:00", Why.CLOSED),
        ("00:00", "01:00", Why.CLOSED),
        ("23:00", "23:59", Why.CLOSED),
    ],
)
def test_what_is_inside_one_stretch_and_on_its_grid(start, end, found):
    refusal = bookings.hours_refusal(at(start), at(end), TERMS, HOURS)
    assert why(refusal) == found


def test_a_closure_does_not_move_the_grid():
    closed = Stretch(at("09:20"), at("09:40"), "打扫")
    hours = OpeningHours(WEEK, WorkCalendar(), (closed,))

    def found(start, end):
        return why(bookings.hours_refusal(at(start), at(end), TERMS, hours))

    assert found("09:00", "10:00") == Why.CLOSED
    assert found("09:40", "10:40") == Why.GRID
    assert found("10:00", "11:00") is None


def test_stretches_that_an_opening_joins_are_one():
    def found(start, end, closes="14:00"):
        noon = Stretch(at("12:00"), at(closes), "午间开放")
        hours = OpeningHours(WEEK, WorkCalendar(), openings=(noon,))
        return why(bookings.hours_refusal(at(start), at(end), TERMS, hours))

    assert found("12:00", "14:00") is None
    assert found("11:00", "13:00") is None
    assert found("13:00", "15:00") is None
    assert found("13:00", "15:00", closes="13:30") == Why.CLOSED


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (
            "2026-11-28",
            "11月28日 周六 9:00–10:00 约不了：周六休息。请选开门的时间。",
        ),
        (
            "2026-10-01",
            "10月1日 周四 9:00–10:00 约不了：国庆节放假。请选开门的时间。",
        ),
    ],
)
def test_a_day_off_is_named(day, text):
    calendar = WorkCalendar({date(2026, 10, 1): "国庆节"})
    hours = OpeningHours(WEEK, calendar)
    refusal = bookings.hours_refusal(at("09:00", day), at("10:00", day), TERMS, hours)
    assert refusal.text == text


def test_a_make_up_day_is_open_on_its_grid():
    hours = OpeningHours(WEEK, WorkCalendar({}, {date(2026, 10, 10): 4}))
    day = "2026-10-10"
    assert not bookings.hours_refusal(at("09:00", day), at("10:00", day), TERMS, hours)


@pytest.mark.parametrize(
    ("start", "now", "horizon", "found"),
    [
        ("2026-11-24 09:00", "2026-11-24 09:00", 14, None),
        ("2026-11-24 09:00", "2026-11-24 09:00:01", 14, Why.PAST),
        ("2026-12-08 17:00", "2026-11-24 00:00", 14, None),
        ("2026-12-08 09:00", "2026-11-24 23:59", 14, None),
        ("2026-12-09 00:00", "2026-11-24 23:59", 14, Why.BEYOND),
        ("2026-12-09 09:00", "2026-11-25 00:00", 14, None),
        ("2026-12-24 09:00", "2026-11-24 12:00", 30, None),
        ("2026-12-25 09:00", "2026-11-24 12:00", 30, Why.BEYOND),
        ("2026-11-24 09:00", "2026-11-24 08:00", 0, None),
        ("2026-11-25 09:00", "2026-11-24 08:00", 0, Why.BEYOND),
    ],
)
def test_the_horizon_counts_from_today_as_day_zero(start, now, horizon, found):
    refusal = bookings.day_refusal(moment(start), moment(now), horizon)
    assert why(refusal) == found


def test_the_day_that_is_said_is_one_with_open_doors():
    """Thirteen days on lies a Sunday: nobody could take it."""
    late = moment("2026-12-09 09:00")
    refusal = bookings.day_refusal(late, moment("2026-11-23 08:00"), 13, HOURS)
    assert refusal.text == "最多提前 13 天约，现在约到12月4日 周五为止。"


def test_the_horizon_is_said():
    refusal = bookings.day_refusal(moment("2026-12-09 09:00"), at("08:00"), 14)
    assert refusal.text == "最多提前 14 天约，现在约到12月8日 周二为止。"


@pytest.mark.parametrize(
    ("clock", "refused"), [("08:30:00", False), ("08:30:01", True), ("08:29:59", False)]
)
def test_half_an_hour_exactly_is_in_time(clock, refused):
    refusal = bookings.lead_refusal(at("09:00"), Lead(30), HOURS, at(clock))
    assert why(refusal) == (Why.TOO_SOON if refused else None)


def test_nothing_is_early_enough_where_nothing_opens():
    lead = Lead(1, LeadUnit.HALF_DAYS)
    never = OpeningHours({}, WorkCalendar())
    assert bookings.is_too_soon(at("09:00"), lead, never, at("08:00"))


@pytest.mark.parametrize(
    ("held", "quota", "refused"),
    [(0, 0, False), (99, 0, False), (1, 2, False), (2, 2, True), (3, 2, True)],
)
def test_the_quota(held, quota, refused):
    assert why(bookings.quota_refusal(held, quota)) == (Why.QUOTA if refused else None)


@pytest.mark.parametrize(
    ("people", "refused"), [(0, True), (1, False), (200, False), (201, True)]
)
def test_the_head_count(people, refused):
    assert why(bookings.people_refusal(people)) == (Why.PEOPLE if refused else None)


def test_the_rules_of_a_venue_are_said():
    assert venues.terms_said(replace(TERMS, quota=3)) == [
        "至少提前半小时预约。",
        "一次 1 小时到 2 小时。",
        "最多提前 14 天约。",
        "每人最多同时约 3 次。",
        "来不了，开始前随时可以取消，好让别人用。",
    ]
    assert "一次半小时。" in venues.terms_said(
        replace(TERMS, slot_minutes=30, max_slots=1)
    )


def test_a_snapshot_is_plain_values():
    assert TERMS.snapshot() == {
        "slot_minutes": 60,
        "min_slots": 1,
        "max_slots": 2,
        "lead": {"value": 30, "unit": "minutes", "in_working_days": False},
        "horizon_days": 14,
        "quota": 0,
        "buffer_minutes": 0,
    }
