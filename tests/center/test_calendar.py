"""Working days: every special day that the State Council published."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from center.models import Center
from center.timetable.actions import keep_usual_hours, load_year
from center.timetable.lookup import calendar_of, hours_of
from center.timetable.models import CalendarYear, SpecialDay
from center.workdays import WorkCalendar
from tests import make

AT = make.moment("2026-01-01 08:00")

# 国务院办公厅关于 2025、2026 年部分节假日安排的通知: first and last day off.
HOLIDAYS = [
    ("元旦", "2025-01-01", "2025-01-01"),
    ("春节", "2025-01-28", "2025-02-04"),
    ("清明节", "2025-04-04", "2025-04-06"),
    ("劳动节", "2025-05-01", "2025-05-05"),
    ("端午节", "2025-05-31", "2025-06-02"),
    ("国庆节", "2025-10-01", "2025-10-08"),
    ("元旦", "2026-01-01", "2026-01-03"),
    ("春节", "2026-02-15", "2026-02-23"),
    ("清明节", "2026-04-04", "2026-04-06"),
    ("劳动节", "2026-05-01", "2026-05-05"),
    ("端午节", "2026-06-19", "2026-06-21"),
    ("中秋节", "2026-09-25", "2026-09-27"),
    ("国庆节", "2026-10-01", "2026-10-07"),
]
MAKEUP_DAYS = [
    "2025-01-26",
    "2025-02-08",
    "2025-04-27",
    "2025-09-28",
    "2025-10-11",
    "2026-01-04",
    "2026-02-14",
    "2026-02-28",
    "2026-05-09",
    "2026-09-20",
    "2026-10-10",
]


def days_off():
    for _, first, last in HOLIDAYS:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        for number in range(start.toordinal(), end.toordinal() + 1):
            yield date.fromordinal(number)


def every_day(year):
    first = date(year, 1, 1)
    for number in range(first.toordinal(), date(year + 1, 1, 1).toordinal()):
        yield date.fromordinal(number)


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_day_of_the_year_is_as_published(house, year):
    calendar = calendar_of(house)
    off = set(days_off())
    makeup = {date.fromisoformat(day) for day in MAKEUP_DAYS}
    for day in every_day(year):
        expected = day in makeup or (day.weekday() < 5 and day not in off)
        assert calendar.is_working(day) is expected, day


@pytest.mark.parametrize(("name", "first", "last"), HOLIDAYS)
def test_a_holiday_closes_the_center_with_its_name(house, name, first, last):
    hours = hours_of(house)
    for text in (first, last):
        day = date.fromisoformat(text)
        assert hours.spans_on(day) == []
        assert hours.why_closed(day) in (f"{name}放假", "国庆节、中秋节放假")


@pytest.mark.parametrize("text", MAKEUP_DAYS)
def test_a_make_up_day_opens_as_a_weekday(house, text):
    hours, day = hours_of(house), date.fromisoformat(text)
    assert len(hours.spans_on(day)) == 2
    assert hours.note(day) == "调休上班，照常开放"


# Day 0, how many working days, the day.
COUNTED = [
    ("2026-02-09", 7, "2026-02-25"),  # over the Spring Festival and a make-up Saturday
    ("2026-02-14", 1, "2026-02-24"),
    ("2026-09-30", 1, "2026-10-08"),
    ("2026-09-30", 3, "2026-10-10"),  # a make-up Saturday counts
    ("2026-10-09", 1, "2026-10-10"),
    ("2026-11-20", 1, "2026-11-23"),
    ("2026-11-21", 1, "2026-11-23"),  # day 0 on a rest day
    ("2026-11-24", 7, "2026-12-03"),
    ("2026-12-31", 1, "2027-01-04"),  # January 1 is certain, the rest of 2027 is not
]


@pytest.mark.parametrize(("start", "n", "expected"), COUNTED)
def test_the_nth_working_day_after(house, start, n, expected):
    load_year(year=2027, at=AT)
    house.refresh_from_db()
    found = calendar_of(house).nth_after(date.fromisoformat(start), n)
    assert found.isoformat() == expected


def test_working_days_between_counts_the_last_and_not_the_first(house):
    calendar = calendar_of(house)
    between = calendar.working_days_between
    assert between(date(2026, 11, 20), date(2026, 11, 24)) == 2
    assert between(date(2026, 11, 24), date(2026, 11, 24)) == 0
    assert between(date(2026, 11, 24), date(2026, 11, 20)) == 0
    assert between(date(2026, 9, 30), date(2026, 10, 10)) == 3


@pytest.mark.parametrize("n", [0, -1])
def test_the_zeroth_day_is_refused(n):
    with pytest.raises(ValueError, match="at least 1"):
        WorkCalendar().nth_after(date(2026, 1, 1), n)


def test_the_calendar_has_an_end():
    with pytest.raises(ValueError, match="no 5 working days"):
        WorkCalendar().nth_after(date(9999, 12, 30), 5)


# -- Years


def test_a_year_that_is_not_published_counts_by_weekends_and_says_so(house):
    year = load_year(year=2027, at=AT)
    assert (year.status, year.source) == (CalendarYear.Status.UNPUBLISHED, "")
    house.refresh_from_db()
    calendar = calendar_of(house)
    assert calendar.is_provisional(date(2027, 1, 4))
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert not calendar.is_working(date(2027, 1, 1))
    assert calendar.is_working(date(2027, 2, 8))
    assert not calendar.is_working(date(2027, 2, 7))


@pytest.mark.parametrize("year", [0, 1999, 2003, 2201, 10**6])
def test_a_year_far_away_is_refused(house, year):
    with pytest.raises(ValidationError, match="2004 到 2200"):
        load_year(year=year, at=AT)


def test_loading_again_takes_the_published_days_and_counts_up(house):
    SpecialDay.objects.filter(day="2026-02-14").delete()
    SpecialDay.objects.create(day="2026-03-03", kind="holiday", name="停电")
    again = load_year(year=2026, at=AT)
    assert (again.version, again.loaded_at) == (2, AT)
    assert SpecialDay.objects.filter(day="2026-02-14").exists()
    assert not SpecialDay.objects.filter(day="2026-03-03").exists()


def test_what_is_known_changes_with_every_change(house):
    before = house.timetable_version
    SpecialDay.objects.create(day="2026-11-25", kind="holiday", name="停电")
    house.refresh_from_db()
    assert house.timetable_version > before
    assert not calendar_of(house).is_working(date(2026, 11, 25))


def test_a_form_that_saves_the_whole_center_brings_no_old_number_back(house):
    read_before = Center.objects.get(pk=house.pk)
    house.closures.create(
        starts_at=make.moment("2026-12-01 00:00"),
        ends_at=make.moment("2026-12-02 00:00"),
        reason="检修",
    )
    newest = Center.objects.get(pk=house.pk).timetable_version
    read_before.save()
    assert Center.objects.get(pk=house.pk).timetable_version == newest
    assert newest > read_before.timetable_version


def test_usual_hours_do_not_overwrite(house):
    house.opening_spans.filter(weekday__gt=0).delete()
    keep_usual_hours(center=house)
    assert house.opening_spans.count() == 2
    bare = Center.objects.create(name="新站", parent=house)
    keep_usual_hours(center=bare)
    assert [str(span) for span in bare.opening_spans.filter(weekday=4)] == [
        "周五 09:00–12:00",
        "周五 14:00–17:30",
    ]
