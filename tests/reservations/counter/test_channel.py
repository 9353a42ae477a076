"""How a booking came in that the counter wrote down: at the window or by telephone."""

import re
from html import unescape

import pytest

from center.keys import new_key
from reservations.models import Booking
from tests.markup import unwrapped
from tests.reservations import make

DAY = "2026-11-25"
NEW = "/desk/bookings/new/"


def page(response):
    return unescape(unwrapped(response.content.decode()))


def booking_form(venue, **fields):
    return {
        "venue": venue,
        "start": f"{DAY}T10:00",
        "slots": "1",
        "key": new_key(),
    } | fields


@pytest.mark.parametrize("channel", ["counter", "phone"])
def test_how_it_came_in_is_kept(browse, hall, chen, channel):
    form = booking_form("hall", name="何苗", channel=channel)
    browse(chen).post(NEW, form)
    booking = Booking.objects.get()
    assert booking.channel == channel
    said = {"counter": "窗口预约", "phone": "电话预约"}[channel]
    assert booking.steps.get().text == said


@pytest.mark.parametrize("channel", ["web", "walk_in", "event", "x"])
def test_no_other_way_in(browse, hall, chen, channel):
    form = booking_form("hall", name="何苗", channel=channel)
    response = browse(chen).post(NEW, form)
    assert (response.status_code, Booking.objects.count()) == (422, 0)
    assert "请选窗口或电话" in page(response)


def test_a_call_stays_one_when_something_else_is_offered(browse, hall, lin, chen):
    make.booking(hall, lin, f"{DAY} 10:00")
    client = browse(chen)
    form = booking_form("hall", name="何苗", channel="phone")
    part = page(client.post(NEW, form)).split('<div class="alts">')[1]
    sent = re.findall(r'name="(\w+)"\s+value="([^"]*)"', part.split("</form>")[0])
    client.post(NEW, dict(sent))
    assert Booking.objects.get(person__name="何苗").channel == "phone"
