"""What residents see and do in the browser."""

import re
from html import unescape

import pytest

from center.keys import new_key
from reservations.models import Unit, Venue
from tests import make as people
from tests.make import moment
from tests.markup import squeezed
from tests.reservations import make

DAY = "2026-11-25"
WEEK = "/rooms/reading-room/"
BOOK = "/rooms/reading-room/book/"


def page(response):
    return unescape(squeezed(response))


def slots(response):
    """Return day -> time -> (look, word, why not) of every cell of a week."""
    found = {}
    for part in page(response).split('<section class="day')[1:]:
        day = re.search(r"<span>([0-9]+月[0-9]+日)</span>", part)[1]
        found[day] = {
            time.replace("<i>", ""): (look, word, why)
            for look, time, word, why in re.findall(
                r'class="slot ([a-z]+)"[^>]*>(?:<summary[^>]*>)?'
                r"<time>([^<]*<i>[^<]*)</i></time><b>(.*?)</b>"
                r'(?:</summary><div class="whybox"><p>(.*?)</p>)?',
                part,
            )
        }
    return found


def wish(start=f"{DAY}T10:00", **fields):
    return {"start": start, "slots": "1", "key": new_key()} | fields


class TestWeek:
    def test_every_slot_says_what_it_is_and_why(self, browse, reading_room, lin, wu):
        for person in (lin, wu, people.person()):
            make.booking(reading_room, person, f"{DAY} 10:00")
        week = slots(browse().get(WEEK))
        today = week["11月25日"]
        look, word, more = today["9:00–9:30"]
        assert (look, word) == ("closed", "来不及")
        assert "最早可约 9:30" in more
        assert today["9:30–10:00"] == ("free", "余 3", "")
        assert today["10:00–10:30"][:2] == ("taken", "约满")
        assert set(week["11月24日"].values()) == {("past", "已过", week_reason(week))}
        assert week["11月28日"] == {}
        assert len(today) == 13

    def test_a_gray_slot_opens_without_a_script_and_says_what_is_nearest(
        self, browse, reading_room, lin, wu
    ):
        for person in (lin, wu, people.person()):
            make.booking(reading_room, person, f"{DAY} 10:00")
        found = page(browse().get(WEEK))
        gray = re.search(
            r'<details class="slot taken" name="why">.*?</details>', found
        )[0]
        assert 'aria-label="11月25日 周三 10:00–10:30，约满，为什么"' in gray
        assert "start=2026-11-25T09:30#fill" in gray
        assert 'aria-label="11月25日 周三 9:30–10:00，余 3，去约"' in found

    def test_the_length_is_chosen_in_the_week(self, browse, reading_room):
        found = page(browse().get(WEEK, {"day": DAY, "slots": "2"}))
        assert "slots=2&start=2026-11-25T09:30" in found
        assert "day=2026-11-26&slots=2" not in found
        assert slots(browse().get(WEEK, {"day": DAY, "slots": "2"}))["11月25日"][
            "11:30–12:00"
        ][:2] == ("closed", "时间不够")

    def test_seats_to_choose_from_are_those_free_at_that_time(
        self, browse, reading_room, lin
    ):
        mine = make.booking(reading_room, lin, f"{DAY} 09:30")
        found = page(browse().get(WEEK, {"day": DAY}))
        drawn = found.split('<ol class="seats">')[1].split("</ol>")[0]
        assert drawn.count("<li>") == drawn.count('class="seat"') + 1
        assert f'unit={mine.unit.number}"' not in drawn

    def test_seats_are_drawn_as_they_stand(self, browse, reading_room):
        Venue.objects.update(seats_in_row=3, front_wall="窗（朝南）", back_wall="门")
        Unit.objects.filter(number=1).update(near="靠窗")
        drawn = page(browse().get(WEEK)).split('<div class="seatmap">')[1]
        window, _, rest = drawn.partition('<ol class="seats row-3">')
        assert "窗（朝南）" in window
        assert "，靠窗，空着，约这个" in rest
        assert re.search(r'</ol>\s*<p class="wall door">门</p>', rest)

    def test_a_free_slot_leads_to_its_check_page(self, browse, reading_room):
        found = page(browse().get(WEEK))
        assert "/rooms/reading-room/book/?kind=%E5%BA%A7%E4%BD%8D&start=" in found
        assert f"start={DAY}T09:30" in found
        assert f"start={DAY}T09:00" not in found

    def test_names_are_never_shown(self, browse, reading_room, lin):
        make.booking(reading_room, lin, f"{DAY} 10:00", purpose="抄写练习")
        for url in (WEEK, "/rooms/"):
            found = page(browse().get(url))
            assert lin.name not in found
            assert lin.phone not in found
            assert "抄写练习" not in found

    def test_one_s_own_booking_is_marked_and_leads_to_its_ticket(
        self, browse, reading_room, lin, wu
    ):
        own = make.booking(reading_room, lin, f"{DAY} 10:00", slots=2)
        make.booking(reading_room, wu, f"{DAY} 11:00")
        response = browse(lin).get(WEEK)
        today = slots(response)["11月25日"]
        marked = [time for time, cell in today.items() if cell[0] == "mine"]
        assert marked == ["10:00–10:30", "10:30–11:00"]
        assert f'href="/bookings/{own.code}/"' in page(response)
        neighbor = slots(browse(wu).get(WEEK))["11月25日"]
        assert neighbor["10:00–10:30"][0] == "free"

    def test_any_day_of_the_week_wanted(self, browse, reading_room):
        for day in ("2026-11-30", "2026-12-02", "2026-12-06"):
            week = slots(browse().get(WEEK, {"day": day}))
            assert next(iter(week)) == "11月30日"
            assert list(week)[-1] == "12月6日"

    @pytest.mark.parametrize(
        "day", ["2026-02-30", "0000-01-01", "9999-12-31", "x", "２０２６-11-25", "-1"]
    )
    @pytest.mark.parametrize("url", [WEEK, "/rooms/"])
    def test_what_is_no_day_shows_today_and_says_so(
        self, browse, reading_room, url, day
    ):
        response = browse().get(url, {"day": day})
        assert response.status_code == 200
        assert "没看懂要看哪一天" in page(response)
        assert "今天" in page(response)

    @pytest.mark.parametrize("day", ["2000-01-01", "2199-12-31", "2027-10-01"])
    def test_days_far_away_are_only_empty(self, browse, reading_room, day):
        for url in (WEEK, "/rooms/"):
            response = browse().get(url, {"day": day})
            assert response.status_code == 200
            assert 'class="slot free"' not in page(response)

    def test_kinds_are_chosen_by_a_link(self, browse, reading_room, lin):
        make.booking(reading_room, lin, f"{DAY} 10:00", unit_number=4)
        seats = browse().get(WEEK)
        computers = browse().get(WEEK, {"kind": "电脑"})
        assert slots(seats)["11月25日"]["10:00–10:30"][1] == "余 3"
        assert slots(computers)["11月25日"]["10:00–10:30"][0] == "taken"
        assert '<a class="chip" href="?day=2026-11-25&kind=' in page(seats)

    def test_a_part_of_the_page_for_htmx(self, browse, reading_room):
        whole = browse().get(WEEK)
        part = browse().get(WEEK, headers={"HX-Request": "true"})
        assert "<html" in page(whole)
        assert page(part).startswith('<div id="week"')
        for response in (whole, part):
            assert "HX-Request" in response["Vary"]

    @pytest.mark.parametrize("url", ["/rooms/nowhere/", "/rooms/nowhere/book/"])
    def test_no_such_venue(self, browse, lin, url):
        assert browse(lin).get(url).status_code == 404

    def test_a_venue_out_of_service_or_of_another_center_is_not_there(
        self, browse, house, elsewhere
    ):
        make.venue(house, slug="shut", is_active=False)
        make.venue(elsewhere, slug="theirs")
        for slug in ("shut", "theirs"):
            assert browse().get(f"/rooms/{slug}/").status_code == 404
        assert "/rooms/theirs/" not in page(browse().get("/rooms/"))


def week_reason(week):
    return next(iter(week["11月24日"].values()))[2]


class TestKept:
    """Pages for visitors without a session come from memory until something changes."""

    def test_nobody_gets_a_session_or_a_cookie(self, browse, reading_room):
        for url in (WEEK, "/rooms/"):
            response = browse().get(url)
            assert response.cookies == {}
            assert response["Cache-Control"] == "private, no-cache"

    @pytest.mark.parametrize("url", [WEEK, "/rooms/"])
    def test_unchanged_pages_are_not_sent_again(self, browse, reading_room, url):
        first = browse().get(url)
        again = browse().get(url, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]

    @pytest.mark.parametrize("url", [WEEK, "/rooms/"])
    def test_a_booking_shows_at_once(self, browse, reading_room, lin, url):
        before = browse().get(url)
        make.booking(reading_room, lin, f"{DAY} 10:00")
        after = browse().get(url, headers={"If-None-Match": before["ETag"]})
        assert after.status_code == 200
        assert after["ETag"] != before["ETag"]

    def test_the_hours_of_the_center_show_at_once(self, browse, house, reading_room):
        browse().get(WEEK)
        house.closures.create(
            starts_at=moment("2026-11-26 00:00"),
            ends_at=moment("2026-11-27 00:00"),
            reason="检修",
        )
        assert "检修" in page(browse().get(WEEK))

    def test_the_clock_shows_at_once(self, browse, clock, reading_room):
        browse().get(WEEK)
        clock(f"{DAY} 09:01")
        assert slots(browse().get(WEEK))["11月25日"]["9:30–10:00"][1] == "来不及"

    def test_text_sizes_are_different_pages(self, browse, reading_room):
        browse().get(WEEK)
        client = browse()
        client.cookies["size"] = "xlarge"
        assert 'data-size="xlarge"' in page(client.get(WEEK))
        assert 'data-size="normal"' in page(browse().get(WEEK))

    def test_pages_of_a_person_are_never_kept(self, browse, reading_room, lin):
        response = browse(lin).get(WEEK)
        assert response["Cache-Control"] == "private, no-store"
        assert not response.has_header("ETag")
        assert lin.name not in page(browse().get(WEEK))

    def test_compressed_for_those_who_ask(self, browse, reading_room):
        plain = browse().get(WEEK)
        packed = browse().get(WEEK, headers={"Accept-Encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert not plain.has_header("Content-Encoding")
        assert len(packed.content) < 12 * 1024
        assert packed["ETag"] == plain["ETag"]

    def test_strange_parameters_are_answered_but_not_kept(self, browse, reading_room):
        response = browse().get(WEEK, {"day": DAY, "utm": "1"})
        assert response.status_code == 200
        assert not response.has_header("ETag")


class TestList:
    def test_how_much_is_free_and_when_next(self, browse, reading_room, hall, lin):
        for hour in ("09:00", "11:00"):
            make.booking(hall, lin, f"{DAY} {hour}")
        found = page(browse().get("/rooms/"))
        said = r"今天还有<b>([0-9]+)</b>个时间段，(.*?) 起"
        assert re.findall(said, found) == [("12", "9:30"), ("4", "10:00")]
        assert "最近能约" not in found.split('class="count')[1].split("</p>")[0]

    def test_a_closed_day_leads_to_the_next_free_one(self, browse, reading_room):
        found = page(browse().get("/rooms/", {"day": "2026-11-28"}))
        assert 'href="?day=2026-11-30"' not in found
        assert 'href="?day=2026-11-25">看 11月25日，有空</a>' in found

    def test_the_next_day_is_one_link_away(self, browse, reading_room):
        found = page(browse().get("/rooms/"))
        assert 'href="?day=2026-11-26"' in found
        assert 'href="?day=2026-11-24"' not in found
        assert "前一天</a>" in page(browse().get("/rooms/", {"day": "2026-11-26"}))

    def test_no_venue_at_all(self, browse, house):
        assert "还没有可以预约的场地" in page(browse().get("/rooms/"))


class TestQueries:
    """Pages ask the database the same few times, however much there is."""

    @pytest.fixture
    def crowd(self, house, reading_room):
        """One booking, or many more in a second half of the test."""

        def come(count):
            room = make.venue(house, units=count, slot_minutes=30, slug=f"v{count}")
            for _ in range(count):
                make.booking(room, people.person(), f"{DAY} 10:00")
                make.booking(
                    one_more_unit(reading_room), people.person(), f"{DAY} 11:00"
                )

        return come

    @pytest.mark.parametrize(
        ("url", "most"), [("/rooms/", 6), (WEEK, 5), (f"{WEEK}?day=2026-12-01", 5)]
    )
    def test_public_pages(
        self, browse, crowd, django_assert_max_num_queries, url, most
    ):
        counts = []
        for rows in (1, 30):
            crowd(rows)
            browse().get(url)  # the hours of the center are read once
            with django_assert_max_num_queries(most) as asked:
                browse().get(url, {"fresh": rows} if "?" not in url else None)
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_a_kept_page_costs_two(
        self, browse, reading_room, django_assert_num_queries
    ):
        browse().get(WEEK)
        with django_assert_num_queries(2):
            browse().get(WEEK)

    def test_booking(self, browse, reading_room, lin, django_assert_max_num_queries):
        client = browse(lin)
        client.get(BOOK, {"start": f"{DAY}T10:00"})
        with django_assert_max_num_queries(14):
            assert client.post(BOOK, wish()).status_code == 302


def one_more_unit(room):
    number = room.units.count() + 1
    make.unit(room, number)
    room.refresh_from_db()
    return room
