"""A booking moves to another time: one transaction, the same code."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from center.outbox.models import Message
from reservations.actions.reminders import remind
from reservations.actions.shifts import shift
from reservations.actions.verbs import cancel
from reservations.models import Booking
from tests.make import moment
from tests.markup import squeezed
from tests.reservations import make
from tests.together import at_once, refusals

AT = moment("2026-11-24 08:00")
NINE, TEN, ELEVEN = (f"2026-11-25 {hour}:00" for hour in ("09", "10", "11"))


def to(booking, start, *, by=None, at=AT, version=None):
    version = booking.version if version is None else version
    by = by or booking.person
    return shift(booking=booking, start=moment(start), version=version, by=by, at=at)


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    return "；".join(refusal.value.messages)


def test_it_moves_and_keeps_its_code(hall, lin):
    booking = make.booking(hall, lin, NINE)
    moved = to(booking, TEN)
    assert (moved.pk, moved.code, moved.version) == (booking.pk, booking.code, 2)
    row = Booking.objects.get()
    assert (row.starts_at, row.ends_at) == (moment(TEN), moment(ELEVEN))
    assert "9:00–10:00 改到" in row.steps.last().text
    # Sent twice it has been done; and back again what it gave is free.
    assert to(booking, TEN).version == 2
    assert to(row, NINE).version == 3


def test_it_may_overlap_what_it_gives_back(house, lin):
    venue = make.venue(house, slot_minutes=30, max_slots=4)
    booking = make.booking(venue, lin, NINE, slots=2)
    moved = to(booking, "2026-11-25 09:30")
    span = moved.starts_at, moved.ends_at
    assert span == (moment("2026-11-25 09:30"), moment("2026-11-25 10:30"))


def test_the_week_offers_what_it_would_give_back(browse, house, lin):
    venue = make.venue(house, slot_minutes=30, max_slots=4)
    booking = make.booking(venue, lin, NINE, slots=2)
    week = browse(lin).get(f"/bookings/{booking.code}/move/").content.decode()
    assert "start=2026-11-25T09:30" in week
    assert "start=2026-11-25T09:00" not in week


def test_what_is_taken_shut_or_held_elsewhere_leaves_it_where_it_was(
    hall, reading_room, lin, wu
):
    booking = make.booking(hall, lin, NINE)
    make.booking(hall, wu, TEN)
    make.booking(reading_room, lin, ELEVEN)
    assert "约走了" in refused(lambda: to(booking, TEN))
    for other in (ELEVEN, "2026-11-28 09:00", "2026-11-23 09:00"):
        assert refused(lambda other=other: to(booking, other))
    assert Booking.objects.get(pk=booking.pk).starts_at == moment(NINE)


def test_who_moves_it_and_until_when(hall, lin, wu, chen, sun):
    booking = make.booking(hall, lin, NINE)
    for stranger in (wu, sun):
        with pytest.raises(PermissionDenied):
            to(booking, TEN, by=stranger)
    begun = moment("2026-11-25 09:10")
    assert "告诉前台" in refused(lambda: to(booking, ELEVEN, at=begun))
    moved = to(booking, ELEVEN, by=chen, at=begun)
    text = Message.objects.get(person=lin, once__startswith="shifted").text
    assert booking.code_grouped in text
    assert "改过" in refused(lambda: to(moved, TEN, by=chen, version=1))
    cancel(booking=moved, by=lin, at=begun)
    assert "已取消" in refused(lambda: to(moved, TEN, by=chen, version=3))


def test_the_new_time_is_reminded_of(hall, lin):
    booking = make.booking(hall, lin, NINE)
    evening = moment("2026-11-24 18:00")
    remind(evening)
    to(booking, TEN, at=evening)
    for _ in range(2):
        remind(evening)
    rows = Message.objects.filter(once__startswith="soon").order_by("pk")
    assert ["10:00–11:00" in row.text for row in rows] == [False, True]


def test_the_pages_lead_there_and_say_why_not(browse, hall, lin, chen, wu):
    booking = make.booking(hall, lin, NINE)
    page = f"/bookings/{booking.code}/move/"
    for person, word in ((lin, "您现在的时间"), (chen, "现在的时间")):
        week = browse(person).get(page).content.decode()
        assert f"<b>{word}</b>" in week
        assert "9:00–10:00，约满" not in week
    for person in (lin, chen):
        ticket = browse(person).get(f"/bookings/{booking.code}/").content.decode()
        assert f'href="{page}"' in ticket
    mine = browse(lin)
    assert f"{page}?start=2026-11-25T11:00" in mine.get(page).content.decode()
    shown = squeezed(mine.get(page, {"start": "2026-11-25T11:00"}))
    assert "改到 11月25日 周三 11:00–12:00" in shown
    assert 'value="2026-11-25T11:00"' in shown
    make.booking(hall, wu, TEN)
    taken = mine.post(page, {"start": "2026-11-25T10:00", "version": 1})
    assert (taken.status_code, "约走了" in taken.content.decode()) == (422, True)
    nowhen = mine.post(page, {"version": 1})
    assert (nowhen.status_code, "请先选一个时间" in nowhen.content.decode()) == (
        422,
        True,
    )
    sent = {"start": "2026-11-25T11:00", "version": 1}
    for _ in range(2):
        done = mine.post(page, sent, follow=True).content.decode()
        assert "11:00–12:00" in done
    assert Booking.objects.get(pk=booking.pk).version == 2
    assert browse(wu).get(page).status_code == 404
    for nonsense in ("?start=x", "?day=x", "?start=2026-11-25T10:00&day=9"):
        assert mine.get(page + nonsense).status_code == 200
    cancel(booking=booking, by=lin, at=AT)
    ticket = mine.get(f"/bookings/{booking.code}/").content.decode()
    assert f'href="{page}"' not in ticket


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_want_the_same_time(self, hall, lin, wu):
        first, second = make.booking(hall, lin, NINE), make.booking(hall, wu, TEN)
        outcomes = at_once(lambda: to(first, ELEVEN), lambda: to(second, ELEVEN))
        assert len(refusals(outcomes)) == 1
        assert Booking.objects.filter(starts_at=moment(ELEVEN)).count() == 1
