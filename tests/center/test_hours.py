"""When the doors are open: spans, breaks, closures, special openings."""

from datetime import date, time

import pytest

from center.home import state_at
from center.hours import OpeningHours, Span, Stretch, moment, without
from center.wording import clock_text, weekday_name
from center.workdays import WorkCalendar
from tests import make

at = make.moment
WEEK = {day: ((time(9), time(12)), (time(14), time(17, 30))) for day in range(5)}
CALENDAR = WorkCalendar(
    holidays={date(2026, 10, 1): "国庆节"},
    makeup_days={date(2026, 10, 10): 4},
    published_years=frozenset({2026}),
)
USUAL = OpeningHours(WEEK, CALENDAR)
TUESDAY = date(2026, 11, 24)


def closed(start, end, reason="检修"):
    return Stretch(at(start), at(end), reason)


def texts(spans):
    return [f"{clock_text(span.start)}-{clock_text(span.end)}" for span in spans]


OPEN = [
    ("2026-11-24 08:59", False),
    ("2026-11-24 09:00", True),
    ("2026-11-24 11:59", True),
    ("2026-11-24 12:00", False),
    ("2026-11-24 13:59", False),
    ("2026-11-24 14:00", True),
    ("2026-11-24 17:29", True),
    ("2026-11-24 17:30", False),
    ("2026-11-21 10:00", False),  # Saturday
    ("2026-10-01 10:00", False),  # holiday
    ("2026-10-10 10:00", True),  # make-up Saturday
]


@pytest.mark.parametrize(("text", "expected"), OPEN)
def test_the_doors_are_open_in_the_spans_alone(text, expected):
    assert USUAL.is_open_at(at(text)) is expected


# A closure, and what is left of Tuesday.
CLOSURES = [
    ("2026-11-24 09:00", "2026-11-24 17:30", []),
    ("2026-11-23 00:00", "2026-11-26 00:00", []),
    ("2026-11-24 08:00", "2026-11-24 09:00", ["9:00-12:00", "14:00-17:30"]),
    ("2026-11-24 08:00", "2026-11-24 10:15", ["10:15-12:00", "14:00-17:30"]),
    (
        "2026-11-24 10:00",
        "2026-11-24 11:00",
        ["9:00-10:00", "11:00-12:00", "14:00-17:30"],
    ),
    ("2026-11-24 11:00", "2026-11-24 15:00", ["9:00-11:00", "15:00-17:30"]),
    ("2026-11-24 12:00", "2026-11-24 14:00", ["9:00-12:00", "14:00-17:30"]),
    ("2026-11-24 17:30", "2026-11-25 09:00", ["9:00-12:00", "14:00-17:30"]),
    ("2026-11-23 17:00", "2026-11-24 09:30", ["9:30-12:00", "14:00-17:30"]),
]


@pytest.mark.parametrize(("start", "end", "left"), CLOSURES)
def test_a_closure_takes_away(start, end, left):
    hours = OpeningHours(WEEK, CALENDAR, closures=(closed(start, end),))
    assert texts(hours.spans_on(TUESDAY)) == left
    assert texts(USUAL.closed_also([closed(start, end)]).spans_on(TUESDAY)) == left


def test_the_grid_still_counts_from_the_door():
    hours = OpeningHours(
        WEEK, CALENDAR, closures=(closed("2026-11-24 09:00", "2026-11-24 09:20"),)
    )
    assert hours.spans_on(TUESDAY)[0].origin == at("2026-11-24 09:00")


# A special opening, and what Saturday and Tuesday become by it.
OPENINGS = [
    ("2026-11-21 09:00", "2026-11-21 11:00", date(2026, 11, 21), ["9:00-11:00"]),
    (
        "2026-11-24 18:00",
        "2026-11-24 20:00",
        TUESDAY,
        ["9:00-12:00", "14:00-17:30", "18:00-20:00"],
    ),
    (
        "2026-11-24 11:00",
        "2026-11-24 15:00",
        TUESDAY,
        ["9:00-17:30"],
    ),
    ("2026-10-01 09:00", "2026-10-01 10:00", date(2026, 10, 1), ["9:00-10:00"]),
]


@pytest.mark.parametrize(("start", "end", "day", "spans"), OPENINGS)
def test_a_special_opening_adds(start, end, day, spans):
    hours = OpeningHours(WEEK, CALENDAR, openings=(closed(start, end, "读书会"),))
    assert texts(hours.spans_on(day)) == spans
    assert "加开：读书会" in hours.note(day)


def test_a_closure_wins_over_a_special_opening():
    hours = OpeningHours(
        WEEK,
        CALENDAR,
        closures=(closed("2026-11-21 10:00", "2026-11-21 12:00"),),
        openings=(closed("2026-11-21 09:00", "2026-11-21 11:00"),),
    )
    assert texts(hours.spans_on(date(2026, 11, 21))) == ["9:00-10:00"]


# -- Half days


def test_sessions_are_the_open_half_days():
    found = list(USUAL.sessions(date(2026, 11, 20), days=4))
    assert [(one.start, one.end) for one in found] == [
        (at("2026-11-20 09:00"), at("2026-11-20 12:00")),
        (at("2026-11-20 14:00"), at("2026-11-20 17:30")),
        (at("2026-11-23 09:00"), at("2026-11-23 12:00")),
        (at("2026-11-23 14:00"), at("2026-11-23 17:30")),
    ]


def test_a_span_through_noon_is_two_half_days():
    hours = OpeningHours({1: ((time(9), time(18)),)}, CALENDAR)
    assert [
        (clock_text(one.start), clock_text(one.end))
        for one in hours.sessions(TUESDAY, days=1)
    ] == [("9:00", "12:00"), ("12:00", "18:00")]


def test_a_closure_shortens_a_half_day_or_takes_it_away():
    hours = USUAL.closed_also([closed("2026-11-24 11:00", "2026-11-24 17:30")])
    assert [
        (clock_text(one.start), clock_text(one.end))
        for one in hours.sessions(TUESDAY, days=1)
    ] == [("9:00", "11:00")]
    hours = USUAL.closed_also([closed("2026-11-24 10:00", "2026-11-24 11:00")])
    first = next(hours.sessions(TUESDAY, days=1))
    assert (clock_text(first.start), clock_text(first.end)) == ("9:00", "12:00")


# -- What is said

NEXT = [
    ("2026-11-24 08:00", "2026-11-24 09:00"),
    ("2026-11-24 09:00", "2026-11-24 14:00"),
    ("2026-11-24 12:30", "2026-11-24 14:00"),
    ("2026-11-24 17:30", "2026-11-25 09:00"),
    ("2026-11-20 17:30", "2026-11-23 09:00"),
    ("2026-09-30 18:00", "2026-10-02 09:00"),
    ("2026-10-09 18:00", "2026-10-10 09:00"),
]


@pytest.mark.parametrize(("text", "expected"), NEXT)
def test_the_next_opening(text, expected):
    assert USUAL.next_opening(at(text)) == at(expected)


def test_a_center_without_hours_never_opens():
    hours = OpeningHours({}, CALENDAR)
    assert hours.next_opening(at("2026-11-24 08:00")) is None
    assert hours.why_closed(TUESDAY) == "不开放"


WHY = [
    (date(2026, 11, 21), "周六休息"),
    (date(2026, 10, 1), "国庆节放假"),
    (TUESDAY, ""),
]


@pytest.mark.parametrize(("day", "said"), WHY)
def test_why_a_day_is_closed(day, said):
    assert USUAL.why_closed(day) == said
    assert USUAL.note(day) == said


def test_a_closed_day_names_each_reason_once():
    hours = USUAL.closed_also(
        [
            closed("2026-11-24 08:00", "2026-11-24 12:00", "停电"),
            closed("2026-11-24 12:00", "2026-11-24 15:00", "停电"),
            closed("2026-11-24 15:00", "2026-11-24 18:00", "消防演练"),
        ]
    )
    assert hours.why_closed(TUESDAY) == "闭馆：停电、消防演练"


SHUT = [
    ("2026-11-24 10:00", "2026-11-24 11:00", "闭馆：停电"),
    ("2026-11-24 08:00", "2026-11-24 09:30", "不在开放时间"),
    ("2026-11-24 11:45", "2026-11-24 12:15", "不在开放时间"),
    ("2026-11-21 10:00", "2026-11-21 11:00", "周六休息"),
    ("2026-10-01 10:00", "2026-10-01 11:00", "国庆节放假"),
]


@pytest.mark.parametrize(("start", "end", "said"), SHUT)
def test_why_a_stretch_cannot_be_had(start, end, said):
    closure = closed("2026-11-24 10:30", "2026-11-24 11:30", "停电")
    hours = USUAL.closed_also([closure])
    assert hours.why_shut(at(start), at(end)) == said


def test_a_note_tells_a_short_closure():
    hours = USUAL.closed_also([closed("2026-11-24 10:00", "2026-11-24 11:00", "停电")])
    assert hours.note(TUESDAY) == "10:00–11:00 闭馆：停电"


def test_without_keeps_the_order_of_time():
    day = moment(TUESDAY, time(9))
    late, early = (
        Span(moment(TUESDAY, time(hour)), moment(TUESDAY, time(hour + 1)), day)
        for hour in (14, 9)
    )
    assert without([late, early], []) == [early, late]


def test_words_of_the_week():
    assert "".join(weekday_name(date(2026, 11, day)) for day in range(23, 30)) == (
        "周一周二周三周四周五周六周日"
    )
    assert clock_text(time(9, 5)) == "9:05"


# -- The home page's sentence

NOW = [
    ("2026-11-24 10:00", "现在开门", "上午开到 12:00，14:00–17:30 再开"),
    ("2026-11-24 15:00", "现在开门", "今天开到 17:30"),
    ("2026-11-24 08:00", "还没开门", "9:00–12:00、14:00–17:30 开"),
    ("2026-11-24 12:30", "现在午休", "14:00 开，开到 17:30"),
    ("2026-11-24 18:00", "今天关门了", "明天 9:00 开"),
    ("2026-11-21 10:00", "今天休息", "周六休息，11月23日（周一） 9:00 开"),
    (
        "2026-11-26 10:00",
        "现在闭馆",
        "闭馆：停电，11:00–12:00、14:00–17:30 开",
    ),
]


@pytest.mark.parametrize(("text", "title", "sentence"), NOW)
def test_what_the_home_page_says_now(text, title, sentence):
    closure = closed("2026-11-26 09:30", "2026-11-26 11:00", "停电")
    now = state_at(USUAL.closed_also([closure]), at(text))
    assert (now["is_open"], now["title"]) == (title == "现在开门", title)
    assert now["text"] == sentence


def test_the_line_of_the_day_shows_what_is_open_what_is_over_and_now():
    line = state_at(USUAL, at("2026-11-24 10:30"))["line"]
    assert [hour for _, hour in line["hours"]] == ["9:00", "12:00", "14:00", "17:30"]
    lefts = [left for left, _ in line["hours"]]
    assert lefts == sorted(lefts)
    spans, (over,), now = line["spans"], line["over"], line["now"]
    assert (spans[0]["left"], len(spans)) == (lefts[0], 2)
    assert over["left"] + over["width"] == pytest.approx(now, abs=0.2)
    assert now < lefts[1]
    assert state_at(USUAL, at("2026-11-21 10:00"))["line"] is None


def test_open_until_the_last_of_spans_that_touch():
    extra = closed("2026-11-24 12:00", "2026-11-24 14:00", "读书会")
    hours = OpeningHours(WEEK, CALENDAR, openings=(extra,))
    assert state_at(hours, at("2026-11-24 10:00"))["text"] == "今天开到 17:30"


def test_an_opening_joins_the_hours_that_it_touches():
    """加开 across the break: one stretch; half-days still part at noon."""
    day = date(2026, 11, 24)
    weekly = {1: ((time(9), time(12)), (time(14), time(17, 30)))}
    extra = Stretch(moment(day, time(11)), moment(day, time(15)), "加开")
    hours = OpeningHours(weekly=weekly, openings=(extra,))
    (span,) = hours.spans_on(day)
    assert (span.start, span.end) == (moment(day, time(9)), moment(day, time(17, 30)))
    assert span.origin == span.start
    halves = [(one.start.hour, one.end.hour) for one in hours.sessions(day, 1)]
    assert halves == [(9, 12), (12, 17)]
    apart = Stretch(moment(day, time(18)), moment(day, time(20)), "夜场")
    evening = OpeningHours(weekly=weekly, openings=(apart,))
    assert len(evening.spans_on(day)) == 3
