"""Forms that need no account do not bomb a stranger's phone."""

import pytest
from django.test import Client

from center.outbox.models import Message
from center.rules import LIMITS
from petitions.models import Petition

PHONE = "16155556666"
FORM = {
    "kind": "help",
    "title": "楼道灯不亮",
    "body": "三楼的灯坏了一周。",
    "name": "林晓",
    "phone": PHONE,
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def codes(settings, monkeypatch):
    settings.SMS_BACKEND = "tests.center.outbox.test_strangers.Phone"
    monkeypatch.setattr(Phone, "sent", [])
    return Phone.sent


class Phone:
    sent = []

    def send(self, phone, text):
        self.sent.append(phone)


def hand_in(count, phone=PHONE):
    for n in range(count):
        form = FORM | {"phone": phone, "key": f"{phone}{n:021x}"}
        answer = Client(REMOTE_ADDR=f"10.0.{n}.1").post("/petitions/new/", form)
        assert answer.status_code == 302


def test_requests_stand_and_only_a_few_texts_go(house, codes):
    hand_in(10)
    hand_in(1, phone="16155557777")
    assert Petition.objects.count() == 11
    waiting = Message.objects.filter(state="waiting")
    to = list(waiting.order_by("phone").values_list("phone", flat=True))
    assert to == [PHONE] * LIMITS["text-phone"] + ["16155557777"]


@pytest.mark.parametrize("page", ["/signup/", "/reset/"])
def test_codes_count_too_and_the_page_says_that_none_went(house, codes, page):
    hand_in(LIMITS["text-phone"])
    client = Client(REMOTE_ADDR="10.9.9.9")
    answer = client.post(page, {"send": "1", "phone": PHONE})
    assert (answer.status_code, codes) == (429, [])
    text = answer.content.decode()
    assert "这次没有发" in text
    assert "已经发到" not in text
    client.post(page, {"send": "1", "phone": "16155557777"})
    assert codes == ["16155557777"]
