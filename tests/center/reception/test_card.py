"""What the card of a person says besides: promises not kept, and texts."""

import pytest
from django.urls import reverse

from center.outbox.actions import tell
from center.reception.actions import register
from center.reception.models import Line
from reservations.actions import verbs
from tests import make
from tests.center.reception.make import AT, line
from tests.reservations import make as bookings

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, chen, time_machine, settings):
    settings.SECOND_FACTOR = False
    time_machine.move_to(AT, tick=False)
    client.force_login(chen)
    return client


def card(desk, person):
    return desk.get(reverse("reception:person", args=[person.pk])).content.decode()


def booked(hall, person, start):
    return bookings.booking(hall, person, start, at="2026-10-12 08:00")


def test_the_counter_sees_who_stayed_away_and_who_gave_back_late(
    desk, house, lin, chen
):
    hall = bookings.venue(house, horizon_days=90)
    kept = booked(hall, lin, "2026-11-23 09:00")
    verbs.check_in(booking=kept, by=chen, at=make.moment("2026-11-23 09:00"))
    assert "提醒一声" not in card(desk, lin)
    # By the counter, in good time, or too long ago: nobody's fault of now.
    for start, by, at in (
        ("2026-11-20 09:00", chen, "2026-11-20 08:50"),
        ("2026-11-20 10:00", lin, "2026-11-20 07:59"),
        ("2026-10-19 10:00", lin, "2026-10-19 09:59"),
    ):
        row = booked(hall, lin, start)
        verbs.cancel(booking=row, by=by, at=make.moment(at), reason="停电")
    assert "提醒一声" not in card(desk, lin)
    late = booked(hall, lin, "2026-11-20 14:00")
    verbs.cancel(booking=late, by=lin, at=make.moment("2026-11-20 12:01"))
    for hour in ("15:00", "16:00"):
        row = booked(hall, lin, f"2026-11-20 {hour}")
        verbs.mark_missed(booking=row, by=chen, at=make.moment("2026-11-20 17:00"))
    page = card(desk, lin)
    assert "没有来 2 次，开始前才取消 1 次" in page


def test_the_card_and_the_line_say_what_became_of_texts(desk, house, lin, chen, sun):
    hall = bookings.venue(house)
    row = bookings.booking(hall, lin, "2026-11-25 09:00", by=chen)
    told = {"at": AT, "center_id": house.pk}
    tell(person=lin, text="别的中心的事", once="x", subject="petitions:9", **told)
    page = card(desk, lin)
    assert ("<h2" in page, "短信已排队" in page) == (True, True)
    assert page.count("短信已排队") == 1  # a matter nobody here knows is not named
    visit = line(house, chen, phone=lin.phone, name=lin.name, what="约会议室")
    register.become(visit, row, by=chen, at=AT)
    shown = desk.get(Line.objects.get().get_absolute_url()).content.decode()
    assert "短信已排队" in shown


def test_a_row_of_the_card_carries_what_can_be_done_to_it(desk, house, lin):
    hall = bookings.venue(house, horizon_days=90)
    start = f"{AT:%Y-%m-%d} {AT:%H}:00"
    now, later = booked(hall, lin, start), booked(hall, lin, "2026-12-03 09:00")
    old = booked(hall, lin, "2026-11-20 09:00")
    here = reverse("reception:person", args=[lin.pk])
    page = card(desk, lin)
    enter = reverse("booking_verb", args=[now.code, "check-in"])
    assert [page.count(f'action="{enter}"'), page.count(">改时间<")] == [1, 2]
    for one, shown in ((now, True), (later, True), (old, False)):
        url = reverse("cancel_booking", args=[one.code])
        assert (f'href="{url}"' in page) is shown
    # Pressed, one stands on the same card again; the address goes nowhere else.
    done = desk.post(enter, {"back": here}, follow=True)
    assert (done.wsgi_request.path, "已签到" in done.content.decode()) == (here, True)
    assert "走了" in card(desk, lin)
    away = desk.post(enter, {"back": "https://elsewhere.example/"})
    assert away["Location"] == reverse("today")
