"""The list of the day: who comes, and what is done with them."""

import pytest

from center.models import User
from reservations.models import Booking
from reservations.rules.bookings import State
from tests import make as people
from tests.make import moment
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


@pytest.fixture
def arrival(hall, lin):
    """Lin has booked the hall today at nine."""
    return make.booking(hall, lin, f"{DAY} 09:00", people=4, purpose="排练")


class TestToday:
    def test_arrivals_by_time_without_full_phones(
        self, browse, reading_room, arrival, wu, lin, chen
    ):
        late = make.booking(reading_room, wu, f"{DAY} 11:00")
        make.booking(reading_room, lin, "2026-11-26 09:00")
        response = browse(chen).get(TODAY)
        found = rows(response)
        assert [row[1] for row in found] == [arrival.code_grouped, late.code_grouped]
        assert found[0][:6] == [
            "9:00–10:00",
            arrival.code_grouped,
            f"林晓 {lin.phone_masked}",
            "会议室，座位 1",
            "4",
            "已约好",
        ]
        assert lin.phone not in page(response)

    def test_of_one_venue(self, browse, reading_room, arrival, wu, chen):
        make.booking(reading_room, wu, f"{DAY} 11:00")
        response = browse(chen).get(TODAY, {"venue": "hall"})
        assert [row[2][:2] for row in rows(response)] == ["林晓"]
        assert 'href="/desk/today/sheet/hall/"' in page(response)

    def test_of_any_day_and_of_all_venues_on_paper(
        self, browse, reading_room, arrival, wu, chen
    ):
        desk, day = browse(chen), DAY.replace("25", "26")
        make.booking(reading_room, wu, f"{day} 11:00")
        response = desk.get(TODAY, {"day": day})
        assert [row[2][:2] for row in rows(response)] == ["吴桐"]
        sheet = f"{TODAY}sheet/?day={day}"
        assert f'href="{sheet}"' in page(response)
        assert 'name="code"' not in page(response)
        assert [word in page(desk.get(sheet)) for word in ("吴桐", "林晓")] == [1, 0]
        both = page(desk.get(f"{TODAY}sheet/"))
        assert [word in both for word in ("林晓", "会议室", "所有场地")] == [1, 1, 1]
        assert desk.get(TODAY, {"day": "9999-99-99"}).status_code == 200

    def test_an_event_is_one_row(self, browse, reading_room, zhao, chen):
        event = hold(browse(zhao), reading_room)
        found = rows(browse(chen).get(TODAY))
        assert [row[2:4] for row in found] == [["读书会", "党群阅览室，整场"]]
        assert event.bookings.count() == 4

    def test_nobody_today(self, browse, hall, chen):
        assert "今天没有预约" in page(browse(chen).get(TODAY))

    @pytest.mark.parametrize("query", ["venue=nowhere", "venue=%27", "day=x"])
    def test_strange_filters_show_everything(self, browse, arrival, chen, query):
        assert len(rows(browse(chen).get(f"{TODAY}?{query}"))) == 1

    def test_the_desk_counts_who_comes_and_who_is_late(
        self, browse, clock, arrival, chen
    ):
        client = browse(chen)
        assert "今天到场" in page(client.get("/desk/"))
        assert "迟到没来" not in page(client.get("/desk/"))
        clock(f"{DAY} 09:15")
        assert "迟到没来" in page(browse(chen).get("/desk/"))


class TestCheckIn:
    @pytest.mark.parametrize(
        "spell",
        [
            str,
            str.lower,
            lambda code: f"{code[:4]} {code[4:]}",
            lambda code: f"http://portal.example/bookings/{code}/",
        ],
    )
    def test_by_code_or_scan(self, browse, arrival, chen, spell):
        client = browse(chen)
        response = client.post(TODAY, {"code": spell(arrival.code)}, follow=True)
        arrival.refresh_from_db()
        assert arrival.state == State.ARRIVED
        assert "林晓 9:00 会议室 座位 1，已签到。" in page(response)

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("", "请报预约码"),
            ("ZZZZZZZZ", "没有找到这个预约码"),
            ("12", "请报预约码、手机号"),
            ("lin", "请报预约码、手机号"),
        ],
    )
    def test_no_such_code(self, browse, arrival, chen, code, said):
        response = browse(chen).post(TODAY, {"code": code})
        assert response.status_code == 422
        assert said in alert(response)
        arrival.refresh_from_db()
        assert arrival.state == State.BOOKED

    def test_two_people_with_one_code_are_noticed(self, browse, arrival, chen):
        client = browse(chen)
        said = [
            page(client.post(TODAY, {"code": arrival.code}, follow=True))
            for _ in range(2)
        ]
        assert ["8:40 已经签到过" in one for one in said] == [False, True]
        assert "座位 1，已签到。" not in said[1]

    @pytest.mark.parametrize("typed", ["林晓", "林 晓", "晓", "WHOLE"])
    def test_by_name_or_whole_number(self, browse, arrival, hall, wu, lin, chen, typed):
        make.booking(hall, wu, f"{DAY} 10:00")
        typed = lin.phone if typed == "WHOLE" else typed
        found = browse(chen).post(TODAY, {"code": typed})
        assert [row[2].split()[0] for row in rows(found)] == ["林晓"]
        nobody = page(browse(chen).post(TODAY, {"code": "赵钱孙"}))
        assert "没有这样的预约" in nobody
        assert "/desk/people/?q=%E8%B5%B5%E9%92%B1%E5%AD%99" in nobody

    def test_the_ticket_speaks_to_the_counter(self, browse, arrival, lin, chen):
        url = f"/bookings/{arrival.code}/"
        desk, own = page(browse(chen).get(url)), page(browse(lin).get(url))
        assert ["截个图" in one for one in (desk, own)] == [False, True]
        assert f"/desk/today/?day={DAY}#{arrival.code}" in desk
        assert "/desk/" not in own.split("<main")[1]

    def test_too_early_says_when(self, browse, reading_room, lin, chen):
        booking = make.booking(reading_room, lin, f"{DAY} 16:00")
        response = browse(chen).post(TODAY, {"code": booking.code})
        assert response.status_code == 422
        assert "15:30 起可以签到" in alert(response)
        assert booking.code in page(response)

    def test_the_last_four_digits_find_the_row(self, browse, arrival, hall, wu, chen):
        make.booking(hall, wu, f"{DAY} 11:00")
        response = browse(chen).post(TODAY, {"code": wu.phone[-4:]})
        assert response.status_code == 200
        assert [row[2][:2] for row in rows(response)] == ["吴桐"]

    def test_once_more_does_no_harm(self, browse, arrival, chen):
        client = browse(chen)
        for _ in range(2):
            assert client.post(TODAY, {"code": arrival.code}).status_code == 302
        assert arrival.steps.count() == 2


class TestVerbs:
    def test_arrive_and_leave(self, browse, arrival, chen):
        client = browse(chen)
        for verb, state in (("check-in", "arrived"), ("finish", "finished")):
            url = f"/desk/bookings/{arrival.code}/{verb}/"
            assert client.post(url, {"only": "hall"})["Location"] == (
                f"{TODAY}?venue=hall"
            )
            arrival.refresh_from_db()
            assert arrival.state == state

    def test_missed(self, browse, clock, arrival, chen):
        client, url = browse(chen), f"/desk/bookings/{arrival.code}/missed/"
        response = client.post(url, follow=True)
        assert "9:15 以后还没来才能记" in page(response)
        clock(f"{DAY} 09:15")
        browse(chen).post(url)
        arrival.refresh_from_db()
        assert arrival.state == State.MISSED

    def test_a_stale_press_is_a_sentence(self, browse, arrival, lin, chen):
        browse(lin).post(f"/bookings/{arrival.code}/cancel/")
        client = browse(chen)
        response = client.post(f"/desk/bookings/{arrival.code}/check-in/", follow=True)
        assert response.status_code == 200
        assert "已取消，不能签到" in page(response)

    def test_only_what_makes_sense_is_offered(self, browse, clock, arrival, chen):
        client = browse(chen)
        assert rows(client.get(TODAY))[0][-1].split("：")[0].startswith("签到")
        clock(f"{DAY} 08:00")
        verbs = rows(client.get(TODAY))[0][-1]
        assert "签到" not in verbs
        assert "取消" in verbs

    @pytest.mark.parametrize("name", ["delete", "cancel", "arrived"])
    def test_no_other_verbs(self, browse, arrival, chen, name):
        url = f"/desk/bookings/{arrival.code}/{name}/"
        assert browse(chen).post(url).status_code == 404

    def test_by_link_nothing_happens(self, browse, arrival, chen):
        for verb in ("check-in", "missed", "finish"):
            url = f"/desk/bookings/{arrival.code}/{verb}/"
            assert browse(chen).get(url).status_code == 405
        assert arrival.steps.count() == 1


class TestWhoMay:
    PAGES = (
        TODAY,
        NEW,
        "/desk/today/sheet/hall/",
        "/desk/events/new/",
    )

    def test_residents_and_secretaries_are_refused(self, browse, hall, lin, qian):
        for person in (lin, qian):
            for url in self.PAGES:
                assert browse(person).get(url).status_code == 403, url
            for url in (TODAY, NEW, "/desk/today/walk-in/", "/desk/events/new/"):
                assert browse(person).post(url).status_code == 403, url

    def test_nobody_is_sent_to_log_in(self, browse, hall):
        for url in self.PAGES:
            assert browse().get(url)["Location"].startswith("/login/?next=/desk/")

    def test_another_center_sees_nothing_of_it(self, browse, arrival, hall, sun):
        client = browse(sun)
        assert "今天没有预约" in page(client.get(TODAY))
        assert "会议室" not in page(client.get(TODAY))
        assert client.get("/desk/today/sheet/hall/").status_code == 404
        check = f"/desk/bookings/{arrival.code}/check-in/"
        nowhere = "/desk/bookings/ZZZZZZZZ/check-in/"
        assert client.post(check).status_code == client.post(nowhere).status_code == 404
        assert alert(client.post(TODAY, {"code": arrival.code})) == alert(
            client.post(TODAY, {"code": "ZZZZZZZZ"})
        )
        arrival.refresh_from_db()
        assert arrival.state == State.BOOKED

    def test_another_center_books_nothing_here(self, browse, hall, sun, zhao):
        event = hold(browse(zhao), hall)
        client = browse(sun)
        form = booking_form("hall", phone="16155550001", name="甲")
        assert "请选一个场地" in alert(client.post(NEW, form))
        assert client.post(f"/desk/events/{event.pk}/cancel/").status_code == 404
        assert Booking.objects.filter(event__isnull=True).count() == 0
        assert not User.objects.filter(phone="16155550001").exists()


class TestSheet:
    def test_the_day_of_one_venue_with_room_for_walk_ins(
        self, browse, arrival, hall, reading_room, wu, lin, chen
    ):
        make.booking(reading_room, wu, f"{DAY} 10:00")
        gone = make.booking(hall, wu, f"{DAY} 14:00")
        browse(wu).post(f"/bookings/{gone.code}/cancel/")
        response = browse(chen).get("/desk/today/sheet/hall/")
        found = rows(response)
        assert [row[2] for row in found if row[2]] == ["林晓"]
        assert found[0][:2] == ["9:00–10:00", "座位 1"]
        assert len(found) == 9
        assert lin.phone not in page(response)

    def test_another_day(self, browse, hall, lin, chen):
        make.booking(hall, lin, "2026-11-26 10:00")
        url = "/desk/today/sheet/hall/"
        assert "林晓" in page(browse(chen).get(url, {"day": "2026-11-26"}))
        assert "林晓" not in page(browse(chen).get(url, {"day": "2026-02-30"}))


class TestQueries:
    # Six of them are the log-in, the center and what a member of staff may do.
    @pytest.mark.parametrize(
        ("url", "most"),
        [(TODAY, 9), ("/desk/today/sheet/reading-room/", 9)],
    )
    def test_the_same_for_many(
        self, browse, reading_room, chen, url, most, django_assert_max_num_queries
    ):
        client, counts = browse(chen), []
        for number in (1, 30):
            for n in range(number):
                room = make.venue(chen.center, slug=f"q{number}-{n}")
                make.booking(room, people.person(), f"{DAY} 10:00")
                make.unit(reading_room, 100 * number + n)
                make.booking(reading_room, people.person(), f"{DAY} 10:00")
            client.get(url)
            with django_assert_max_num_queries(most) as asked:
                assert client.get(url).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1]


def test_the_day_is_that_of_shanghai(browse, clock, house, lin, chen):
    """At 7:30 on Thursday it is still Wednesday in UTC."""
    room = make.venue(house, slug="early")
    house.special_openings.create(
        starts_at=moment("2026-11-26 07:30"),
        ends_at=moment("2026-11-26 08:30"),
        reason="早场",
    )
    make.booking(room, lin, "2026-11-26 07:30")
    clock("2026-11-26 07:30")
    assert len(rows(browse(chen).get(TODAY))) == 1
