"""Booking for somebody at the counter, walking in, holding a venue."""

import re

from center.keys import new_key
from center.models import User
from reservations.models import Booking, Event
from reservations.rules.bookings import State
from tests.reservations import make
from tests.reservations.counter.pages import (
    DAY,
    NEW,
    TODAY,
    alert,
    booking_form,
    hold,
    page,
    rows,
)


class TestForOthers:
    def test_somebody_new_is_written_down(self, browse, hall, chen):
        form = booking_form("hall", phone="161 5555 0001", name="何苗", people="3")
        response = browse(chen).post(NEW, form)
        booking = Booking.objects.get()
        assert response["Location"] == f"/bookings/{booking.code}/"
        assert (booking.person.name, booking.person.phone) == ("何苗", "16155550001")
        assert not booking.person.has_account
        assert (booking.made_by, booking.channel) == (chen, "counter")

    def test_somebody_known_keeps_their_name(self, browse, hall, lin, chen):
        form = booking_form("hall", phone=lin.phone, name="别名")
        asked = browse(chen).post(NEW, form)
        assert asked.status_code == 422
        assert "登记的是林晓，您写的是别名" in page(asked)
        assert not Booking.objects.exists()
        browse(chen).post(NEW, form | {"same": "owner"})
        assert Booking.objects.get().person == lin
        lin.refresh_from_db()
        assert lin.name == "林晓"

    def test_without_a_phone_a_name_is_enough(self, browse, hall, chen):
        browse(chen).post(NEW, booking_form("hall", name="何奶奶"))
        assert Booking.objects.get().person.phone is None

    def test_nobody_is_refused(self, browse, hall, chen):
        response = browse(chen).post(NEW, booking_form("hall", name=" \u200b"))
        assert response.status_code == 422
        assert "手机号和姓名至少写一个" in alert(response)

    def test_inside_the_lead_time_it_is_marked(self, browse, reading_room, lin, chen):
        form = booking_form("reading-room", f"{DAY}T09:00", phone=lin.phone)
        browse(chen).post(NEW, form)
        assert Booking.objects.get().inside_lead is True
        assert "没到提前量，窗口照约" in rows(browse(chen).get(TODAY))[0][5]

    def test_a_refused_booking_leaves_nobody_behind(self, browse, hall, chen):
        form = booking_form("hall", f"{DAY}T12:00", phone="16155550001", name="何苗")
        response = browse(chen).post(NEW, form)
        assert response.status_code == 422
        assert 'value="何苗"' in page(response)
        assert not User.objects.filter(phone="16155550001").exists()

    def test_who_is_here_already_is_seated_and_not_booked(
        self, browse, clock, hall, chen
    ):
        clock(f"{DAY} 10:05")
        form = booking_form("hall", name="何苗")
        told = page(browse(chen).post(NEW, form))
        assert "人已经到了的，请在“今天到场”里登记入座。可以换成：" in told
        clock(f"{DAY} 11:05")
        assert "人已经到了" not in page(browse(chen).post(NEW, form))

    def test_taken_offers_something_else(self, browse, hall, lin, chen):
        make.booking(hall, lin, f"{DAY} 10:00")
        client = browse(chen)
        form = booking_form("hall", phone="16155550001", name="何苗")
        response = client.post(NEW, form)
        part = page(response).split('<div class="alts">')[1].split("</form>")[0]
        sent = dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', part))
        assert client.post(NEW, sent).status_code == 302
        assert Booking.objects.get(person__name="何苗").venue == hall

    def test_the_week_leads_into_the_form(self, browse, reading_room, hall, chen):
        client = browse(chen)
        found = page(client.get(NEW, {"venue": "reading-room"}))
        link = re.search(
            r'href="(/desk/bookings/new/\?venue=reading-room[^"]*)"', found
        )
        form = page(client.get(link[1]))
        assert f'name="start" value="{DAY}T09:00"' in form
        assert '<option value="reading-room" selected>' in form


class TestWalkIn:
    def test_in_one_line(self, browse, clock, hall, chen):
        clock(f"{DAY} 09:20")
        form = {"venue": "hall", "name": "何奶奶", "people": "2", "key": new_key()}
        client = browse(chen)
        response = client.post(f"{TODAY}walk-in/", form, follow=True)
        booking = Booking.objects.get()
        assert "已登记：何奶奶 9:00 会议室 座位 1。" in page(response)
        assert (booking.state, booking.channel) == (State.ARRIVED, "walk_in")
        client.post(f"{TODAY}walk-in/", form)
        assert Booking.objects.count() == 1

    def test_known_by_phone(self, browse, clock, hall, lin, chen):
        clock(f"{DAY} 09:20")
        form = {"venue": "hall", "phone": lin.phone}
        browse(chen).post(f"{TODAY}walk-in/", form)
        assert Booking.objects.get().person == lin

    def test_full_says_so_and_keeps_the_line(self, browse, clock, hall, lin, chen):
        make.booking(hall, lin, f"{DAY} 09:00")
        clock(f"{DAY} 09:20")
        form = {"venue": "hall", "name": "何奶奶", "phone": "16155550001"}
        response = browse(chen).post(f"{TODAY}walk-in/", form)
        assert response.status_code == 422
        assert 'value="何奶奶"' in page(response)
        assert "已经有人用着。可以换成：" in page(response)
        assert Booking.objects.count() == 1
        assert not User.objects.filter(phone="16155550001").exists()


class TestEvents:
    def test_all_units_or_nothing(self, browse, reading_room, lin, zhao):
        make.booking(reading_room, lin, f"{DAY} 14:30")
        form = {
            "venue": "reading-room",
            "title": "读书会",
            "start": f"{DAY}T14:00",
            "end": f"{DAY}T16:00",
        }
        response = browse(zhao).post("/desk/events/new/", form)
        assert response.status_code == 422
        assert "座位 1" in alert(response)
        assert 'value="读书会"' in page(response)
        assert not Event.objects.exists()

    def test_called_off_with_a_reason(self, browse, reading_room, zhao):
        client = browse(zhao)
        event = hold(client, reading_room)
        url = f"/desk/events/{event.pk}/cancel/"
        assert "读书会" in page(client.get(url))
        assert client.post(url, {"reason": ""}).status_code == 422
        assert client.post(url, {"reason": "老师生病"})["Location"] == TODAY
        event.refresh_from_db()
        assert event.cancel_reason == "老师生病"
        assert not Booking.objects.occupying().exists()
