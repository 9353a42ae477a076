"""Whom no text reaches stands on one list, until somebody was told and by whom."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from center.calls import actions
from center.calls.models import Call, CallStep
from center.calls.portal import cards
from center.calls.rules import TOO_LATE
from center.outbox.actions import resend, tell, work_off
from center.outbox.models import Message
from center.outbox.rules import BACKOFF
from petitions.actions import casework
from reservations.actions.verbs import cancel
from tests import make
from tests.petitions import make as petitions
from tests.reservations import make as rooms

AT = make.moment("2026-11-24 10:00")
DAY = "2026-11-26"


class Deaf:
    """Takes no message at all."""

    def send(self, phone, text):
        raise TimeoutError


@pytest.fixture
def elder(house):
    return make.person("李奶奶", phone=None)


@pytest.fixture
def booked(house, elder, chen):
    return rooms.booking(rooms.venue(house), elder, f"{DAY} 10:00", by=chen)


def lines():
    return list(Call.objects.values_list("subject", "name", "phone", "state"))


def desk(person, settings):
    settings.SECOND_FACTOR = False
    client = Client()
    client.force_login(person)
    return client


def test_what_was_said_at_the_counter_asks_nobody_to_ring(booked):
    message = Message.objects.get()
    assert (message.state, message.error, message.phone) == (
        "nowhere",
        "没有手机号",
        "",
    )
    assert lines() == []


def test_a_cancelled_booking_of_somebody_without_phone_is_a_call(booked, chen, elder):
    cancel(booking=booked, by=chen, at=AT, reason="停水")
    assert lines() == [(f"reservations:{booked.pk}", "李奶奶", "", "open")]
    step = CallStep.objects.get()
    assert "取消了：停水" in step.note
    assert (step.why, step.by) == ("没有手机号", None)
    cancel(booking=booked, by=chen, at=AT, reason="停水")
    assert CallStep.objects.count() == 1


def test_a_landline_is_a_call_with_its_number(house, chen):
    case = petitions.counter(house, chen, phone="0571-88886666")
    casework.tell_progress(case, text="物业已经派人去看了。", by=chen, at=AT)
    assert lines() == [(f"petitions:{case.pk}", "林晓", "0571-88886666", "open")]
    assert CallStep.objects.get().why == "留的是座机"


def test_what_failed_joins_the_line_of_its_matter(house, lin, chen, settings):
    settings.SMS_BACKEND = "tests.center.calls.test_calls.Deaf"
    booking = rooms.booking(rooms.venue(house), lin, f"{DAY} 10:00")
    for n in range(2):
        tell(
            person=lin,
            text=f"改到{n}号。",
            once=f"m{n}",
            at=AT,
            center_id=house.pk,
            subject=f"reservations:{booking.pk}",
        )
    at = AT
    for pause in [*BACKOFF, timedelta()]:
        work_off(at=at)
        at += pause
    assert lines() == [(f"reservations:{booking.pk}", "林晓", lin.phone, "open")]
    said = CallStep.objects.values_list("note", "why")
    assert set(said) == {("改到0号。", "短信发送失败"), ("改到1号。", "短信发送失败")}


class Hearing:
    """Takes every message."""

    def send(self, phone, text):
        pass


@pytest.mark.parametrize(("also", "state"), [("", "told"), ("再说一句。", "open")])
def test_a_text_that_comes_through_later_ends_its_line(
    house, lin, chen, zhao, settings, also, state
):
    settings.SMS_BACKEND = "tests.center.calls.test_calls.Deaf"
    about = {"center_id": house.pk, "subject": "reservations:1"}
    tell(person=lin, text="改到二号。", once="m", at=AT, **about)
    at = AT
    for pause in [*BACKOFF, timedelta()]:
        work_off(at=at)
        at += pause
    if also:
        known = {"name": lin.name, "phone": lin.phone, "why": "座机"}
        actions.ask(person=lin, text=also, at=at, **known, **about)
    assert lines() == [("reservations:1", "林晓", lin.phone, "open")]
    settings.SMS_BACKEND = "tests.center.calls.test_calls.Hearing"
    message = Message.objects.get()
    resend(message=message, reason="网关修好了", by=zhao, at=at)
    assert work_off(at=at)["sent"] == 1
    assert lines() == [("reservations:1", "林晓", lin.phone, state)]
    last = CallStep.objects.order_by("-pk").first()
    assert (last.verb, last.how) == (("tell", "text") if not also else ("ask", ""))


def test_that_it_came_later_is_nothing_that_somebody_says(call, chen, settings):
    client = desk(chen, settings)
    with time_machine.travel(AT, tick=False):
        assert "短信后来发到了" not in client.get("/desk/calls/").content.decode()
        said = {"version": 1, "how": "text"}
        assert client.post(f"/desk/calls/{call.pk}/tell/", said).status_code == 422


def test_colleagues_and_nobody_are_not_rung_up(house, chen):
    tell(person=None, text="您好", once="a", at=AT, center_id=house.pk, subject="x:1")
    chen.phone = None
    tell(person=chen, text="您好", once="b", at=AT, center_id=house.pk, subject="x:1")
    assert list(Message.objects.values_list("once", flat=True)) == ["b"]
    assert lines() == []


# -- The list


@pytest.fixture
def call(booked, chen):
    cancel(booking=booked, by=chen, at=AT, reason="停水")
    return Call.objects.get()


def test_the_card_opens_exactly_its_rows(house, call, chen, sun, qian, settings):
    case = petitions.taken(
        house, chen, phone="0571-88886666", channel="web", title="漏水"
    )
    casework.tell_progress(case, text="物业已经派人去看了。", by=chen, at=AT)
    (card,) = cards(chen, AT)
    page = desk(chen, settings).get(card.url).content.decode()
    assert card.count == page.count('<article class="card call"') == 2
    assert "李奶奶" in page
    assert "tel:0571-88886666" in page
    assert cards(sun, AT) == cards(qian, AT) == []
    assert "李奶奶" not in desk(sun, settings).get(card.url).content.decode()
    assert desk(qian, settings).get(card.url).status_code == 403


def test_the_center_above_does_not_learn_who_asked(house, elsewhere, sun, chen):
    case = petitions.taken(elsewhere, sun, phone="0571-88886666")
    casework.tell_progress(case, text="物业已经派人去看了。", by=sun, at=AT)
    assert [card.count for card in cards(sun, AT)] == [1]
    assert cards(chen, AT) == []


def test_somebody_is_told_and_the_tick_taken_back(call, chen, zhao, settings):
    client = desk(chen, settings)
    with time_machine.travel(AT, tick=False):
        page = client.post(
            f"/desk/calls/{call.pk}/tried/",
            {"version": 1, "note": "没人接"},
            follow=True,
        )
        assert "没打通：没人接" in page.content.decode()
        done = {"version": 2, "how": "family", "note": "女儿转告"}
        page = client.post(f"/desk/calls/{call.pk}/tell/", done, follow=True)
        assert "撤销" in page.content.decode()
        assert cards(chen, AT) == []
        told = client.get("/desk/calls/?done=1").content.decode()
        assert "陈静：已告知，请家人、邻居转告：女儿转告" in told
        client.post(f"/desk/calls/{call.pk}/undo/", {"version": 3})
        assert [card.count for card in cards(chen, AT)] == [1]
    verbs = CallStep.objects.values_list("verb", "by__name")
    assert list(verbs) == [
        ("ask", None),
        ("try", "陈静"),
        ("tell", "陈静"),
        ("undo", "陈静"),
    ]


@pytest.mark.parametrize(("minutes", "is_late"), [(15, False), (16, True)])
def test_a_tick_is_taken_back_for_a_quarter_of_an_hour(call, chen, minutes, is_late):
    actions.mark_told(call, how="phone", by=chen, at=AT, version=1)
    call.refresh_from_db()
    later = AT + timedelta(minutes=minutes)
    with time_machine.travel(later, tick=False):
        if is_late:
            with pytest.raises(ValidationError, match=TOO_LATE):
                actions.undo(call, by=chen, at=later, version=2)
        else:
            assert actions.undo(call, by=chen, at=later, version=2).state == "open"


def test_a_closure_puts_everybody_on_the_same_list(house, lin, elder, chen, zhao):
    room = rooms.venue(house, units=2)
    for person in (lin, elder):
        rooms.booking(room, person, "2026-11-24 10:00", by=chen)
    closure = rooms.closure(room, zhao)
    assert Call.objects.count() == closure.calls.count() == 2
    entry = closure.calls.get(booking__person=lin)
    actions.mark_told(entry.call, how="phone", by=chen, at=AT)
    entry.refresh_from_db()
    assert (entry.told_at, entry.told_by) == (AT, chen)
    entry.call.refresh_from_db()
    with time_machine.travel(AT, tick=False):
        actions.undo(entry.call, by=zhao, at=AT)
    entry.refresh_from_db()
    assert (entry.told_at, entry.told_by) == (None, None)


def test_a_closure_says_of_everybody_how_their_line_ended(
    house, lin, wu, elder, chen, zhao, settings
):
    room = rooms.venue(house, units=3)
    for person in (lin, wu, elder):
        rooms.booking(room, person, "2026-11-24 10:00", by=chen)
    closure = rooms.closure(room, zhao)
    of = {one.booking.person: one for one in closure.calls.all()}
    actions.mark_told(of[lin].call, how="text", by=None, at=AT)
    actions.drop(of[wu].call, reason="本人来过了", by=chen, at=AT)
    client = desk(chen, settings)
    assert "还有 1" in client.get("/desk/closures/").content.decode()
    address = f"/desk/closures/{closure.pk}/calls/"
    page = client.get(address).content.decode()
    assert "系统：已告知，短信后来发到了" in page
    assert "陈静：不用告知：本人来过了" in page
    assert page.count('name="call"') == 1
    # An old page is pressed: what has ended stays as it is.
    for one in of.values():
        assert client.post(address, {"call": one.pk}).status_code == 302
    page = client.get(address).content.decode()
    assert "系统：已告知，短信后来发到了" in page
    assert "陈静：已告知，打电话" in page
    assert "都告知了" in client.get("/desk/closures/").content.decode()


def test_with_the_person_everything_goes(call, elder):
    actions.forget_person(elder, AT)
    call.refresh_from_db()
    assert (call.name, call.phone, call.person, call.state) == ("", "", None, "dropped")
    assert not CallStep.objects.filter(note__contains="停水").exists()
