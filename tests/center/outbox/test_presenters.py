"""Pages say what became of a message, and never more than that."""

import pytest
import time_machine
from django.test import Client

from center.outbox.models import Message
from center.outbox.presenters import in_words
from tests import make
from tests.petitions import make as petitions
from tests.reservations import make as rooms

AT = make.moment("2026-11-24 10:31")
SAID = [
    ({"state": "waiting"}, "短信已排队"),
    ({"state": "waiting", "tries": 2}, "短信已排队，第一次没发成，正在重试"),
    ({"state": "sent", "sent_at": AT}, "短信已发送（11月24日 10:31）"),
    ({"state": "failed"}, "短信发送失败，请打电话告知"),
    ({"state": "stopped", "error": "主管停发。"}, "短信没有发：主管停发"),
    (
        {"state": "nowhere", "error": "留的是座机"},
        "发不了短信：留的是座机，请打电话告知",
    ),
]


@pytest.mark.parametrize(("row", "words"), SAID)
def test_each_state_has_its_words(row, words):
    assert in_words(Message(**row)) == words


@pytest.fixture
def clerk(chen, settings):
    settings.SECOND_FACTOR = False
    client = Client()
    client.force_login(chen)
    return client


CANCEL = {"reason": "停水"}


@pytest.mark.parametrize(
    ("phone", "words"),
    [("16120000001", "短信已排队。"), (None, "发不了短信：没有手机号，请打电话告知。")],
)
def test_the_next_page_says_what_became_of_it(house, chen, clerk, phone, words):
    room = rooms.venue(house)
    person = make.person("李奶奶", phone=phone)
    with make_now():
        row = rooms.booking(room, person, "2026-11-26 10:00", by=chen)
        page = clerk.post(f"/bookings/{row.code}/cancel/", CANCEL, follow=True)
    assert words in page.content.decode()


def make_now():
    return time_machine.travel(AT, tick=False)


def test_a_refused_form_says_nothing_of_messages(house, chen, clerk):
    room = rooms.venue(house)
    with make_now():
        row = rooms.booking(room, make.person(), "2026-11-26 10:00", by=chen)
        page = clerk.post(f"/bookings/{row.code}/cancel/", {"reason": ""}, follow=True)
    assert "短信已排队" not in page.content.decode().split("经过")[0]


def test_the_story_of_a_request_says_it_of_each_step(house, chen, clerk):
    case = petitions.taken(house, chen)
    petitions.answer(case, chen)
    Message.objects.filter(once__endswith=f":{case.steps.last().pk}").update(
        state="failed"
    )
    with make_now():
        desk = clerk.get(f"/desk/petitions/{case.code}/").content.decode()
    assert desk.count("短信发送失败，请打电话告知") == 1
    assert "短信已排队" in desk
