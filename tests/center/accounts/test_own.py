"""A new password, one's own data, closing the account."""

import json
import re

import pytest
from django.test import Client

from center.accounts.actions import people
from center.models import User
from center.outbox.actions import tell
from center.outbox.models import Message
from tests import make
from tests.center.accounts.steps import AT, FREE, NEW, PASSWORD, Phone, last_code, login
from tests.markup import squeezed


def resetting(phone, code):
    return {"phone": phone, "code": code, "password1": NEW, "password2": NEW}


def test_a_code_sets_a_new_password_and_ends_every_session(client, account):
    login(client, account.phone)
    guest = Client()
    guest.post("/reset/", {"phone": account.phone, "send": "1"})
    answer = guest.post("/reset/", resetting(account.phone, last_code()))
    assert answer.headers["Location"] == "/login/"
    assert client.get("/me/").status_code == 302
    account.refresh_from_db()
    assert account.check_password(NEW)


def test_asking_for_a_code_looks_the_same_for_everybody(client, account, lin):
    pages = set()
    for number in (account.phone, lin.phone, FREE):
        answer = client.post("/reset/", {"phone": number, "send": "1"})
        pages.add(re.sub(r'value="[^"]*"', "", answer.content.decode()))
    assert len(pages) == 1
    assert len(Phone.sent) == 3


def test_a_wrong_code_looks_the_same_for_everybody(client, account, lin):
    pages = set()
    for number in (account.phone, lin.phone, FREE):
        answer = client.post("/reset/", resetting(number, "000000"))
        pages.add(re.sub(r'value="[^"]*"', "", answer.content.decode()))
    assert len(pages) == 1
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_the_holder_of_a_phone_without_account_is_told_to_sign_up(client, lin):
    client.post("/reset/", {"phone": lin.phone, "send": "1"})
    answer = client.post("/reset/", resetting(lin.phone, last_code()))
    assert "请先注册" in answer.content.decode()
    lin.refresh_from_db()
    assert not lin.has_account


def test_a_new_password_ends_the_other_sessions(client, account):
    other = Client()
    login(client, account.phone)
    login(other, account.phone)
    form = {"old": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/me/password/", form).headers["Location"] == "/me/"
    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302
    assert login(other, account.phone, NEW).status_code == 302


def test_the_old_password_must_be_right(client, account):
    login(client, account.phone)
    form = {"old": "wrong", "password1": NEW, "password2": NEW}
    answer = client.post("/me/password/", form)
    assert "现在的密码不对" in answer.content.decode()
    for _ in range(10):
        answer = client.post("/me/password/", form)
    assert answer.status_code == 429


def test_a_person_sees_and_takes_along_what_is_kept(client, account, offer):
    offer(own_data=export)
    login(client, account.phone)
    page = client.get("/me/data/").content.decode()
    assert account.phone in page
    assert "&lt;三号座&gt;" in page
    answer = client.get("/me/data/file/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"
    kept = json.loads(answer.content)
    assert kept["账号"][0]["手机号"] == account.phone
    assert kept["预约"] == [{"单元": "<三号座>", "时间": "2026-11-24"}]


def export(user):
    return "预约", [{"单元": "<三号座>", "时间": AT.date()}]


def test_closing_an_account_takes_the_person_out_of_the_rows(client, account):
    tell(person=account, text="林晓，您好", once="x", at=AT)
    login(client, account.phone)
    answer = client.post("/me/data/erase/", {"password": PASSWORD})
    assert answer.headers["Location"] == "/"
    assert client.get("/me/").status_code == 302
    number, account_pk = account.phone, account.pk
    account = User.objects.get(pk=account_pk)
    assert (account.name, account.phone, account.is_active) == ("已注销", None, False)
    assert account.erased_at is not None
    assert not account.has_account
    message = Message.objects.get()
    assert (message.phone, message.text) == ("", "")
    assert login(client, number).status_code == 422


def test_an_erased_phone_opens_a_new_account(account, demo):
    number = account.phone
    people.erase_account(by=account, password=PASSWORD, at=AT)
    again = people.sign_up(phone=number, name="何平", password=NEW, at=AT)
    assert again.pk != account.pk


def test_what_is_open_holds_the_account(client, account, offer):
    offer(holds=hold)
    login(client, account.phone)
    assert "明天 9:00 还有预约" in squeezed(client.get("/me/data/"))
    answer = client.post("/me/data/erase/", {"password": PASSWORD})
    assert answer.status_code == 422
    assert "明天 9:00 还有预约" in squeezed(answer)
    account.refresh_from_db()
    assert account.name == "林晓"


def hold(user, at):
    return ["明天 9:00 还有预约，请先取消。"]


def test_closing_takes_the_password(client, account):
    login(client, account.phone)
    answer = client.post("/me/data/erase/", {"password": "wrong"})
    assert "密码不对" in answer.content.decode()
    account.refresh_from_db()
    assert account.name == "林晓"


def test_staff_are_dismissed_and_do_not_erase_themselves(house):
    chen = make.staff("陈静", center=house)
    chen.set_password(PASSWORD)
    chen.save()
    with pytest.raises(Exception, match="由主管停用"):
        people.erase_account(by=chen, password=PASSWORD, at=AT)
