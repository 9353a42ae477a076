"""Signing up, and the codes for it."""

import re

import pytest
import time_machine

from center.accounts.actions import codes, people
from center.models import OneTimeCode, User
from tests import make
from tests.center.accounts.steps import AT, FREE, NEW, PASSWORD, Phone, last_code
from tests.together import at_once, refusals

SIGNUP, RESET = OneTimeCode.Purpose.SIGNUP, OneTimeCode.Purpose.RESET


def signing_up(**fields):
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    return {"phone": FREE, "name": "何平", "code": "", **passwords, **fields}


def test_in_the_demo_somebody_new_signs_up_without_a_code(client, house, demo):
    answer = client.post("/signup/", signing_up(next="/rooms/"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/rooms/")
    person = User.objects.get(phone=FREE)
    assert (person.name, person.is_staff, person.phone_confirmed_at) == (
        "何平",
        False,
        None,
    )
    assert client.get("/me/").status_code == 200


def test_outside_the_demo_a_code_is_asked_of_everybody(client, house, lin, account):
    pages = set()
    for number in (FREE, lin.phone, account.phone):
        answer = client.post("/signup/", signing_up(phone=number, code="000000"))
        assert answer.status_code == 422
        pages.add(re.sub(r'value="[^"]*"', "", answer.content.decode()))
    assert len(pages) == 1
    assert not User.objects.filter(phone=FREE).exists()
    lin.refresh_from_db()
    assert not lin.has_account


def test_a_code_opens_an_account_and_confirms_the_number(client, house):
    asked = client.post("/signup/", signing_up(send="1"))
    page = asked.content.decode()
    assert (asked.status_code, Phone.sent[0][0]) == (200, FREE)
    assert "何平" in page
    assert PASSWORD not in page
    spaced = f" {last_code()[:3]} {last_code()[3:]} "
    assert client.post("/signup/", signing_up(code=spaced)).status_code == 302
    assert User.objects.get(phone=FREE).phone_confirmed_at is not None


def test_in_the_demo_a_known_person_is_claimed_by_a_code_alone(client, lin, demo):
    answer = client.post("/signup/", signing_up(phone=lin.phone))
    assert answer.status_code == 422
    assert 'name="code"' in answer.content.decode()
    client.post("/signup/", signing_up(phone=lin.phone, send="1"))
    done = client.post("/signup/", signing_up(phone=lin.phone, code=last_code()))
    assert done.status_code == 302
    lin.refresh_from_db()
    assert (lin.has_account, lin.name) == (True, "何平")


def test_an_account_is_not_taken_over_by_signing_up(client, account):
    codes.send_code(phone=account.phone, purpose=SIGNUP, at=AT)
    with time_machine.travel(AT):
        answer = client.post(
            "/signup/",
            signing_up(phone=account.phone, code=last_code(), password1=NEW),
        )
        assert answer.status_code == 422
        form = signing_up(phone=account.phone, code=last_code())
        answer = client.post("/signup/", form)
    assert "已经有账号" in answer.content.decode()
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert account.name == "林晓"


def test_staff_who_claim_keep_their_name_and_need_a_long_password(house):
    chen = make.staff("陈静", center=house)
    for password, is_taken in [("short-pass", False), ("a long calm password", True)]:
        codes.send_code(phone=chen.phone, purpose=SIGNUP, at=AT)
        claim = {"phone": chen.phone, "name": "别的", "code": last_code(), "at": AT}
        if is_taken:
            people.sign_up(password=password, **claim)
        else:
            with pytest.raises(Exception, match="至少 15 位"):
                people.sign_up(password=password, **claim)
    chen.refresh_from_db()
    assert (chen.name, chen.has_account) == ("陈静", True)


BAD = [
    ({"phone": "1234"}, "手机号是 11 位"),
    ({"phone": "１６１２００００００Ａ"}, "手机号是 11 位"),
    ({"phone": "16120000001\x00"}, "手机号"),
    ({"name": "\u200b\u2060"}, "请写下姓名"),
    ({"name": ""}, "请写下姓名"),
    ({"name": "长" * 41}, "40"),
    ({"password2": "another-one-9"}, "两次填的密码不一样"),
    ({"password1": "12345678", "password2": "12345678"}, "密码"),
    ({"password1": "short", "password2": "short"}, "8"),
    ({"password1": FREE, "password2": FREE}, "手机号"),
]


@pytest.mark.parametrize(("fields", "said"), BAD)
def test_a_bad_sign_up_is_answered_in_words_and_keeps_the_text(
    client, house, demo, fields, said
):
    answer = client.post("/signup/", signing_up(**fields))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="errors"' in page
    assert "错误：" in page.split("</title>")[0]
    assert said in page
    assert not User.objects.filter(phone=FREE).exists()


def test_nobody_makes_themselves_staff(client, house, demo):
    client.post(
        "/signup/",
        signing_up(is_staff="1", is_superuser="1", center=house.pk, groups="1"),
    )
    person = User.objects.get(phone=FREE)
    assert (person.is_staff, person.is_superuser, person.center) == (False, False, None)


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_up_with_one_phone_are_one_account(house, settings):
    settings.DEMO = True

    def sign_up(name):
        return lambda: people.sign_up(
            phone=FREE, name=name, password=f"{PASSWORD}-{name}", at=AT
        )

    outcomes = at_once(*[sign_up(name) for name in "甲乙丙丁"])
    assert len(refusals(outcomes)) == 3
    assert User.objects.filter(phone=FREE).count() == 1


def test_a_code_serves_once_and_not_for_long(house):
    codes.send_code(phone=FREE, purpose=SIGNUP, at=AT)
    right = {"phone": FREE, "purpose": SIGNUP, "code": last_code()}
    assert not codes.is_right(**right | {"purpose": RESET}, at=AT)
    assert not codes.is_right(**right, at=make.moment("2026-11-24 10:10"))
    assert codes.is_right(**right, at=make.moment("2026-11-24 10:09"))
    codes.use_up(phone=FREE, purpose=SIGNUP, at=AT)
    assert not codes.is_right(**right, at=AT)
    with pytest.raises(Exception, match="验证码不对"):
        codes.use_up(phone=FREE, purpose=SIGNUP, at=AT)


def test_only_the_newest_code_counts(house):
    codes.send_code(phone=FREE, purpose=SIGNUP, at=AT)
    first = last_code()
    later = make.moment("2026-11-24 10:01")
    codes.send_code(phone=FREE, purpose=SIGNUP, at=later)
    asked = {"phone": FREE, "purpose": SIGNUP, "at": later}
    if first != last_code():
        assert not codes.is_right(**asked, code=first)
    assert codes.is_right(**asked, code=last_code())


def test_only_a_digest_of_the_code_is_kept(house):
    codes.send_code(phone=FREE, purpose=SIGNUP, at=AT)
    kept = OneTimeCode.objects.get()
    assert last_code() not in kept.digest
    assert str(kept) == "注册 161****0001"


def test_codes_are_not_sent_without_end(client, house):
    for _ in range(3):
        assert client.post("/signup/", signing_up(send="1")).status_code == 200
    assert client.post("/signup/", signing_up(send="1")).status_code == 429
    assert client.post("/reset/", {"phone": FREE, "send": "1"}).status_code == 429
    assert len(Phone.sent) == 3


def test_a_code_for_no_number_is_refused_alone_for_the_number(client, house):
    answer = client.post("/reset/", {"phone": "12", "send": "1"})
    assert answer.status_code == 422
    assert answer.content.decode().count('class="err"') == 1
    assert Phone.sent == []


@pytest.mark.parametrize("address", ["/signup/", "/reset/"])
def test_a_gateway_that_is_down_is_said(client, house, phone, address):
    phone.is_down = True
    answer = client.post(address, {"phone": FREE, "send": "1"})
    assert answer.status_code == 200
    assert "短信没有发出去" in answer.content.decode()
