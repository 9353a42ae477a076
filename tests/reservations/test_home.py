"""What the home page shows of venues and bookings."""

import time_machine

from tests.make import moment
from tests.reservations import make


def home(client, at="2026-11-24 15:00"):
    with time_machine.travel(moment(at), tick=False):
        return client.get("/").content.decode()


def test_it_shows_what_is_free_and_follows_a_booking(client, house, lin):
    room = make.venue(house, 1, name="谈心室", kind="talk", floor="二楼")
    before = home(client)
    assert "今天还有 1 处空着" in before
    assert "/static/img/rooms/talk.svg" in before
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
