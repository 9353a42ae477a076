"""Whoever came on a day without network is entered afterwards, once and as it was."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from reservations.actions.walk_ins import enter_back
from reservations.models import Booking
from tests.make import moment
from tests.reservations import make

PAGE = "/desk/bookings/back/"
DAY = "2026-11-24"


def enter(
    venue, by, start="09:10", end="09:40", *, day=DAY, at="2026-11-25 08:40", **more
):
    span = {"start": moment(f"{day} {start}"), "end": moment(f"{day} {end}")}
    return enter_back(venue=venue, by=by, at=moment(at), **span, **more)


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    return "；".join(refusal.value.messages)


def test_it_holds_the_slots_that_were_touched_and_is_over(hall, lin, chen):
    row = enter(hall, chen, "09:10", "10:20", person=lin, key="one")
    assert (row.starts_at, row.ends_at) == (
        moment(f"{DAY} 09:00"),
        moment(f"{DAY} 11:00"),
    )
    assert (row.arrived_at, row.left_at) == (
        moment(f"{DAY} 09:10"),
        moment(f"{DAY} 10:20"),
    )
    assert (row.state, row.channel, row.made_by) == ("finished", "walk_in", chen)
    assert "补录" in row.steps.get().text
    assert enter(hall, chen, "09:10", "10:20", person=lin, key="one") == row
    assert Booking.objects.count() == 1


def test_one_seat_one_person_at_a_time(hall, reading_room, lin, wu, chen):
    enter(hall, chen, person=lin)
    assert "都登记过人" in refused(lambda: enter(hall, chen, name="周师傅"))
    assert "不能同时约两处" in refused(lambda: enter(reading_room, chen, person=lin))
    units = {enter(reading_room, chen, name=f"客{n}").unit.number for n in range(4)}
    assert units == {1, 2, 3, 4}
    # Whoever had booked and was not noted yet may still be written down as there.
    make.booking(hall, wu, f"{DAY} 14:00", at="2026-11-23 08:00")
    assert "都登记过人" in refused(lambda: enter(hall, chen, "14:05", "14:30"))


@pytest.mark.parametrize(
    ("start", "end", "day", "words"),
    [
        ("11:30", "14:20", DAY, "午休"),
        ("07:00", "07:30", DAY, "没有一直开着"),
        ("10:00", "10:00", DAY, "晚于"),
        ("10:00", "11:00", "2026-11-17", "7 天以内"),
        ("09:00", "10:00", "2026-11-25", "还没有结束"),
        ("10:00", "11:00", "2026-11-22", "没有一直开着"),
    ],
)
def test_what_cannot_have_been_is_refused(hall, chen, start, end, day, words):
    assert words in refused(lambda: enter(hall, chen, start, end, day=day, name="客"))
    assert not Booking.objects.exists()


def test_only_the_counter_of_the_center(hall, lin, sun):
    for other in (lin, sun):
        with pytest.raises(PermissionDenied):
            enter(hall, other, name="客")


def test_the_page_asks_who_it_is_and_leads_back_to_the_day(browse, hall, lin, chen):
    desk = browse(chen)
    assert (
        f'href="{PAGE}?day={DAY}"'
        in desk.get(f"/desk/today/?day={DAY}").content.decode()
    )
    assert PAGE not in desk.get("/desk/today/?day=2026-11-10").content.decode()
    form = desk.get(f"{PAGE}?day={DAY}").context["form"]
    assert form["start"].value() == f"{DAY}T09:00"
    sent = {"venue": hall.slug, "start": f"{DAY}T09:10", "end": f"{DAY}T09:50"}
    sent |= {"phone": lin.phone, "name": "别人", "key": form["key"].value()}
    asked = desk.post(PAGE, sent)
    assert (asked.status_code, "请选一下是谁" in asked.content.decode()) == (422, True)
    done = desk.post(PAGE, sent | {"same": "owner"})
    assert done.url == f"/desk/today/?day={DAY}"
    assert Booking.objects.get().person == lin
    assert "已补录" in desk.get(done.url).content.decode()
    wrong = desk.post(PAGE, {"venue": hall.slug, "start": "昨天", "key": "k" * 22})
    assert wrong.status_code == 422
