"""Two centers with the same short name of a venue: each clerk means the own one."""

import re
from html import unescape

import pytest

from center.keys import new_key
from center.models import Center
from reservations.counter.forms import offered_to
from reservations.models import Booking, Event
from tests.markup import unwrapped
from tests.reservations import make

DAY = "2026-11-25"
NEW, TODAY, EVENT = "/desk/bookings/new/", "/desk/today/", "/desk/events/new/"
WALK_IN = "/desk/today/walk-in/"


def page(response):
    return unescape(unwrapped(response.content.decode()))


@pytest.fixture
def twin(elsewhere):
    """A reading room of the lower center, with the short name of the upper one's."""
    return make.venue(elsewhere, slug="reading-room", name="党群阅览室", units=2)


@pytest.fixture
def twin_key(elsewhere):
    return f"reading-room_{elsewhere.pk}"


def body(url, venue):
    times = {"start": f"{DAY}T10:00", "end": f"{DAY}T11:00", "slots": "1"}
    who = {"phone": "16155550001", "name": "何苗", "title": "读书会"}
    return {"venue": venue, "people": "1", "key": new_key()} | (
        who if url == WALK_IN else who | times
    )


@pytest.mark.parametrize("url", [NEW, EVENT, WALK_IN])
class TestEachForm:
    def test_means_the_own_center(self, browse, clock, reading_room, twin, chen, url):
        clock(f"{DAY} 09:05")
        response = browse(chen).post(url, body(url, "reading-room"))
        assert response.status_code == 302
        assert set(Booking.objects.values_list("venue", flat=True)) == {reading_room.pk}

    def test_reaches_the_other_one(
        self, browse, clock, reading_room, twin, twin_key, chen, url
    ):
        clock(f"{DAY} 09:05")
        assert browse(chen).post(url, body(url, twin_key)).status_code == 302
        assert set(Booking.objects.values_list("venue", flat=True)) == {twin.pk}

    def test_of_the_lower_center_knows_only_its_own(
        self, browse, clock, reading_room, twin, elsewhere, sun, zhao, url
    ):
        clock(f"{DAY} 09:05")
        sun.groups.set(zhao.groups.all())
        browse(sun).post(url, body(url, "reading-room"))
        assert set(Booking.objects.values_list("venue", flat=True)) == {twin.pk}
        response = browse(sun).post(url, body(url, f"reading-room_{reading_room.pk}"))
        assert response.status_code == 422
        assert "请选一个场地" in page(response)

    def test_says_which_center(self, browse, reading_room, twin, twin_key, chen, url):
        get = browse(chen).get(
            TODAY if url == WALK_IN else url + "?start=2026-11-25T10:00"
        )
        options = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', page(get))
        found = {key: label for key, label in options if "reading-room" in key}
        assert found == {
            "reading-room": "党群阅览室",
            twin_key: "党群阅览室（柳林社区党群服务中心）",
        }


def test_lists_and_sheets_name_the_center(
    browse, reading_room, twin, twin_key, lin, wu, chen
):
    make.booking(reading_room, lin, f"{DAY} 10:00")
    make.booking(twin, wu, f"{DAY} 10:00")
    client = browse(chen)
    both = page(client.get(TODAY))
    assert both.count("党群阅览室（柳林社区党群服务中心），座位 1") == 1
    only = client.get(TODAY, {"venue": twin_key})
    assert ("吴桐" in page(only), "林晓" in page(only)) == (True, False)
    sheet = re.search(r'href="(/desk/today/sheet/[^"]*)"', page(only))[1]
    assert ("吴桐" in page(client.get(sheet))) is True
    own = page(client.get("/desk/today/sheet/reading-room/"))
    assert ("吴桐" in own, "林晓" in own) == (False, True)


def test_the_list_stays_narrowed_to_the_same_one(
    browse, reading_room, twin, twin_key, wu, chen
):
    booking = make.booking(twin, wu, f"{DAY} 09:00")
    url = f"/desk/bookings/{booking.code}/check-in/"
    response = browse(chen).post(url, {"only": twin_key}, follow=True)
    assert response.redirect_chain == [(f"{TODAY}?venue={twin_key}", 302)]
    assert "吴桐 9:00 党群阅览室（柳林社区党群服务中心） 座位 1" in page(response)


def test_the_week_of_the_other_one_leads_into_its_form(
    browse, reading_room, twin, twin_key, chen
):
    client = browse(chen)
    found = page(client.get(NEW, {"venue": twin_key, "day": DAY}))
    link = re.search(rf'href="({NEW}\?venue=reading-room_[^"]*start=[^"]*)"', found)
    assert f'value="{twin_key}" selected' in page(client.get(link[1]))


def test_an_own_venue_out_of_use_does_not_hand_its_name_on(
    browse, clock, reading_room, twin, chen
):
    clock(f"{DAY} 09:05")
    type(reading_room).objects.filter(pk=reading_room.pk).update(is_active=False)
    response = browse(chen).post(WALK_IN, body(WALK_IN, "reading-room"))
    assert response.status_code == 422
    assert Event.objects.count() + Booking.objects.count() == 0


def test_three_centers(house, elsewhere, reading_room, twin, chen):
    third = make.venue(
        Center.objects.create(name="三里社区", parent=elsewhere), slug="reading-room"
    )
    keys = [one.key for one in offered_to(chen)]
    assert keys == [
        "reading-room",
        f"reading-room_{elsewhere.pk}",
        f"reading-room_{third.center_id}",
    ]
