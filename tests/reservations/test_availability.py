"""What pages show: every slot with its reason, in few queries."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reservations.actions import bookings, verbs
from reservations.actions.closures import take_out
from reservations.actions.events import book_whole
from reservations.models import Booking, Closure, Venue
from reservations.rules.bookings import Why
from reservations.slots import plans
from reservations.slots.availability import day_of_all, free_units, week, week_to_open
from tests import make as people
from tests.make import moment
from tests.reservations import make

TUESDAY = date(2026, 11, 24)
DAY = "2026-11-24"
EARLY = moment(f"{DAY} 08:00")
OPEN_HOURS = ["9", "10", "11", "14", "15", "16"]


TAKEN = "2 个都约出去了。有人取消会空出来，可以过会儿再看。"


def at(clock):
    return moment(f"{DAY} {clock}")


def seen(venue):
    return Venue.objects.select_related("center").get(pk=venue.pk)


def tuesday(venue, now=EARLY, **fields):
    return week(seen(venue), TUESDAY, at=now, **fields).days[1]


def whys(day):
    return [str(cell.why) for cell in day.cells]


@pytest.fixture
def room(house):
    return make.venue(house, units=2)


def test_a_week_is_monday_to_sunday_with_notes(room):
    shown = week(seen(room), TUESDAY, at=EARLY)
    assert [day.date for day in shown.days] == [
        date(2026, 11, 23) + timedelta(days=n) for n in range(7)
    ]
    assert [len(day.cells) for day in shown.days] == [6, 6, 6, 6, 6, 0, 0]
    assert [day.note for day in shown.days][-2:] == ["周六休息", "周日休息"]
    assert [f"{c.start.hour}" for c in shown.days[1].cells] == OPEN_HOURS
    assert [day.free for day in shown.days] == [0, 6, 6, 6, 6, 0, 0]
    assert (shown.kind, shown.kinds, shown.units) == ("座位", ("座位",), 2)
    assert shown.earliest.start == at("09:00")


# When somebody looks, and the day that is opened; Monday 30 November comes after.
OPENED = [
    ("2026-11-24 08:00", "2026-11-24"),
    ("2026-11-24 16:30", "2026-11-25"),  # nothing more can come of today
    ("2026-11-27 15:45", "2026-11-27"),  # too late for 16:00: today says why
    ("2026-11-27 16:30", "2026-11-30"),
    ("2026-11-28 10:00", "2026-11-30"),
]


@pytest.mark.parametrize(("now", "opened"), OPENED)
def test_a_week_of_which_nothing_can_come_is_not_opened(room, now, opened):
    shown, day = week_to_open(seen(room), at=moment(now))
    assert day == date.fromisoformat(opened)
    assert shown.days[day.weekday()].date == day


def test_a_week_that_says_something_stays_open(room, lin, wu):
    for hour in ("14:00", "15:00", "16:00"):
        for person in (lin, wu):
            make.booking(room, person, f"2026-11-27 {hour}")
    now = moment("2026-11-26 16:30")
    assert week_to_open(seen(room), at=now)[1] == date(2026, 11, 27)
    Venue.objects.filter(pk=room.pk).update(lead_value=24 * 60)
    shown, day = week_to_open(seen(room), at=now)
    assert (shown.days[0].date, day) == (date(2026, 11, 23), date(2026, 11, 26))
    Venue.objects.filter(pk=room.pk).update(horizon_days=0, lead_value=0)
    assert week_to_open(seen(room), at=now)[1] == date(2026, 11, 26)


def test_every_slot_says_why_it_is_not_free(house, lin, wu, chen):
    room = make.venue(house, units=2, lead_value=60)
    for who in (lin, wu):
        make.booking(room, who, f"{DAY} 14:00")
    Closure.objects.create(
        center=room.center,
        scope="venue",
        venue=room,
        starts_at=at("15:00"),
        ends_at=at("15:30"),
        reason="打扫",
    )
    day = tuesday(room, at("10:30"))
    assert [(str(c.why), c.text, c.reason, c.free) for c in day.cells] == [
        ("past", "已过", "这个时间已经过了。", 0),
        ("past", "已过", "这个时间已经过了。", 0),
        ("too_soon", "来不及", "至少提前 1 小时预约。最早可约 16:00。", 0),
        ("taken", "约满", TAKEN, 0),
        ("closed", "不开放", "闭馆：打扫", 0),
        ("free", "余 2", "", 2),
    ]
    assert day.note == "15:00–15:30 闭馆：打扫"


def test_beyond_the_horizon_says_until_when(room):
    shown = week(seen(room), date(2026, 12, 8), at=EARLY)
    tuesday, wednesday = shown.days[1:3]
    assert set(whys(tuesday)) == {Why.FREE}
    assert set(whys(wednesday)) == {Why.BEYOND}
    assert wednesday.cells[0].reason == "现在约到12月8日 周二为止。"


def test_the_earliest_may_be_on_another_day(house, lin):
    room = make.venue(house, lead_value=1, lead_unit="half_days")
    day = tuesday(room, at("09:30"))
    assert whys(day) == ["past", *["too_soon"] * 2, *["free"] * 3]
    late = tuesday(room, at("17:00"))
    assert late.cells[0].why == Why.PAST
    evening = week(seen(room), TUESDAY, at=moment("2026-11-23 18:00")).days[1]
    assert evening.cells[0].reason.endswith("最早可约 14:00。")
    gone = week(seen(room), TUESDAY, at=moment("2026-11-24 07:00")).days[1]
    assert gone.cells[0].reason.endswith("最早可约 14:00。")


def test_staff_see_what_they_may_book(house):
    room = make.venue(house, lead_value=120)
    assert tuesday(room, at("09:30")).cells[1].why == Why.TOO_SOON
    assert tuesday(room, at("09:30"), inside_lead=True).cells[1].why == Why.FREE


def test_units_out_of_order_are_not_free(room, chen):
    first, second = room.units.all()
    take_out(unit=first, reason="灯坏", by=chen, at=EARLY)
    assert tuesday(room).cells[0].text == "仅剩 1"
    take_out(unit=second, reason="椅子坏", by=chen, at=EARLY)
    cell = tuesday(room).cells[0]
    assert (cell.why, cell.text, cell.reason) == (
        Why.OUT_OF_ORDER,
        "停用",
        "停用：灯坏",
    )


def test_closed_units_are_out_of_order_only_then(room):
    Closure.objects.create(
        center=room.center,
        scope="units",
        venue=room,
        unit_numbers=[1, 2, 77],
        starts_at=at("10:00"),
        ends_at=at("11:00"),
        reason="检修",
    )
    day = tuesday(room)
    assert whys(day) == ["free", "out_of_order", *["free"] * 4]
    assert day.cells[1].reason == "停用：检修"


def test_kinds_are_counted_apart(room, lin):
    make.unit(room, 5, kind="电脑", order=5)
    make.booking(room, lin, f"{DAY} 09:00", kind="电脑")
    assert tuesday(room).cells[0].free == 2
    computers = week(seen(room), TUESDAY, at=EARLY, kind="电脑")
    assert (computers.kind, computers.kinds, computers.units) == (
        "电脑",
        ("座位", "电脑"),
        1,
    )
    assert computers.days[1].cells[0].why == Why.TAKEN
    assert week(seen(room), TUESDAY, at=EARLY, kind="没有").kind == "座位"


def test_a_venue_without_units_is_simply_full(house):
    bare = make.venue(house, units=0)
    shown = week(seen(bare), TUESDAY, at=EARLY)
    assert (shown.kind, shown.units, shown.earliest) == ("", 0, None)
    assert set(whys(shown.days[1])) == {Why.OUT_OF_ORDER}


def test_the_least_length_and_the_buffer_are_counted(house, lin):
    room = make.venue(
        house, slot_minutes=30, min_slots=2, max_slots=4, buffer_minutes=30
    )
    make.booking(room, lin, f"{DAY} 10:30", slots=2)
    day = tuesday(room)
    morning = [(c.start.strftime("%H:%M"), str(c.why)) for c in day.cells[:6]]
    assert morning == [
        ("09:00", "free"),
        ("09:30", "short"),
        ("10:00", "taken"),
        ("10:30", "taken"),
        ("11:00", "taken"),
        ("11:30", "short"),
    ]
    assert day.cells[1].reason == "10:00 有人约了，不够 1 小时。"
    assert day.cells[5].text == "时间不够"
    assert day.cells[5].reason == "12:00 就关门了，不够 1 小时。"


def test_who_wants_to_stay_longer_sees_where_that_fits(house, lin):
    room = make.venue(house, slot_minutes=60, max_slots=3)
    make.booking(room, lin, f"{DAY} 10:00")
    shown = week(seen(room), date(2026, 11, 24), at=EARLY, slots=2)
    day = shown.days[1]
    assert [str(cell.why) for cell in day.cells[:3]] == ["short", "taken", "short"]
    assert str(day.cells[3].why) == "free"
    assert (shown.slots, week(seen(room), day.date, at=EARLY, slots=99).slots) == (2, 3)
    assert shown.earliest.end - shown.earliest.start == timedelta(hours=2)


def test_what_is_shown_free_can_be_booked_and_nothing_else(house, lin, chen):
    """The page and the action never disagree."""
    room = make.venue(house, slot_minutes=30, min_slots=2, max_slots=3, lead_value=45)
    taker = people.person("甲")
    for start in ("10:00", "14:30", "16:00"):
        make.booking(room, taker, f"{DAY} {start}", slots=2)
    Closure.objects.create(
        center=house, starts_at=at("09:20"), ends_at=at("09:40"), reason="停电"
    )
    now = at("09:15")
    for cell in tuesday(room, now).cells:
        try:
            booking = bookings.book(
                venue=room, start=cell.start, slots=2, person=lin, by=lin, at=now
            )
        except ValidationError:
            assert cell.why is not Why.FREE, cell
        else:
            assert cell.why is Why.FREE, cell
            verbs.cancel(booking=booking, by=lin, at=now)


def test_a_day_of_all_venues(house, elsewhere, lin):
    room = make.venue(house, name="阅览室", units=2)
    talk = make.venue(house, name="谈心室", lead_value=3, lead_unit="days")
    make.venue(house, is_active=False)
    make.venue(elsewhere)
    make.booking(room, lin, f"{DAY} 09:00")
    rows = day_of_all(house, TUESDAY, at=EARLY)
    assert [(row.venue, row.day.free) for row in rows] == [(room, 6), (talk, 0)]
    assert rows[0].day.cells[0].free == 1
    assert rows[0].next_free.start == at("09:00")
    assert rows[1].next_free.start == moment("2026-11-27 09:00")


def test_a_venue_without_anything_to_book_is_not_said_to_be_broken(house):
    bare = make.venue(house, units=0)
    cell = week(bare, TUESDAY, at=EARLY).days[1].cells[0]
    assert cell.text == "未设"
    assert cell.reason == "还没有可约的座位或设备，请问前台。"


def test_the_next_free_slot_is_found_beyond_the_first_week(house, chen):
    room = make.venue(house, units=2)
    for n in range(9):
        day = TUESDAY + timedelta(days=n)
        for opens, closes in (("09:00", "12:00"), ("14:00", "17:00")):
            if day.weekday() < 5:
                book_whole(
                    venue=room,
                    title="培训",
                    start=moment(f"{day} {opens}"),
                    end=moment(f"{day} {closes}"),
                    by=chen,
                    at=EARLY,
                )
    expected = moment("2026-12-03 09:00")
    assert week(seen(room), TUESDAY, at=EARLY).earliest.start == expected
    assert day_of_all(house, TUESDAY, at=EARLY)[0].next_free.start == expected
    Venue.objects.filter(pk=room.pk).update(horizon_days=8)
    assert week(seen(room), TUESDAY, at=EARLY).earliest is None


def test_a_full_memory_is_emptied_without_anybody_noticing(house, room, monkeypatch):
    monkeypatch.setattr(plans, "DAYS_KEPT", 0)
    before = day_of_all(house, TUESDAY, at=EARLY)
    make.venue(house)
    after = day_of_all(house, TUESDAY, at=EARLY)
    assert (len(before), len(after)) == (1, 2)
    assert after[0].day == before[0].day


def numbers(*wish, at):
    return [unit.number for unit in free_units(*wish, at=at)[0]]


def test_free_units_by_number(room, lin):
    make.booking(room, lin, f"{DAY} 09:00")
    room = seen(room)
    assert numbers(room, at("09:00"), 1, at=EARLY) == [2]
    assert numbers(room, at("10:00"), 2, at=EARLY) == [1, 2]
    assert numbers(room, at("11:00"), 2, at=EARLY) == []
    assert numbers(room, at("09:30"), 1, at=EARLY) == []
    assert numbers(room, at("20:00"), 1, at=EARLY) == []


def test_for_how_long_something_is_free(room, lin):
    make.booking(room, lin, f"{DAY} 10:00", unit_number=1)
    make.booking(room, people.person("吴桐"), f"{DAY} 11:00", unit_number=2)
    most = {
        hour: free_units(seen(room), at(hour), 1, at=EARLY)[1]
        for hour in ("09:00", "10:00", "11:00", "16:00", "09:30")
    }
    # One unit until somebody else has it, the break or the evening.
    assert most == {"09:00": 2, "10:00": 1, "11:00": 1, "16:00": 1, "09:30": 0}


def queries(call):
    with CaptureQueriesContext(connection) as caught:
        call()
    return len(caught)


def test_pages_take_the_same_few_queries_however_much_is_booked(house, room):
    room = seen(room)
    cold = queries(lambda: week(room, TUESDAY, at=EARLY))
    warm = queries(lambda: week(room, TUESDAY, at=EARLY))
    for n in range(6):
        make.venue(house)
        make.booking(room, people.person(f"居民{n}"), f"{DAY} {9 + n // 2:02}:00")
    house.refresh_from_db()
    changed = queries(lambda: week(seen(room), TUESDAY, at=EARLY))
    assert (cold <= 8, warm, changed) == (True, 1, 2)
    assert queries(lambda: day_of_all(house, TUESDAY, at=EARLY)) <= 5
    assert queries(lambda: day_of_all(house, TUESDAY, at=EARLY)) == 2
    assert Booking.objects.count() == 6


def test_a_week_long_gone_and_one_far_ahead(room):
    gone = week(seen(room), date(2020, 1, 1), at=EARLY)
    assert {str(cell.why) for day in gone.days for cell in day.cells} == {"past"}
    ahead = week(seen(room), date(2030, 1, 1), at=EARLY)
    assert {str(cell.why) for day in ahead.days for cell in day.cells} == {"beyond"}
    assert gone.earliest == ahead.earliest
