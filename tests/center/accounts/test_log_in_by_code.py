"""Coming in by a code to the phone, without a password."""

import re

import pytest
from django.test import Client

from center.models import OneTimeCode, User
from center.rules import Role
from tests import make
from tests.center.accounts.steps import FREE, PASSWORD, Phone, last_code, login

CODE, NAME = "/login/code/", "/login/name/"


def asked(client, phone, **more):
    return client.post(CODE, {"phone": phone, "send": "1", **more})


def answered(client, phone, code=None, **more):
    return client.post(CODE, {"phone": phone, "code": code or last_code(), **more})


def test_who_has_a_password_comes_in_by_a_code_too(client, account):
    assert asked(client, account.phone).status_code == 200
    answer = answered(client, account.phone, next="/rooms/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/rooms/")
    assert client.get("/me/").context["user"] == account
    account.refresh_from_db()
    assert account.phone_confirmed_at is not None


def test_who_was_registered_at_the_counter_finds_their_history(client, lin):
    asked(client, lin.phone)
    assert answered(client, lin.phone).headers["Location"] == "/me/"
    assert client.get("/me/").context["user"] == lin
    lin.refresh_from_db()
    assert (lin.name, lin.has_account) == ("林晓", False)


def test_who_is_new_says_a_name_and_is_in(client, house):
    asked(client, FREE, next="/rooms/")
    answer = answered(client, FREE, next="/rooms/")
    assert answer.headers["Location"] == f"{NAME}?next=%2Frooms%2F"
    assert not User.objects.filter(phone=FREE).exists()
    assert client.post(NAME, {"name": ""}).status_code == 422
    done = client.post(NAME, {"name": "何平", "next": "/rooms/"})
    assert done.headers["Location"] == "/rooms/"
    person = User.objects.get(phone=FREE)
    assert (person.name, person.has_account, person.is_staff) == ("何平", False, False)
    assert person.phone_confirmed_at is not None
    assert client.get(NAME).headers["Location"] == CODE


def test_nobody_says_a_name_without_the_code(client, house):
    assert client.post(NAME, {"name": "何平"}).headers["Location"] == CODE
    asked(client, FREE)
    assert answered(client, FREE, "000000").status_code == 422
    assert client.post(NAME, {"name": "何平"}).headers["Location"] == CODE
    assert User.objects.count() == 0


def test_asking_and_a_wrong_code_look_the_same_for_everybody(client, account, lin):
    pages = {"asked": set(), "wrong": set()}
    for phone in (account.phone, lin.phone, FREE):
        for name, answer in [
            ("asked", asked(client, phone)),
            ("wrong", answered(client, phone, "000000")),
        ]:
            text = re.sub(r'value="[^"]*"', "", answer.content.decode())
            pages[name].add((answer.status_code, text))
    assert [len(found) for found in pages.values()] == [1, 1]
    assert len(Phone.sent) == 3


@pytest.mark.parametrize("other", ["SIGNUP", "RESET", "CASE"])
def test_a_code_for_something_else_does_not_serve(client, account, other):
    asked(client, account.phone)
    OneTimeCode.objects.update(purpose=OneTimeCode.Purpose[other])
    assert answered(client, account.phone).status_code == 422
    assert client.get("/me/").status_code == 302


def test_a_code_serves_once(client, account):
    asked(client, account.phone)
    code = last_code()
    assert answered(client, account.phone, code).status_code == 302
    assert answered(Client(), account.phone, code).status_code == 422


def test_guessing_ends(client, account):
    asked(client, account.phone)
    right = last_code()
    wrong = "111111" if right != "111111" else "222222"
    said = [answered(client, account.phone, wrong).status_code for _ in range(9)]
    assert (said[0], said[-1]) == (422, 429)
    assert answered(client, account.phone, right).status_code == 429


def test_staff_come_in_by_their_password_alone(client, house):
    chen = make.staff("陈静", Role.CLERK, center=house)
    asked(client, chen.phone)
    answer = answered(client, chen.phone)
    assert "请用密码登录" in answer.content.decode()
    assert client.get("/me/").status_code == 302


def test_a_closed_account_stays_closed(client, account):
    User.objects.update(is_active=False)
    asked(client, account.phone)
    assert "已经停用" in answered(client, account.phone).content.decode()
    assert client.get("/me/").status_code == 302


@pytest.fixture
def newcomer(client, house):
    asked(client, FREE)
    answered(client, FREE)
    client.post(NAME, {"name": "何平"})
    return User.objects.get(phone=FREE)


def test_who_has_no_password_may_set_one(client, newcomer):
    assert 'href="/reset/"' in client.get("/me/password/").content.decode()
    client.post("/reset/", {"phone": FREE, "send": "1"})
    new = {"phone": FREE, "code": last_code(), "password1": PASSWORD}
    client.post("/reset/", new | {"password2": PASSWORD})
    assert login(Client(), FREE).status_code == 302


def test_who_has_no_password_closes_the_account_by_a_code(client, newcomer):
    erase = "/me/data/erase/"
    assert client.post(erase, {"password": "x"}).status_code == 422
    assert client.post(erase, {"code": "000000"}).status_code == 422
    client.post(erase, {"send": "1"})
    assert client.post(erase, {"code": last_code()}).headers["Location"] == "/"
    newcomer.refresh_from_db()
    assert (newcomer.phone, newcomer.is_active) == (None, False)


def test_the_ways_in_lead_to_each_other(client, house):
    for page in ("/login/", "/signup/"):
        text = client.get(f"{page}?next=/rooms/").content.decode()
        assert 'href="/login/code/?next=%2Frooms%2F"' in text
