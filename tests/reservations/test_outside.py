"""Changed hours leave nobody before a closed door without the counter knowing."""

from datetime import time

import pytest

from center.models import Center
from reservations.counter.outside import cards, left_outside
from tests.make import moment
from tests.reservations import make

DAY = "2026-11-26"  # a Thursday
AT = moment("2026-11-25 08:00")


@pytest.fixture
def room(house):
    return make.venue(house, units=3)


def cut_short(house):
    """From now on Thursdays end at 16:00."""
    span = house.opening_spans.get(weekday=3, opens=time(14))
    span.closes = time(16)
    span.save()


def test_only_what_is_left_outside_is_listed(house, room, lin, wu, chen, sun):
    inside = make.booking(room, lin, f"{DAY} 14:00")
    late = make.booking(room, wu, f"{DAY} 16:00")
    assert cards(chen, AT) == []
    cut_short(house)
    chen = type(chen).objects.get(pk=chen.pk)
    assert left_outside(chen, AT) == [late.pk]
    assert inside.pk not in left_outside(chen, AT)
    assert [card.count for card in cards(chen, AT)] == [1]
    assert left_outside(sun, AT) == []
    assert cards(lin, AT) == []
    assert left_outside(chen, moment(f"{DAY} 16:30")) == []


def test_the_list_says_whom_to_call(browse, clock, house, room, wu, chen):
    clock("2026-11-25 08:00")
    late = make.booking(room, wu, f"{DAY} 16:00")
    client = browse(chen)
    assert "都在开放时间里" in client.get("/desk/bookings/outside/").content.decode()
    cut_short(house)
    text = client.get("/desk/bookings/outside/").content.decode()
    assert wu.phone in text
    assert late.code_grouped in text
    assert "约在不开门时" in client.get("/desk/").content.decode()


def test_a_holiday_that_comes_later_counts_too(house, room, lin, chen):
    make.booking(room, lin, f"{DAY} 10:00")
    house.closures.create(
        starts_at=moment(f"{DAY} 00:00"), ends_at=moment(f"{DAY} 12:00"), reason="检修"
    )
    assert Center.objects.get(pk=house.pk).timetable_version
    assert len(left_outside(chen, AT)) == 1
