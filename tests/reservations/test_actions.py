"""Booking and walking in. Tuesday 2026-11-24; the doors open 9–12 and 14–17:30."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from center.models import User
from center.outbox.models import Message
from reservations.actions import bookings, walk_ins
from reservations.actions.closures import take_out
from reservations.models import Booking
from reservations.rules.bookings import Channel, State, Why
from reservations.slots.alternatives import Taken
from tests import make as people
from tests.make import moment
from tests.reservations import make

DAY = "2026-11-24"
EARLY = moment(f"{DAY} 08:00")


def at(clock):
    return moment(f"{DAY} {clock}")


@pytest.fixture
def room(house):
    return make.venue(house, units=3)


def steps(booking):
    return [(step.state, step.text, step.by) for step in booking.steps.all()]


def refusal(call, **fields):
    with pytest.raises(ValidationError) as caught:
        call(**fields)
    return caught.value


# -- booking


def test_a_booking_holds_all_that_was_said(room, lin):
    booking = bookings.book(
        venue=room,
        start=at("09:00"),
        slots=2,
        unit_number=2,
        person=lin,
        purpose=" 看报\u200b ",
        people=3,
        key="a" * 64,
        by=lin,
        at=EARLY,
    )
    booking.refresh_from_db()
    assert (booking.unit.number, booking.people, booking.purpose) == (2, 3, "看报")
    assert (booking.starts_at, booking.ends_at) == (at("09:00"), at("11:00"))
    assert booking.unit_free_at == at("11:00")
    assert (booking.state, booking.channel) == (State.BOOKED, Channel.WEB)
    assert (booking.person, booking.made_by, booking.made_at) == (lin, lin, EARLY)
    assert (booking.center, booking.inside_lead) == (room.center, False)
    assert booking.rules["horizon_days"] == 14
    assert booking.rules["lead"]["unit"] == "minutes"
    assert len(booking.code) == 8
    assert steps(booking) == [("booked", "网上预约", lin)]
    assert not Message.objects.exists()


def test_any_unit_is_the_lowest_free_one(room, lin, wu):
    first = make.booking(room, lin, f"{DAY} 09:00")
    second = make.booking(room, wu, f"{DAY} 09:00")
    assert [first.unit.number, second.unit.number] == [1, 2]


def test_any_unit_is_of_the_first_kind_unless_one_is_named(room, lin, wu):
    make.unit(room, 9, kind="电脑", order=9)
    for name in "甲乙丙":
        make.booking(room, people.person(name), f"{DAY} 09:00")
    with pytest.raises(Taken):
        make.booking(room, lin, f"{DAY} 09:00")
    assert make.booking(room, wu, f"{DAY} 09:00", kind="电脑").unit.number == 9


def test_touching_bookings_are_allowed(room, lin, wu):
    make.booking(room, lin, f"{DAY} 10:00", unit_number=1)
    before = make.booking(room, wu, f"{DAY} 09:00", unit_number=1)
    after = make.booking(room, wu, f"{DAY} 11:00", unit_number=1)
    assert before.ends_at == at("10:00")
    assert after.starts_at == at("11:00")


def test_a_buffer_keeps_the_unit_empty_between_two_bookings(house, lin, wu):
    room = make.venue(house, slot_minutes=30, buffer_minutes=15, max_slots=4)
    make.booking(room, lin, f"{DAY} 10:00")
    for start in ("09:30", "10:00", "10:30"):
        with pytest.raises(Taken):
            make.booking(room, wu, f"{DAY} {start}")
    assert make.booking(room, wu, f"{DAY} 11:00").unit_free_at == at("11:45")
    third = make.booking(room, people.person("甲"), f"{DAY} 09:00")
    assert third.ends_at == at("09:30")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"start": "2026-11-24 09:30"}, Why.GRID),
        ({"start": "2026-11-24 09:00:30"}, Why.GRID),
        ({"start": "2026-11-24 12:00"}, Why.CLOSED),
        ({"start": "2026-11-24 11:00", "slots": 2}, Why.CLOSED),
        ({"start": "2026-11-24 17:00"}, Why.CLOSED),
        ({"start": "2026-11-28 09:00"}, Why.CLOSED),
        ({"start": "2026-11-23 09:00"}, Why.PAST),
        ({"start": "0001-01-01 09:00"}, Why.PAST),
        ({"start": "2026-12-09 09:00"}, Why.BEYOND),
        ({"start": "9999-12-31 09:00"}, Why.BEYOND),
        ({"slots": 0}, Why.LENGTH),
        ({"slots": -1}, Why.LENGTH),
        ({"slots": 3}, Why.LENGTH),
        ({"slots": 10**9}, Why.LENGTH),
        ({"people": 0}, Why.PEOPLE),
        ({"people": 201}, Why.PEOPLE),
        ({"purpose": "长" * 61}, Why.REASON),
        ({"unit_number": 4}, Why.NO_UNIT),
    ],
)
def test_what_the_rules_forbid_is_refused_in_words(room, lin, fields, why):
    start = fields.pop("start", f"{DAY} 09:00")
    with pytest.raises(ValidationError) as caught:
        make.booking(room, lin, start, at=f"{DAY} 08:00", **fields)
    assert caught.value.code == why
    assert caught.value.message.endswith(("。", "！"))
    assert not Booking.objects.exists()


def test_exactly_thirty_minutes_before_is_in_time(house, lin):
    room = make.venue(house, lead_value=30)
    late = f"{DAY} 08:30:01"
    with pytest.raises(ValidationError) as caught:
        make.booking(room, lin, f"{DAY} 09:00", at=late)
    assert caught.value.message.startswith("来不及了。至少提前半小时预约。最早")
    assert make.booking(room, lin, f"{DAY} 09:00", at=f"{DAY} 08:30").pk


def test_a_closed_venue_says_so(house, lin):
    room = make.venue(house, is_active=False)
    with pytest.raises(ValidationError) as caught:
        make.booking(room, lin, f"{DAY} 09:00")
    assert caught.value.code == Why.NOT_OFFERED


def test_an_erased_account_books_nothing(room, lin):
    User.objects.filter(pk=lin.pk).update(erased_at=EARLY)
    with pytest.raises(ValidationError):
        make.booking(room, lin, f"{DAY} 09:00")


def test_a_broken_unit_is_refused_with_another(room, lin, chen):
    unit = room.units.get(number=2)
    take_out(unit=unit, reason="灯坏了", by=chen, at=EARLY)
    with pytest.raises(Taken) as caught:
        make.booking(room, lin, f"{DAY} 09:00", unit_number=2)
    assert caught.value.message.startswith("座位 2停用了（灯坏了）。可以换成：座位 1，")
    assert make.booking(room, lin, f"{DAY} 09:00").unit.number == 1


def test_one_person_is_not_in_two_places(house, room, lin):
    gym = make.venue(house, name="健身房")
    make.booking(gym, lin, f"{DAY} 09:00", slots=2)
    with pytest.raises(ValidationError) as caught:
        make.booking(room, lin, f"{DAY} 10:00")
    assert caught.value.message.startswith(
        "这段时间已经约了健身房（11月24日 周二 9:00–11:00），不能同时约两处。"
    )
    assert make.booking(room, lin, f"{DAY} 11:00").pk


def test_the_quota_counts_what_has_not_ended(house, lin):
    room = make.venue(house, units=2, quota=2)
    make.booking(room, lin, f"{DAY} 09:00")
    make.booking(room, lin, f"{DAY} 10:00")
    with pytest.raises(ValidationError) as caught:
        make.booking(room, lin, f"{DAY} 14:00")
    assert caught.value.message == (
        "这里每人最多同时约 2 次，您已经约了 2 次。用掉或取消一次再约。"
        "您约着：11月24日 周二 10:00–11:00、11月24日 周二 9:00–10:00。"
    )
    assert make.booking(room, lin, f"{DAY} 14:00", at=f"{DAY} 10:00").pk


def test_a_lost_slot_offers_another_unit_and_other_times(room, lin, wu):
    make.booking(room, wu, f"{DAY} 09:00", unit_number=1, slots=2)
    with pytest.raises(Taken) as caught:
        make.booking(room, lin, f"{DAY} 09:00", unit_number=1)
    offers = [(o.start, o.unit_number, o.slots) for o in caught.value.alternatives]
    assert offers == [
        (at("09:00"), 2, 1),
        (at("11:00"), 1, 1),
        (at("10:00"), None, 1),
        (at("14:00"), None, 1),
    ]
    assert caught.value.message == (
        "座位 1，11月24日 周二 9:00–10:00 刚刚被别人约走了。可以换成："
        "座位 2，11月24日 周二 9:00–10:00、座位 1，11月24日 周二 11:00–12:00。"
    )


def test_a_full_room_offers_only_times_that_can_be_booked(house, lin, wu):
    room = make.venue(house, lead_value=60)
    make.booking(room, wu, f"{DAY} 15:00")
    with pytest.raises(Taken) as caught:
        make.booking(room, lin, f"{DAY} 15:00", at=f"{DAY} 13:30")
    starts = [offer.start for offer in caught.value.alternatives]
    assert starts == [at("16:00"), moment("2026-11-25 09:00")]


def test_nothing_is_offered_when_nothing_is_free(house, lin, wu):
    room = make.venue(house, horizon_days=0, slot_minutes=180, max_slots=1)
    make.booking(room, wu, f"{DAY} 09:00", at=f"{DAY} 08:00")
    with pytest.raises(Taken) as caught:
        make.booking(room, lin, f"{DAY} 09:00", at=f"{DAY} 08:00")
    assert caught.value.alternatives == [
        offer for offer in caught.value.alternatives if offer.start == at("14:00")
    ]


def test_the_same_key_returns_the_first_booking(room, lin):
    first = make.booking(room, lin, f"{DAY} 09:00", key="k" * 64)
    again = make.booking(room, lin, f"{DAY} 09:00", key="k" * 64)
    other = make.booking(room, lin, f"{DAY} 10:00", key="k" * 64)
    assert (again, other) == (first, first)
    assert Booking.objects.count() == 1


def test_a_key_used_for_somebody_else_still_returns_the_first(room, lin, wu, chen):
    first = make.booking(room, lin, f"{DAY} 09:00", by=chen, key="k" * 64)
    assert make.booking(room, wu, f"{DAY} 09:00", by=chen, key="k" * 64) == first


def test_a_booking_takes_few_queries(room, lin, django_assert_max_num_queries):
    make.booking(room, lin, f"{DAY} 09:00")
    with django_assert_max_num_queries(9):
        make.booking(room, lin, f"{DAY} 10:00", key="k" * 64)


# -- staff


def test_staff_book_inside_the_lead_time_and_it_is_marked(house, lin, chen):
    room = make.venue(house, lead_value=30)
    booking = make.booking(room, lin, f"{DAY} 09:00", at=f"{DAY} 08:45", by=chen)
    assert (booking.inside_lead, booking.channel) == (True, Channel.COUNTER)
    assert (booking.person, booking.made_by) == (lin, chen)
    message = Message.objects.get()
    assert message.phone == lin.phone
    assert booking.code_grouped in message.text
    in_time = make.booking(room, lin, f"{DAY} 10:00", at=f"{DAY} 08:45", by=chen)
    assert not in_time.inside_lead


def test_staff_for_themselves_keep_the_lead_time(house, chen):
    room = make.venue(house, lead_value=30)
    with pytest.raises(ValidationError):
        make.booking(room, chen, f"{DAY} 09:00", at=f"{DAY} 08:45")


def test_only_staff_of_the_center_book_for_others(room, lin, wu, qian, sun):
    for by in (wu, qian, sun):
        with pytest.raises(PermissionDenied):
            make.booking(room, lin, f"{DAY} 09:00", by=by)


def test_a_walk_in_sits_down_in_the_running_slot(room, chen):
    booking = walk_ins.walk_in(venue=room, name="老张", by=chen, at=at("09:40"))
    assert (booking.starts_at, booking.ends_at) == (at("09:00"), at("10:00"))
    assert (booking.state, booking.arrived_at) == (State.ARRIVED, at("09:40"))
    assert (booking.channel, booking.inside_lead) == (Channel.WALK_IN, True)
    assert (booking.person.name, booking.person.phone) == ("老张", None)
    assert booking.person.registered_by == chen
    assert steps(booking) == [("arrived", "直接来，当场登记", chen)]


def test_a_walk_in_before_the_doors_open_waits_for_the_first_slot(room, lin, chen):
    booking = walk_ins.walk_in(venue=room, person=lin, by=chen, at=at("08:40"))
    assert (booking.person, booking.starts_at) == (lin, at("09:00"))
    refused = refusal(walk_ins.walk_in, venue=room, by=chen, at=at("13:20"))
    assert refused.code == Why.CLOSED


def test_a_walk_in_without_a_name_and_twice_with_one_key(room, chen):
    key = {"key": "w" * 64}
    first = walk_ins.walk_in(venue=room, by=chen, at=at("09:40"), **key)
    again = walk_ins.walk_in(venue=room, by=chen, at=at("09:41"), **key)
    assert first == again
    assert first.person.name == "现场来访"
    assert User.objects.filter(registered_by=chen).count() == 1


def test_a_walk_in_into_a_full_room_registers_nobody(house, chen, lin):
    room = make.venue(house)
    make.booking(room, lin, f"{DAY} 09:00")
    with pytest.raises(Taken):
        walk_ins.walk_in(venue=room, name="老张", by=chen, at=at("09:40"))
    assert not User.objects.filter(name="老张").exists()
    too_long = refusal(
        walk_ins.walk_in, venue=room, name="老张", slots=9, by=chen, at=at("09:40")
    )
    assert too_long.code == Why.LENGTH


def test_somebody_who_sits_elsewhere_is_not_seated_again(house, room, lin, chen):
    make.booking(room, lin, f"{DAY} 09:00")
    other = make.venue(house)
    refused = refusal(
        walk_ins.walk_in, venue=other, person=lin, by=chen, at=at("09:40")
    )
    assert refused.code == Why.BUSY
