"""Finding one's request again, and nobody else's."""

import pytest
from django.test import Client
from django.utils import timezone

from center.rules import Role
from petitions.actions import casework
from petitions.actions.details import withdraw
from petitions.models import Step
from petitions.portal import holds
from tests.make import staff
from tests.petitions import make
from tests.petitions.guests import only, sent

pytestmark = pytest.mark.django_db


def test_code_and_tail_open_it_in_this_browser(client, house):
    case = make.petition(house)
    spelled = case.code_text.lower().replace(" ", "-")
    answer = client.post("/petitions/track/", {"code": spelled, "phone_tail": "0099"})
    assert (answer.status_code, answer.url) == (302, f"/petitions/{case.code}/")
    assert client.get(answer.url).status_code == 200
    assert Client().get(answer.url).status_code == 404


def test_letters_that_sound_like_digits_are_understood(client, house):
    case = make.petition(house)
    spoken = case.code.replace("0", "O").replace("1", "l")
    answer = client.post("/petitions/track/", {"code": spoken, "phone_tail": "0099"})
    assert answer.status_code == 302


def test_a_wrong_code_and_a_wrong_tail_get_the_same_answer(client, house):
    case = make.petition(house)
    guesses = [
        {"code": "0" * 12, "phone_tail": "0099"},
        {"code": case.code, "phone_tail": "1234"},
        {"code": case.code, "phone_tail": ""},
        {"code": case.code[:-1], "phone_tail": "0099"},
        {"code": "%" * 12, "phone_tail": "0099"},
    ]
    answers = [client.post("/petitions/track/", guess) for guess in guesses]
    said = {
        (answer.status_code, str(answer.context["form"].non_field_errors()))
        for answer in answers
    }
    assert len(said) == 1
    assert said.pop()[0] == 422
    assert client.get(f"/petitions/{case.code}/").status_code == 404


def test_an_anonymous_one_is_found_by_its_code_alone(client, house):
    case = make.petition(house, kind="opinion", anonymous=True)
    answer = client.post("/petitions/track/", {"code": case.code, "phone_tail": ""})
    assert answer.status_code == 302


def test_guessing_is_braked_also_for_the_right_answer(client, house):
    case = make.petition(house)
    guess = {"code": case.code, "phone_tail": "1234"}
    statuses = [client.post("/petitions/track/", guess).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    right = guess | {"phone_tail": "0099"}
    assert client.post("/petitions/track/", right).status_code == 429


def test_a_clerk_lets_somebody_try_again_with_a_reason(client, house, chen, settings):
    settings.SECOND_FACTOR = False
    case = make.petition(house)
    desk = Client()
    desk.force_login(chen)
    page = f"/desk/petitions/{case.code}/"
    assert "查询锁住了" not in desk.get(page).content.decode()
    guess = {"code": case.code, "phone_tail": "1234"}
    for _ in range(11):
        client.post("/petitions/track/", guess)
    right = guess | {"phone_tail": "0099"}
    assert client.post("/petitions/track/", right).status_code == 429
    assert "查询锁住了" in desk.get(page).content.decode()
    version = make.fresh(case).version
    for reason, status in (("。", 422), ("身份证看过了", 302)):
        said = {"version": version, "reason": reason}
        assert desk.post(f"{page}unlock/", said).status_code == status
    step = Step.objects.order_by("-pk").first()
    assert (step.verb, step.public_text, step.internal_text, step.by) == (
        "unlock",
        "",
        "身份证看过了",
        chen,
    )
    assert client.post("/petitions/track/", right).status_code == 302


def test_a_stranger_does_not_lock_the_person_out(client, house, lin):
    case = make.petition(house, by=lin)
    guess = {"code": case.code, "phone_tail": "9999"}
    right = guess | {"phone_tail": case.phone[-4:]}
    for _ in range(70):
        client.post("/petitions/track/", guess)
    assert client.post("/petitions/track/", right).status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.4.0.2")
    assert elsewhere.post("/petitions/track/", right).status_code == 302
    # Who is logged in is not asked, even where the guesses came from.
    client.force_login(lin)
    answer = client.post("/petitions/track/", guess)
    assert answer.headers["Location"] == f"/petitions/{case.code}/"


def test_one_code_is_not_guessed_from_many_addresses(house):
    case = make.petition(house)
    guess = {"code": case.code, "phone_tail": "9999"}
    for n in range(60):
        guest = Client(REMOTE_ADDR=f"10.5.{n}.1")
        assert guest.post("/petitions/track/", guess).status_code == 422
    last = Client(REMOTE_ADDR="10.6.0.1")
    right = guess | {"phone_tail": "0099"}
    assert last.post("/petitions/track/", right).status_code == 429


def test_looking_up_what_one_has_is_not_braked(client, house):
    case = make.petition(house)
    right = {"code": case.code, "phone_tail": "0099"}
    assert {client.post("/petitions/track/", right).status_code for _ in range(30)} == {
        302
    }


def test_leaving_takes_it_away_from_the_browser(client, house):
    address = sent(client).url
    assert client.post(f"{address}leave/").status_code == 302
    assert client.get(address).status_code == 404


def test_what_belongs_to_somebody_else_is_not_there(client, house, lin, wu):
    case = make.petition(house, by=lin)
    client.force_login(wu)
    for part in ("", "message/", "rate/", "withdraw/", "reopen/", "slip/"):
        assert client.get(f"/petitions/{case.code}/{part}").status_code == 404
    client.force_login(lin)
    assert client.get(f"/petitions/{case.code}/").status_code == 200


def test_an_unconfirmed_phone_makes_nothing_ones_own(client, house, lin):
    case = make.petition(house, phone=lin.phone)
    client.force_login(lin)
    assert client.get(f"/petitions/{case.code}/").status_code == 404
    lin.phone_confirmed_at = timezone.now()
    lin.save()
    assert client.get(f"/petitions/{case.code}/").status_code == 200


def test_staff_see_the_page_and_may_not_speak_for_the_person(client, house, chen):
    case = make.petition(house)
    client.force_login(chen)
    page = client.get(f"/petitions/{case.code}/")
    assert (page.status_code, page.context["form"]) == (200, None)
    assert (
        client.post(f"/petitions/{case.code}/message/", {"body": "我"}).status_code
        == 404
    )
    assert (
        client.post(f"/petitions/{case.code}/rate/", {"score": "5"}).status_code == 404
    )


def test_internal_words_never_reach_the_person(client, house, chen):
    address = sent(client).url
    case = casework.take(only(), by=chen, at=timezone.now())
    casework.add_note(case, text="机密的内部话", by=chen, at=timezone.now())
    casework.hand_over(
        case,
        to=make_colleague(house),
        reason="另一句内部话",
        by=chen,
        at=timezone.now(),
    )
    text = client.get(address).content.decode()
    assert "内部话" not in text
    assert "已转给另一位同事" in text


def make_colleague(house):
    return staff("何平", Role.CLERK, center=house)


def test_my_page_and_my_data_show_ones_own_and_no_others(client, lin, wu, house):
    mine = make.petition(house, by=lin, title="我的灯不亮")
    make.petition(house, by=wu, title="别人的灯不亮")
    client.force_login(lin)
    text = client.get("/me/").content.decode()
    assert mine.code in text
    assert "别人的灯" not in text
    data = client.get("/me/data/file/").content.decode()
    assert "我的灯不亮" in data
    assert "别人的灯" not in data


def test_an_open_request_holds_the_account(lin, house):
    case = make.petition(house, by=lin)
    assert holds(lin, timezone.now()) == ["还有 1 件诉求没答复，答复了或撤回了再注销。"]
    withdraw(case, reason="", by=lin, at=timezone.now())
    assert holds(lin, timezone.now()) == []
