"""A case at the desk and its verbs."""

import pytest
from django.db import transaction
from django.utils import timezone

from petitions.actions import times
from petitions.counter.verbs import ACTIONS, BY_KEY
from petitions.models import Reply
from tests.petitions import make
from tests.petitions.counter.steps import LIST, do, just_now, taken, verbs

pytestmark = pytest.mark.django_db


def test_the_page_offers_what_the_state_allows(desk, house, chen):
    case = make.petition(house, at=just_now())
    assert {"take", "note", "tell"} <= verbs(desk, case)
    assert (
        verbs(desk, case) & {"reply", "close", "relay", "hand_back", "remind"} == set()
    )
    do(desk, case, "take")
    assert {"reply", "escalate", "hand_over", "ask_extension"} <= verbs(desk, case)
    assert "take" not in verbs(desk, case)


def test_a_supervisor_has_more(boss, house, chen):
    case = taken(house, chen)
    assert {"reassign", "remind", "release"} <= verbs(boss, case)


def test_from_taking_to_closing(desk, house, chen):
    case = make.petition(house, at=just_now())
    assert do(desk, case, "take").status_code == 302
    assert do(desk, case, "tell", text="明天去看。").status_code == 302
    sent = do(desk, case, "reply", text="灯已经修好了，请您看看。")
    assert sent.status_code == 302
    assert do(desk, case, "close", result="修好了", reached="phone").status_code == 302
    assert make.fresh(case).state == "closed"


def test_two_clerks_answer_and_the_second_sees_both_texts(client, house, chen, he):
    case = taken(house, chen)
    old = make.fresh(case).version
    client.force_login(chen)
    address = f"{LIST}{case.code}/reply/"
    first = {"version": old, "text": "第一个人写的答复 <b。"}
    assert client.post(address, first).status_code == 302
    client.force_login(he)
    answer = client.post(address, {"version": old, "text": "第二个人写的答复。"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "第二个人写的答复" in text
    assert "第一个人写的答复 &lt;b。" in text
    assert Reply.objects.get().text.startswith("第一个人")


def test_a_reply_without_a_version_is_stale(desk, house, chen):
    case = taken(house, chen)
    answer = desk.post(f"{LIST}{case.code}/reply/", {"text": "没有版本的答复。"})
    assert (answer.status_code, Reply.objects.count()) == (409, 0)


@pytest.mark.parametrize(
    "text",
    [
        "您好，【怎么办的】已经办好。",
        "您好，请联系 16100000555 办理。",
        "您好，他的身份证 000000199001010018 已登记。",
        "好",
        "",
    ],
)
def test_a_draft_with_something_wrong_stays_here(desk, house, chen, text):
    case = taken(house, chen)
    answer = do(desk, case, "reply", text=text)
    assert (answer.status_code, Reply.objects.count()) == (422, 0)
    assert make.fresh(case).state == "in_hand"


def test_internal_words_are_asked_about_first(desk, house, chen):
    case = taken(house, chen)
    text = "按内部意见，这件事下周办好。"
    answer = do(desk, case, "reply", text=text)
    assert (answer.status_code, Reply.objects.count()) == (422, 0)
    assert "内部用语" in answer.content.decode()
    assert do(desk, case, "reply", text=text, sure="1").status_code == 302


def test_an_opening_fills_the_reply_and_cannot_be_sent_as_it_is(desk, house, chen):
    case = taken(house, chen)
    page = desk.get(f"{LIST}{case.code}/?phrase=done")
    reply = next(verb for verb in page.context["verbs"] if verb.name == "reply")
    assert reply.is_open
    assert "【" in reply.form.initial["text"]


def test_a_draft_is_shared_and_a_stale_one_loses_nothing(client, house, chen, he):
    case = taken(house, chen)
    address = f"{LIST}{case.code}/reply/"
    client.force_login(chen)
    draft = {"text": "陈静的草稿。", "draft": "1", "draft_version": "0"}
    assert client.post(address, draft).status_code == 302
    client.force_login(he)
    assert "陈静的草稿" in client.get(f"{LIST}{case.code}/").content.decode()
    mine = draft | {"text": "何平的草稿。"}
    answer = client.post(address, mine)
    assert answer.status_code == 409
    assert "陈静的草稿" in answer.content.decode()
    assert Reply.objects.get().text == "陈静的草稿。"


def test_an_extension_is_previewed_asked_and_approved(client, house, chen, zhao):
    case = taken(house, chen)
    client.force_login(chen)
    fields = {"days": "3", "reason": "complex", "text": "几家单位要一起看现场"}
    page = do(client, case, "ask_extension", preview="1", **fields)
    verb = next(one for one in page.context["verbs"] if one.name == "ask_extension")
    assert page.status_code == 200
    assert "他会收到" in verb.preview["text"]
    assert case.extensions.count() == 0
    assert do(client, case, "ask_extension", **fields).status_code == 302
    old = make.fresh(case).due_on
    assert do(client, case, "decide", approve="1").status_code in (403, 422)
    client.force_login(zhao)
    assert "decide" in verbs(client, case)
    assert do(client, case, "decide", approve="1").status_code == 302
    case = make.fresh(case)
    assert case.due_on > old
    assert case.original_due_on == old


def test_an_extension_is_refused_with_words(boss, house, chen):
    case = taken(house, chen)
    times.ask_extension(
        case, days=2, reason="complex", text="要时间", by=chen, at=timezone.now()
    )
    assert do(boss, case, "decide", approve="0").status_code == 422
    assert do(boss, case, "decide", approve="0", text="抓紧办").status_code == 302
    assert make.fresh(case).is_extended is False


def test_asks_are_split_and_each_is_answered_before_the_whole(desk, house, chen):
    case = taken(house, chen)
    assert do(desk, case, "split", asks="修灯\n换锁\n").status_code == 302
    assert do(desk, case, "reply", text="灯和锁都会处理好的。").status_code == 422
    for number in (1, 2):
        answer = desk.post(
            f"{LIST}{case.code}/asks/{number}/",
            {"outcome": "support", "answer": "这周办好"},
        )
        assert answer.status_code == 302
    assert do(desk, case, "reply", text="灯和锁都会处理好的。").status_code == 302
    assert desk.get(f"{LIST}{case.code}/asks/9/").status_code == 404


def test_every_verb_opens_its_form_and_refuses_an_empty_one(boss, house, chen):
    case = taken(house, chen)
    before = make.fresh(case).state
    for key in sorted(verbs(boss, case)):
        assert boss.get(f"{LIST}{case.code}/{key}/").status_code == 200, key
        with transaction.atomic():
            answer = boss.post(f"{LIST}{case.code}/{key}/", {})
            assert answer.status_code in (302, 409, 422), key
            if answer.status_code != 302:
                assert make.fresh(case).state == before, key
            transaction.set_rollback(True)


def test_an_unknown_verb_is_not_there(desk, house, chen):
    case = taken(house, chen)
    assert desk.post(f"{LIST}{case.code}/delete/", {}).status_code == 404


def test_the_keys_of_the_verbs_are_their_own():
    assert len(BY_KEY) == len(ACTIONS)


def test_two_cases_about_one_matter_are_linked_for_staff_alone(desk, house, chen):
    one, other = (taken(house, chen) for _ in range(2))
    assert do(desk, one, "link", other="没有这个").status_code == 422
    assert do(desk, one, "link", other=other.code_text).status_code == 302
    assert other.code_text in desk.get(f"{LIST}{one.code}/").content.decode()
