"""Slips of the hand at the counter, and two people who could be meant."""

import pytest

from center.models import User
from center.outbox.models import Message
from reservations.actions import verbs
from reservations.models import Booking
from reservations.rules.bookings import State
from tests.make import moment
from tests.reservations import make

DAY = "2026-11-25"
TODAY = "/desk/today/"


def post(browser, booking, verb, **data):
    url = f"/desk/bookings/{booking.code}/{verb}/"
    return browser.post(url, data, follow=True).content.decode()


@pytest.fixture
def booking(reading_room, lin):
    return make.booking(reading_room, lin, f"{DAY} 09:00")


@pytest.fixture
def arrived(booking, chen):
    return verbs.check_in(booking=booking, by=chen, at=moment(f"{DAY} 08:40"))


def walk_in(browser, **fields):
    data = {"venue": "reading-room", "name": "王建国", "key": "k" * 32} | fields
    return browser.post(f"{TODAY}walk-in/", data)


class TestUndo:
    def test_a_check_in_is_taken_back_for_fifteen_minutes(
        self, browse, clock, arrived, chen
    ):
        clock(f"{DAY} 08:55")
        assert "签到已撤回" in post(browse(chen), arrived, "undo")
        arrived.refresh_from_db()
        assert (arrived.state, arrived.arrived_at) == (State.BOOKED, None)
        again = verbs.check_in(booking=arrived, by=chen, at=moment(f"{DAY} 09:00"))
        assert again.state == State.ARRIVED

    def test_later_it_has_to_be_voided_with_a_reason(
        self, browse, clock, arrived, chen
    ):
        clock(f"{DAY} 08:56")
        assert "签到超过 15 分钟了，不能撤回" in post(browse(chen), arrived, "undo")
        assert "作废要写原因" in post(browse(chen), arrived, "void")
        assert "已作废" in post(browse(chen), arrived, "void", reason="签错了人")
        arrived.refresh_from_db()
        assert (arrived.state, arrived.cancel_reason) == (State.VOID, "签错了人")
        assert not Booking.objects.occupying().exists()

    def test_a_stray_walk_in_is_voided_without_a_word(self, browse, reading_room, chen):
        walk_in(browse(chen))
        booking = Booking.objects.get()
        assert "登记错了，作废" in browse(chen).get(TODAY).content.decode()
        assert "已作废" in post(browse(chen), booking, "void")
        assert "已作废" in post(browse(chen), booking, "void")
        booking.refresh_from_db()
        assert (booking.state, booking.steps.count()) == (State.VOID, 2)

    def test_who_was_told_is_told_again(self, browse, reading_room, lin, chen):
        booking = make.booking(
            reading_room, lin, f"{DAY} 14:00", by=chen, at=f"{DAY} 08:39"
        )
        post(browse(chen), booking, "void")
        assert "是登记错了，已经作废" in Message.objects.latest("pk").text

    def test_what_somebody_booked_alone_is_not_voided(self, browse, booking, chen):
        answer = browse(chen).post(
            f"/desk/bookings/{booking.code}/void/", {"reason": "写错了"}
        )
        assert (answer.status_code, "要取消，请点取消" in answer.content.decode()) == (
            409,
            True,
        )

    @pytest.mark.parametrize(
        ("url", "fields"),
        [
            (f"{TODAY}walk-in/", {"people": "1"}),
            (
                "/desk/bookings/back/",
                {"start": "2026-11-23T09:00", "end": "2026-11-23T10:00"},
            ),
            ("/desk/bookings/new/", {"start": f"{DAY}T14:00"}),
        ],
    )
    def test_a_stray_enter_seats_nobody(self, browse, reading_room, chen, url, fields):
        data = {"venue": "reading-room", "key": "k" * 32} | fields
        answer = browse(chen).post(url, data)
        assert answer.status_code == 422
        assert "手机号和姓名至少写一个" in answer.content.decode()
        assert not Booking.objects.exists()


class TestWho:
    def test_a_known_number_with_another_name_is_asked(
        self, browse, reading_room, lin, chen
    ):
        asked = walk_in(browse(chen), phone=lin.phone, name="别人")
        text = asked.content.decode()
        assert asked.status_code == 422
        assert f"{lin.phone} 登记的是林晓，您写的是别人。请选一下是谁。" in text
        assert 'name="same" value="owner"' in text
        assert not Booking.objects.exists()

    @pytest.mark.parametrize(("same", "name"), [("owner", "林晓"), ("other", "别人")])
    def test_the_counter_says_who(self, browse, reading_room, lin, chen, same, name):
        walk_in(browse(chen), phone=lin.phone, name="别人", same=same)
        assert Booking.objects.get().person.name == name

    def test_the_same_name_is_no_question(self, browse, reading_room, lin, chen):
        walk_in(browse(chen), phone=lin.phone, name="林 晓")
        assert Booking.objects.get().person == lin

    def test_the_same_name_without_a_phone_is_pointed_out(
        self, browse, reading_room, chen
    ):
        walk_in(browse(chen))
        asked = walk_in(browse(chen), key="x" * 32).content.decode()
        assert "已经有一位没留手机号的王建国（党群阅览室 座位" in asked
        walk_in(browse(chen), key="y" * 32, same="other")
        assert User.objects.filter(name="王建国").count() == 2

    def test_for_a_booking_by_telephone_too(self, browse, reading_room, lin, chen):
        data = {
            "venue": "reading-room",
            "start": f"{DAY}T14:00",
            "phone": lin.phone,
            "name": "别人",
            "channel": "phone",
            "key": "k" * 32,
        }
        asked = browse(chen).post("/desk/bookings/new/", data)
        assert "请选一下是谁" in asked.content.decode()
        browse(chen).post("/desk/bookings/new/", data | {"same": "owner"})
        assert Booking.objects.get().person == lin

    @pytest.mark.parametrize(
        ("page", "more"),
        [
            (f"{TODAY}walk-in/", {}),
            ("/desk/bookings/new/", {"start": f"{DAY}T14:00"}),
            (
                "/desk/bookings/back/",
                {"start": "2026-11-24T09:10", "end": "2026-11-24T09:40"},
            ),
        ],
    )
    def test_a_name_sent_twice_is_one_person(
        self, browse, reading_room, chen, page, more
    ):
        data = {"venue": "reading-room", "name": "王建国", "key": "k" * 32} | more
        desk = browse(chen)
        assert [desk.post(page, data).status_code for _ in range(2)] == [302, 302]
        assert Booking.objects.count() == 1
        assert User.objects.filter(name="王建国").count() == 1
