"""What the home page shows of venues and bookings."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from reservations.actions.events import announce, book_whole, cancel_whole
from tests.make import moment
from tests.reservations import make


def home(client, at="2026-11-24 15:00"):
    with time_machine.travel(moment(at), tick=False):
        return client.get("/").content.decode()


def test_it_shows_what_is_free_and_follows_a_booking(client, house, lin):
    room = make.venue(house, 1, name="谈心室", kind="talk", floor="二楼")
    before = home(client)
    assert "今天还有 1 处空着" in before
    assert "/static/img/rooms.svg#talk" in before
    assert f'href="/rooms/{room.slug}/?day=2026-11-24#day"' in before
    for start in ("2026-11-24 15:00", "2026-11-24 16:00"):
        make.booking(room, lin, start, at="2026-11-24 08:00")
    after = home(client)
    assert "最近 11月25日" in after
    assert f'href="/rooms/{room.slug}/?day=2026-11-25#day"' in after


def test_a_person_sees_the_own_next_booking_first(client, house, lin, wu):
    room = make.venue(house, 2)
    make.booking(room, wu, "2026-11-24 15:00", at="2026-11-24 08:00")
    client.force_login(lin)
    assert "您今天的预约" not in home(client)
    mine = make.booking(room, lin, "2026-11-24 16:00", at="2026-11-24 08:00")
    text = home(client)
    assert text.index("您今天的预约") < text.index("常办的事")
    assert f'href="/bookings/{mine.code}/"' in text
    assert f'href="/bookings/{mine.code}/cancel/"' in text


def test_residents_read_what_they_can_come_to(client, house, chen, settings):
    settings.SECOND_FACTOR = False
    hall = make.venue(house, 2, name="多功能厅", floor="三楼", max_slots=8)

    def held(title, hour, **fields):
        day = "2026-11-24"
        times = {
            "start": moment(f"{day} {hour:02}:00"),
            "end": moment(f"{day} {hour + 1:02}:00"),
        }
        return book_whole(
            venue=hall,
            title=title,
            by=chen,
            at=moment(f"{day} 08:00"),
            **times,
            **fields,
        )

    inner = held("内部会议", 9)
    assert "近期活动" not in home(client, at="2026-11-24 08:30")
    shown = [
        held(f"讲座{n}", hour, is_public=True)
        for n, hour in ((1, 10), (2, 11), (3, 14))
    ]
    held("讲座4", 15, is_public=True)
    page = home(client, at="2026-11-24 08:30")
    assert [f"讲座{n}" in page for n in (1, 2, 3, 4)] == [True, True, True, False]
    assert "内部会议" not in page
    assert f'href="/rooms/{hall.slug}/?day=2026-11-24#day"' in page
    assert "10:00–11:00" in page
    with time_machine.travel(moment("2026-11-24 08:30"), tick=False):
        rooms = client.get("/rooms/").content.decode()
        desk = Client()
        desk.force_login(chen)
        for event, on in ((inner, "1"), (shown[0], "")):
            desk.post(f"/desk/events/{event.pk}/announce/", {"on": on})
    assert ("讲座4" in rooms, "内部会议" in rooms) == (True, False)
    page = home(client, at="2026-11-24 08:30")
    assert ("内部会议" in page, "讲座1" in page) == (True, False)
    # What is over or called off invites nobody.
    late = {"by": chen, "at": moment("2026-11-24 10:30")}
    cancel_whole(event=shown[1], reason="停电", **late)
    with pytest.raises(ValidationError, match="已经结束或取消"):
        announce(event=inner, is_public=True, **late)
    page = home(client, at="2026-11-24 10:30")
    assert [f"讲座{n}" in page for n in (2, 3, 4)] == [False, True, True]
