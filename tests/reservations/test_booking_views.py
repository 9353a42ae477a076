"""What residents book, hold, cancel and find in 我的."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from icalendar import Calendar

from center.keys import new_key
from center.rules import LIMITS
from reservations.actions import verbs
from reservations.models import Booking
from reservations.rules.bookings import State
from tests.make import moment
from tests.markup import squeezed
from tests.reservations import make

DAY = "2026-11-25"
WEEK = "/rooms/reading-room/"
BOOK = "/rooms/reading-room/book/"


def page(response):
    return unescape(squeezed(response))


def wish(start=f"{DAY}T10:00", **fields):
    return {"start": start, "slots": "1", "key": new_key()} | fields


def told(response, code):
    """Return what a page says, whatever its form tokens and its own address."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page(response))
    return text.replace(code, "CODE")


class TestBooking:
    def test_who_is_not_logged_in_comes_back_after_it(self, browse, reading_room):
        response = browse().get(BOOK, {"start": f"{DAY}T10:00"})
        assert response.status_code == 302
        assert response["Location"].startswith("/login/?next=/rooms/reading-room/book/")

    def test_from_the_check_page_to_the_ticket(self, browse, reading_room, lin):
        client = browse(lin)
        check = client.get(BOOK, {"start": f"{DAY}T10:00", "kind": "座位"})
        assert "11月25日 周三 10:00–10:30" in page(check)
        sent = dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', page(check)))
        sent |= {"slots": "2", "unit": "2"}
        response = client.post(BOOK, sent)
        booking = Booking.objects.get()
        assert response.status_code == 302
        assert response["Location"] == f"/bookings/{booking.code}/"
        assert booking.unit.number == 2
        assert booking.person == lin
        assert booking.when == "11月25日 周三 10:00–11:00"
        assert "预约成功" in page(client.get(response["Location"]))

    def test_a_room_that_is_drawn_is_chosen_from_on_the_drawing(
        self, browse, house, lin, wu
    ):
        hall = make.venue(house, units=3, slug="drawn", seats_in_row=2, front_wall="窗")
        make.booking(hall, wu, f"{DAY} 10:00", unit_number=2)
        client, url = browse(lin), "/rooms/drawn/book/"

        def seats(**fields):
            drawn = page(client.get(url, {"start": f"{DAY}T10:00"} | fields))
            return drawn.split('<details class="seatpick"')[1].split("</details>")[0]

        found = seats()
        assert re.findall(r'name="unit" value="(\d*)"( checked)?', found) == [
            ("", " checked"),
            ("1", ""),
            ("3", ""),
        ]
        assert "2<small>已约</small>" in found
        assert "窗" in found
        assert 'value="3" checked' in seats(unit="3")
        client.post(url, wish(unit="3"))
        assert Booking.objects.get(person=lin).unit.number == 3

    def test_no_length_across_the_break_is_offered(self, browse, reading_room, lin):
        check = page(browse(lin).get(BOOK, {"start": f"{DAY}T11:00", "kind": "座位"}))
        assert "到 12:00（1 小时）" in check
        assert "到 12:30" not in check

    def test_the_smallest_form_is_enough(self, browse, reading_room, lin):
        response = browse(lin).post(BOOK, {"start": f"{DAY}T10:00"})
        booking = Booking.objects.get()
        assert response["Location"] == f"/bookings/{booking.code}/"
        assert (booking.people, booking.unit.number) == (1, 1)

    def test_the_same_form_twice_is_one_booking(self, browse, reading_room, lin):
        client, form = browse(lin), wish()
        first, second = client.post(BOOK, form), client.post(BOOK, form)
        assert first["Location"] == second["Location"]
        assert Booking.objects.count() == 1

    def test_the_key_of_somebody_else_is_another_form(
        self, browse, reading_room, lin, wu
    ):
        form = wish()
        browse(lin).post(BOOK, form)
        browse(wu).post(BOOK, form)
        people = Booking.objects.order_by("pk").values_list("person__name", flat=True)
        assert list(people) == ["林晓", "吴桐"]

    def test_the_loser_gets_something_else_with_one_tap(self, browse, hall, lin, wu):
        make.booking(hall, wu, f"{DAY} 10:00")
        client = browse(lin)
        response = client.post(
            "/rooms/hall/book/", wish(purpose="合唱 <排练>", people="12")
        )
        assert response.status_code == 422
        assert "刚刚被别人约走了" in page(response)
        assert page(response).count('role="alert"') == 1
        assert "<h2>慢了一步，这个时间刚被约走</h2>" in page(response)
        assert 'value="合唱 <排练>"' in page(response)
        part = page(response).split('<div class="alts">')[1]
        sent = dict(
            re.findall(r'name="(\w+)"\s+value="([^"]*)"', part.split("</form>")[0])
        )
        second = client.post("/rooms/hall/book/", sent)
        booking = Booking.objects.get(person=lin)
        assert second["Location"] == f"/bookings/{booking.code}/"
        assert (booking.purpose, booking.people) == ("合唱 <排练>", 12)

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"start": ""}, "请先选一个时间"),
            ({"start": f"{DAY}T09:00"}, "至少提前半小时"),
            ({"start": f"{DAY}T08:00"}, "已经过了"),
            ({"start": f"{DAY}T12:00"}, "约不了"),
            ({"start": f"{DAY}T10:10"}, "重新选"),
            ({"start": "2026-12-10T10:00"}, "最多提前 14 天"),
            ({"slots": "5"}, "一次最多约 2 小时"),
            ({"slots": "0"}, "时长请填整数"),
            ({"unit": "99"}, "没有这个座位或设备"),
            ({"unit": "-1"}, "没有这个编号"),
            ({"people": "0"}, "人数要在 1 到"),
            ({"people": "201"}, "人数要在 1 到"),
            ({"purpose": "长" * 61}, "60"),
        ],
    )
    def test_a_refusal_says_why_and_keeps_the_form(
        self, browse, reading_room, lin, fields, said
    ):
        response = browse(lin).post(BOOK, wish(**{"purpose": "自习"} | fields))
        assert response.status_code == 422
        alert = page(response).split('role="alert"')[1].split("</div>")[0]
        assert said in alert
        assert f'value="{fields.get("purpose", "自习")}"' in page(response)
        assert "<title>错误：" in page(response)
        assert not Booking.objects.exists()

    def test_nothing_else_can_be_set(self, browse, reading_room, lin, wu, elsewhere):
        browse(lin).post(
            BOOK,
            wish(
                state="arrived",
                person=wu.pk,
                made_by=wu.pk,
                center=elsewhere.pk,
                code="AAAAAAAA",
                is_staff="1",
                channel="event",
                inside_lead="1",
            ),
        )
        booking = Booking.objects.get()
        lin.refresh_from_db()
        assert booking.person == booking.made_by == lin
        assert booking.state == State.BOOKED
        assert booking.center == reading_room.center
        assert booking.channel == "web"
        assert (booking.inside_lead, lin.is_staff) == (False, False)

    def test_a_time_nobody_can_read_asks_for_another(self, browse, reading_room, lin):
        response = browse(lin).get(BOOK, {"start": "gestern"})
        assert response.status_code == 422
        assert "重新选一个时间" in page(response)
        assert browse(lin).get(BOOK)["Location"] == WEEK

    def test_who_holds_all_they_may_reads_it_before_choosing(
        self, browse, house, lin, wu
    ):
        room = make.venue(house, slug="small", quota=1)
        made = make.booking(room, lin, f"{DAY} 10:00")
        said = f"您已经约了 1 次。用掉或取消一次再约。您约着：{made.when}。"
        for url in ("/rooms/small/", f"/rooms/small/book/?start={DAY}T14:00"):
            assert said in page(browse(lin).get(url))
            assert "您已经约了" not in page(browse(wu).get(url))
        assert "您已经约了" not in page(browse().get("/rooms/small/"))

    def test_a_venue_switched_off_meanwhile_names_another_and_keeps_the_form(
        self, browse, house, lin
    ):
        off = make.venue(house, slug="off", name="阅览室")
        make.venue(house, name="少儿阅览室")
        type(off).objects.filter(pk=off.pk).update(is_active=False)
        text = "阅览室现在不接受预约。同样可以约的有：少儿阅览室。"
        sent = browse(lin).post("/rooms/off/book/", wish(purpose="读书会"))
        assert sent.status_code == 409
        assert text in page(sent)
        assert "读书会" in page(sent)
        asked = browse(lin).get("/rooms/off/book/", follow=True)
        assert asked.redirect_chain == [("/rooms/", 302)]
        assert text in page(asked)

    def test_too_many_tries(self, browse, reading_room, lin, settings, monkeypatch):
        monkeypatch.setitem(LIMITS, "booking-person", 2)
        client = browse(lin)
        codes = [client.post(BOOK, {"start": "x"}).status_code for _ in range(3)]
        assert codes == [422, 422, 429]


class TestTicket:
    def test_what_stands_on_it(self, browse, hall, lin):
        booking = make.booking(hall, lin, f"{DAY} 10:00", purpose="排练", people=8)
        found = page(browse(lin).get(booking.get_absolute_url()))
        facts = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", found, re.S)
        assert [label for label, _ in facts] == ["场地", "时间", "用途", "预约人"]
        assert facts[2][1] == "排练，8 人"
        assert lin.phone not in found
        assert '<svg role="img" viewBox' in found
        assert booking.code_grouped in found

    @pytest.mark.parametrize(
        "spell",
        [
            str.lower,
            lambda c: f"{c[:4]}-{c[4:]}",
            spaced := lambda c: f"{c[:4]} {c[4:]}",
        ],
    )
    def test_every_spelling_of_the_code_leads_there(self, browse, hall, lin, spell):
        booking = make.booking(hall, lin, f"{DAY} 10:00")
        spelled = spell(booking.code)
        response = browse(lin).get(f"/bookings/{spelled}/", follow=True)
        assert response.status_code == 200
        assert response.wsgi_request.path == booking.get_absolute_url()

    @pytest.mark.parametrize("tail", ["", "cancel/", "event.ics"])
    def test_not_yours_and_not_there_look_the_same(
        self, browse, hall, lin, wu, sun, qian, tail
    ):
        booking = make.booking(hall, lin, f"{DAY} 10:00")
        for other in (wu, sun, qian):
            yours = browse(other).get(f"{booking.get_absolute_url()}{tail}")
            nowhere = browse(other).get(f"/bookings/ZZZZZZZZ/{tail}")
            assert yours.status_code == nowhere.status_code == 404
            assert told(yours, booking.code) == told(nowhere, "ZZZZZZZZ")

    def test_staff_of_the_center_may_see_it(self, browse, hall, lin, chen, zhao):
        booking = make.booking(hall, lin, f"{DAY} 10:00")
        for member in (chen, zhao):
            found = browse(member).get(booking.get_absolute_url())
            assert found.status_code == 200
            assert "预约成功" not in page(found)

    def test_the_story_is_told(self, browse, hall, lin):
        booking = make.booking(hall, lin, f"{DAY} 10:00")
        client = browse(lin)
        client.post(f"{booking.get_absolute_url()}cancel/")
        story = page(client.get(booking.get_absolute_url())).split('class="story"')[1]
        assert story.count("<li>") == 2
        assert "自己取消" in story

    def test_into_a_calendar(self, browse, hall, lin):
        booking = make.booking(hall, lin, f"{DAY} 10:00")
        response = browse(lin).get(f"{booking.get_absolute_url()}event.ics")
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        event = Calendar.from_ical(response.content).walk("VEVENT")[0]
        assert event["UID"] == f"{booking.code}@lianxinqiao"
        assert event.decoded("DTSTART") == moment(f"{DAY} 10:00")

    def test_where_to_go_is_a_street_and_a_floor(self, browse, house, lin):
        house.address = "云州市青禾区连心路 8 号"
        house.save(update_fields=["address"])
        venue = make.venue(house, name="多功能会议室", floor="五楼", area=60)
        make.unit(venue, 2, name="会议室")
        booking = make.booking(venue, lin, f"{DAY} 10:00", unit_number=2)
        client, url = browse(lin), booking.get_absolute_url()
        facts = page(client.get(url)).split('<dl class="sum">')[1].split("</dl>")[0]
        assert "<dd>多功能会议室</dd>" in facts
        assert "<dd>云州市青禾区连心路 8 号，五楼</dd>" in facts
        assert "平方米" not in facts
        entry = Calendar.from_ical(client.get(f"{url}event.ics").content)
        event = entry.walk("VEVENT")[0]
        assert event["LOCATION"] == f"{house.name}，云州市青禾区连心路 8 号，五楼"
        assert str(event["URL"]).endswith(url)


class TestCancel:
    def test_asked_once_then_done(self, browse, hall, lin):
        booking = make.booking(hall, lin, f"{DAY} 10:00")
        client, url = browse(lin), f"{booking.get_absolute_url()}cancel/"
        assert "要取消这次预约吗" in page(client.get(url))
        assert client.post(url)["Location"] == booking.get_absolute_url()
        assert client.post(url)["Location"] == booking.get_absolute_url()
        booking.refresh_from_db()
        assert booking.state == State.CANCELLED
        found = page(client.get(booking.get_absolute_url()))
        assert "这张凭证不能用了" in found
        assert "<svg role" not in found

    @pytest.mark.parametrize(
        ("now", "horizon", "label", "start"),
        [
            ("2026-11-24 09:00", 14, "取消错了？约回这个时间", "2026-11-25T10:00"),
            ("2026-11-25 12:00", 14, "12月2日 同一时间再约", "2026-12-02T10:00"),
            ("2026-12-10 12:00", 14, "12月16日 同一时间再约", "2026-12-16T10:00"),
            ("2026-11-25 12:00", 6, "", ""),
        ],
    )
    def test_leads_back_to_the_same_hour(
        self, browse, clock, hall, lin, wu, now, horizon, label, start
    ):
        booking = make.booking(hall, lin, f"{DAY} 10:00")
        verbs.cancel(booking=booking, by=lin, at=moment("2026-11-24 08:00"))
        hall.horizon_days = horizon
        hall.save(update_fields=["horizon_days"])
        clock(now)
        found = page(browse(lin).get(booking.get_absolute_url()))
        links = re.findall(
            r'href="/rooms/hall/book/\?start=(\S+?)&[^>]*>(.*?)</a>', found
        )
        assert links == ([(quote(start), label)] if label else [])

    def test_not_any_more_once_it_began(self, browse, clock, hall, lin):
        booking = make.booking(hall, lin, f"{DAY} 10:00")
        clock(f"{DAY} 10:00")
        client = browse(lin)
        response = client.post(f"{booking.get_absolute_url()}cancel/")
        assert response.status_code == 409
        assert "请告诉前台" in page(response)
        assert "取消预约" not in page(client.get(booking.get_absolute_url()))
        booking.refresh_from_db()
        assert booking.state == State.BOOKED

    def test_looking_changes_nothing(self, browse, hall, lin):
        booking = make.booking(hall, lin, f"{DAY} 10:00")
        client = browse(lin)
        for tail in ("", "cancel/", "event.ics"):
            client.get(f"{booking.get_absolute_url()}{tail}")
        booking.refresh_from_db()
        assert (booking.state, booking.steps.count()) == (State.BOOKED, 1)

    def test_staff_say_why_and_the_person_reads_it(self, browse, hall, lin, chen):
        booking = make.booking(hall, lin, f"{DAY} 10:00")
        client, url = browse(chen), f"{booking.get_absolute_url()}cancel/"
        assert client.post(url, {"reason": "\u200b"}).status_code == 422
        assert client.post(url, {"reason": "水管坏了"}).status_code == 302
        assert "水管坏了" in page(browse(lin).get(booking.get_absolute_url()))


class TestMe:
    def test_my_bookings_and_nobody_else_s(self, browse, hall, reading_room, lin, wu):
        own = make.booking(hall, lin, f"{DAY} 10:00")
        other = make.booking(reading_room, wu, f"{DAY} 10:00")
        found = page(browse(lin).get("/me/"))
        assert own.get_absolute_url() in found
        assert other.get_absolute_url() not in found

    def test_nothing_yet(self, browse, lin):
        assert "还没有预约" in page(browse(lin).get("/me/"))

    def test_my_data_and_what_holds_the_account(self, browse, hall, lin):
        booking = make.booking(hall, lin, f"{DAY} 10:00", purpose="排练")
        found = page(browse(lin).get("/me/data/"))
        assert booking.code_grouped in found
        assert "还有没结束的预约：会议室 11月25日 周三 10:00–11:00" in found
