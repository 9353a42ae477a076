from center.outbox.models import Message
from reservations.actions import verbs
from reservations.actions.events import book_whole
from reservations.actions.reminders import remind
from reservations.models import Booking
from reservations.rules.bookings import State
from tests import make as people
from tests.make import moment
from tests.reservations import make

MONDAY, TUESDAY = "2026-11-23", "2026-11-24"


def test_tomorrow_and_the_rest_of_today_are_reminded_of_once(house, lin, wu, chen):
    room = make.venue(house, units=3, name="阅览室")
    guest = people.person("甲", phone=None)
    past = make.booking(room, lin, f"{MONDAY} 09:00", at=f"{MONDAY} 08:00")
    today = make.booking(room, lin, f"{MONDAY} 16:00", at="2026-11-20 08:00")
    make.booking(room, wu, f"{MONDAY} 16:00", at=f"{MONDAY} 08:00")
    tomorrow = make.booking(room, lin, f"{TUESDAY} 09:00", at=f"{MONDAY} 09:30")
    make.booking(room, guest, f"{TUESDAY} 10:00", at=f"{MONDAY} 09:30", by=chen)
    make.booking(room, lin, "2026-11-25 09:00", at=f"{MONDAY} 09:30")
    gone = make.booking(room, wu, f"{TUESDAY} 14:00", at=f"{MONDAY} 09:30")
    verbs.cancel(booking=gone, by=wu, at=moment(f"{MONDAY} 09:40"))
    hall = make.venue(house)
    times = {"start": moment(f"{TUESDAY} 09:00"), "end": moment(f"{TUESDAY} 10:00")}
    book_whole(venue=hall, title="会", by=chen, at=moment(f"{MONDAY} 09:00"), **times)
    Message.objects.all().delete()

    evening = moment(f"{MONDAY} 15:00")
    assert [remind(evening), remind(evening)] == [2, 0]
    assert [(m.person, m.text) for m in Message.objects.order_by("pk")] == [
        (
            lin,
            f"提醒您今天的预约：阅览室 座位 1，{today.when}，预约码 "
            f"{today.code_grouped}。来不了请取消，好让别人用。",
        ),
        (
            lin,
            f"提醒您明天的预约：阅览室 座位 1，{tomorrow.when}，预约码 "
            f"{tomorrow.code_grouped}。来不了请取消，好让别人用。",
        ),
    ]
    past.refresh_from_db()
    assert past.state == State.MISSED
    assert Booking.objects.filter(state=State.MISSED).count() == 1
