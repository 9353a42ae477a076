"""Which unit somebody gets who leaves it to the counter, and who gets none."""

import pytest
from django.core.exceptions import ValidationError

from reservations.models import Booking
from tests import make as people
from tests.reservations import make

DAY = "2026-11-24"


@pytest.fixture
def room(house):
    return make.venue(house, units=3, slot_minutes=30, max_slots=8)


def book(venue, start, slots=1, **fields):
    made = make.booking(venue, people.person(), f"{DAY} {start}", slots=slots, **fields)
    return made.unit.number


def test_the_day_is_not_broken_into_pieces(room):
    taken = [book(room, "14:00", n) for n in (1, 2, 4)]
    assert taken == [1, 2, 3]
    assert book(room, "15:00") == 2
    assert book(room, "14:30", 3) == 1


def test_of_equals_the_lowest(room):
    assert [book(room, "09:00") for _ in range(3)] == [1, 2, 3]


def test_what_follows_counts_when_nothing_stands_before(room):
    book(room, "15:00", unit_number=3)
    assert book(room, "14:00", 2) == 3


def test_the_midday_break_parts_the_day(room):
    book(room, "11:30", unit_number=2)
    assert book(room, "14:00") == 1


def test_an_unknown_kind_is_refused_and_no_seat_is_given(room):
    with pytest.raises(ValidationError) as refused:
        book(room, "14:00", kind="电脑")
    assert refused.value.message.startswith("没有这个座位或设备，请重新选。可以换成")
    assert not Booking.objects.exists()


def test_a_form_with_a_kind_that_is_gone_keeps_what_was_typed(browse, room, lin, clock):
    clock(f"{DAY} 08:00")
    form = {"start": f"{DAY}T14:00", "slots": "1", "kind": "电脑", "purpose": "看书"}
    response = browse(lin).post(f"/rooms/{room.slug}/book/", form)
    assert response.status_code == 422
    assert 'value="看书"' in response.content.decode()
    assert not Booking.objects.exists()
