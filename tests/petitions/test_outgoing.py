"""Whatever verb words leave the house by, they are looked at first."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from center.outbox.models import Message
from petitions.actions import casework, pauses, replies
from petitions.actions.details import recategorize
from petitions.models import Ask, Step
from petitions.publication import actions as publication
from tests.petitions import make

pytestmark = pytest.mark.django_db
NOW = timezone.now
FINE = "您好，灯今天上午已经修好了。"


def tell(case, by, text):
    casework.tell_progress(case, text=text, by=by, at=NOW())


def notice(case, by, text):
    case = recategorize(case, kind="opinion", by=by, at=NOW())
    replies.give_notice(case, text=text, by=by, at=NOW())


def reply(case, by, text):
    version = make.fresh(case).version
    replies.reply(case, text=text, version=version, by=by, at=NOW())


def basis(case, by, text):
    version = make.fresh(case).version
    replies.reply(case, text=FINE, basis=text, version=version, by=by, at=NOW())


def ask(case, by, text):
    casework.split_asks(case, asks=["修灯"], by=by, at=NOW())
    row = Ask.objects.get(round__petition=case)
    casework.answer_ask(row, outcome="support", answer=text, by=by, at=NOW())


def result(case, by, text):
    reply(case, by, FINE)
    replies.close(case, result=text, reached="phone", by=by, at=NOW())


def pause(case, by, text):
    make.pausing(case.center)
    when = {"last_on": timezone.localdate() + timedelta(days=1), "at": NOW()}
    pauses.pause(case, reason="materials", text=text, by=by, **when)


def asks(case, by, text):
    casework.split_asks(case, asks=[text], by=by, at=NOW())


WAYS = (tell, notice, reply, basis, ask, result, pause, asks)
BAD = (
    "请交给【单位】办理",
    "请找邻居，他的电话是 16100000077",
    "请打到 6222 0212 3456 7890 123",
    "他家是三号楼二单元五零一室，请去找他",
    "请加微信 neighbor_88 联系他",
    "他的身份证是 00000019900101123X，请核对",
    "请转告■■，灯修好了",
)


@pytest.fixture
def case(house, chen):
    now = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    return make.taken(house, chen, at=now, phone="16100000099")


@pytest.mark.parametrize("way", WAYS)
def test_what_is_wrong_with_words_is_found_by_every_way(case, chen, way):
    before = (Step.objects.count(), Message.objects.count())
    for text in BAD:
        with pytest.raises(ValidationError) as refusal, transaction.atomic():
            way(case, chen, text)
        codes = {one.code for one in refusal.value.error_list}
        assert codes & {"number", "placeholder", "veiled"}, text
        assert (Step.objects.count(), Message.objects.count()) == before, text
    way(case, chen, FINE + "请打 16100000099 问问家里。")


def test_what_the_person_said_of_themselves_is_said_back(house, chen):
    now = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    body = "我的车浙A12345被拖走了，邻居身份证是 00000019900101123X"
    case = make.taken(house, chen, at=now, body=body)
    tell(case, chen, "您的车浙A12345停在停车场，请来取。")
    with pytest.raises(ValidationError, match="身份证"):
        tell(case, chen, "邻居的身份证 00000019900101123X 我们看到了。")


def test_a_publication_with_a_blank_is_refused(house, chen, zhao):
    case = make.answered(house, chen)
    texts = {"title": "灯", "question": "灯不亮", "answer": "由【单位】修好"}
    with pytest.raises(ValidationError) as refusal:
        publication.publish(case, **texts, is_checked=True, by=zhao, at=NOW())
    assert refusal.value.code == "placeholder"
