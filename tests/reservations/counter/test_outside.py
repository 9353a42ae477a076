"""Staff book outside the hours with a reason: somebody opens the doors for it."""

import pytest
from django.core.exceptions import ValidationError

from center.outbox.models import Message
from reservations.actions import bookings, verbs
from reservations.actions.closures import close
from reservations.actions.reminders import remind
from reservations.actions.shifts import shift
from reservations.slots.outside import all_outside, left_outside
from tests.make import moment
from tests.reservations import make
from tests.reservations.counter.pages import NEW, booking_form, page

AT = moment("2026-11-25 08:40")
EVENING, WHY = "2026-11-26 18:30", "合唱团汇报演出"


def book(venue, person, by, start=EVENING, *, outside=WHY, **more):
    wish = {
        "venue": venue,
        "person": person,
        "start": moment(start),
        "outside": outside,
    }
    return bookings.book(**wish, by=by, at=AT, **more)


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    return "；".join(refusal.value.messages)


def test_it_is_kept_reminded_of_and_can_be_missed(hall, lin, chen):
    row = book(hall, lin, chen, slots=2)
    assert row.outside_why == WHY
    assert WHY in row.steps.get().text
    # No card asks to call it off, it is reminded of, and is no closed door at night.
    assert (left_outside(chen, AT), all_outside(AT)) == ([], [])
    remind(AT)
    assert Message.objects.filter(once__startswith="soon").count() == 1
    verbs.settle(at=moment("2026-11-26 23:00"))
    row.refresh_from_db()
    assert row.state == "missed"


def test_one_unit_one_person_no_closure_no_second_day(hall, lin, wu, chen, zhao):
    book(hall, lin, chen)
    assert "约走了" in refused(lambda: book(hall, wu, chen))
    assert refused(lambda: book(make.venue(hall.center), lin, chen))
    assert refused(lambda: book(hall, wu, chen, "2026-11-26 23:30", slots=2))
    times = {
        "starts_at": moment("2026-11-27 18:00"),
        "ends_at": moment("2026-11-27 20:00"),
    }
    close(
        center=hall.center,
        venue=hall,
        reason="刷漆",
        confirmed=True,
        by=zhao,
        at=AT,
        **times,
    )
    assert "刷漆" in refused(lambda: book(hall, wu, chen, "2026-11-27 18:30"))


def test_only_staff_and_only_where_the_doors_are_shut(hall, lin, wu, chen):
    assert "约不了" in refused(lambda: book(hall, lin, lin))
    assert "约不了" in refused(lambda: book(hall, lin, chen, outside=" "))
    row = book(hall, lin, chen, "2026-11-26 10:00")
    assert row.outside_why == ""
    late = book(hall, wu, chen)
    ten = moment("2026-11-27 10:00")
    assert shift(booking=late, start=ten, version=1, by=chen, at=AT).outside_why == ""


def test_at_the_counter(browse, hall, lin, chen):
    desk = browse(chen)
    week = page(desk.get(NEW))
    assert "start=2026-11-25T18:00" in week
    sent = booking_form("hall", "2026-11-26T18:30", phone=lin.phone)
    assert desk.post(NEW, sent).status_code == 422
    done = desk.post(NEW, sent | {"outside": WHY}, follow=True)
    assert f"专门开门：{WHY}" in page(done)
    assert f"不开门时约：{WHY}" in page(desk.get("/desk/today/?day=2026-11-26"))
