"""Logging in, and how often one may try."""

import re

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from center.models import Attempt, User
from tests import make
from tests.center.accounts.steps import FREE, PASSWORD, login


def test_a_person_logs_in_with_the_phone_as_they_type_it(client, account):
    spaced = f"+86 {account.phone[:3]} {account.phone[3:7]}-{account.phone[7:]}"
    answer = login(client, spaced)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/")
    assert account.name in client.get("/me/").content.decode()


def test_staff_go_to_their_desk(client, house, settings):
    settings.SECOND_FACTOR = False
    chen = make.staff("陈静", center=house)
    chen.set_password(PASSWORD)
    chen.save()
    assert login(client, chen.phone).headers["Location"] == "/desk/"


def test_every_refusal_reads_the_same(client, account, lin):
    gone = make.person("走了", PASSWORD, is_active=False)
    pages = []
    for number in (account.phone, lin.phone, gone.phone, FREE):
        password = "wrong" if number == account.phone else PASSWORD
        answer = login(client, number, password)
        page = answer.content.decode().replace(number, "")
        pages.append((answer.status_code, re.sub(r'value="[^"]*"', "", page)))
    assert {status for status, _ in pages} == {422}
    assert len({page for _, page in pages}) == 1
    assert "手机号或密码不对" in pages[0][1]


def test_an_unknown_phone_costs_a_hash_too(client, account, monkeypatch):
    hashed = []
    before = User.set_password
    monkeypatch.setattr(
        User, "set_password", lambda self, raw: hashed.append(1) or before(self, raw)
    )
    login(client, FREE)
    assert hashed == [1]


def test_the_session_gets_a_new_key(client, account):
    session = client.session
    session["fixed"] = 1
    session.save()
    before = client.cookies["sessionid"].value
    login(client, account.phone)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(pk=before).exists()


ELSEWHERE = [
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/%09/evil.example\n",
    "javascript:alert(1)",
    "https:evil.example",
    "///evil.example",
    "@evil.example",
    " /me/",
    "me/",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_never_leads_elsewhere(client, account, target):
    assert login(client, account.phone, next=target).headers["Location"] == "/me/"


@pytest.mark.parametrize("target", [*ELSEWHERE, ""])
def test_the_size_link_never_leads_elsewhere(client, house, target):
    answer = client.get("/size/", {"to": "large", "next": target})
    assert answer.headers["Location"] == "/"


def test_next_leads_on_within_the_portal(client, account):
    target = "/rooms/reading/?day=2026-11-25"
    page = client.get("/login/", {"next": target}).content.decode()
    assert f'name="next" value="{target}"' in page
    assert login(client, account.phone, next=target).headers["Location"] == target


def test_after_eight_wrong_passwords_the_pair_is_locked(client, account):
    for _ in range(7):
        assert login(client, account.phone, "wrong").status_code == 422
    answer = login(client, account.phone, "wrong")
    assert answer.status_code == 429
    assert login(client, account.phone).status_code == 429
    office = Client(REMOTE_ADDR="10.0.0.9")
    assert login(office, account.phone).status_code == 302


def test_an_office_behind_one_address_is_not_locked_out(client, account, house):
    for n in range(20):
        login(client, f"1613000{n:04d}", "wrong")
    assert login(client, account.phone).status_code == 302


def test_one_account_is_not_tried_from_many_addresses(account):
    for n in range(40):
        guest = Client(REMOTE_ADDR=f"10.1.{n}.1")
        assert login(guest, account.phone, "wrong").status_code == 422
    last = Client(REMOTE_ADDR="10.2.0.1")
    assert login(last, account.phone).status_code == 429


def test_a_forged_forwarded_header_changes_nothing(client, account):
    for n in range(9):
        answer = client.post(
            "/login/",
            {"username": account.phone, "password": "wrong"},
            headers={"X-Forwarded-For": f"10.3.0.{n}"},
        )
    assert answer.status_code == 429


def test_a_stranger_elsewhere_does_not_lock_the_owner_out(account):
    stranger = Client(REMOTE_ADDR="10.4.0.1")
    for _ in range(100):
        login(stranger, account.phone, "wrong")
    assert login(stranger, account.phone).status_code == 429
    assert login(Client(REMOTE_ADDR="10.4.0.2"), account.phone).status_code == 302


def test_logging_in_rightly_is_never_too_much(account):
    hall = Client(REMOTE_ADDR="10.5.0.1")
    assert {login(hall, account.phone).status_code for _ in range(130)} == {302}
    assert login(hall, account.phone, "wrong").status_code == 422


# No quarter of an hour ends, and with it a count, while three hundred log in.
@time_machine.travel("2026-11-24T02:01:00+00:00")
def test_one_address_tries_a_hundred_accounts(account, settings):
    def last_of(address):
        guest = Client(REMOTE_ADDR=address)
        for n in range(100):
            assert login(guest, f"161{n:08d}", "wrong").status_code == 422
        return login(guest, account.phone).status_code

    assert last_of("10.6.0.1") == 429
    settings.SHARED_NETWORKS = "10.7.0.0/16"
    assert last_of("10.7.0.1") == 302
    assert last_of("10.8.0.1") == 429


def test_a_household_changes_its_address_in_vain(account):
    for n in range(8):
        guest = Client(REMOTE_ADDR=f"2001:db8:1:1::{n}")
        login(guest, account.phone, "wrong")
    again = Client(REMOTE_ADDR="2001:db8:1:1:ffff::1")
    assert login(again, account.phone).status_code == 429
    assert (
        login(Client(REMOTE_ADDR="2001:db8:1:2::1"), account.phone).status_code == 302
    )


@pytest.mark.parametrize("peer", ["127.0.0.1", ""])
def test_each_visitor_behind_the_proxy_counts_alone(account, settings, peer):
    settings.TRUSTED_PROXIES = "127.0.0.1"

    def code(address, password=PASSWORD):
        forwarded = {"HTTP_X_FORWARDED_FOR": f"10.9.9.9, {address}"}
        guest = Client(REMOTE_ADDR=peer, **forwarded)
        return login(guest, account.phone, password).status_code

    assert [code("192.0.2.1", "wrong") for _ in range(8)][-1] == 429
    assert code("192.0.2.1") == 429
    assert code("192.0.2.2") == 302


def test_who_comes_from_nowhere_is_counted_too(account):
    socket = Client(REMOTE_ADDR="")
    for n in range(100):
        login(socket, f"161{n:08d}", "wrong")
    assert login(socket, account.phone).status_code == 429


def test_a_stranger_guessing_codes_does_not_stop_the_owner(house, account):
    form = {"phone": account.phone, "code": "000000"}
    form |= {"password1": "calm-river-10", "password2": "calm-river-10"}
    stranger, owner = Client(REMOTE_ADDR="10.4.1.1"), Client(REMOTE_ADDR="10.4.1.2")
    for _ in range(30):
        answer = stranger.post("/reset/", form)
    assert answer.status_code == 429
    assert owner.post("/reset/", form).status_code == 422


def test_limits_are_switched_off_by_the_setting(client, account, settings):
    settings.THROTTLES = False
    for _ in range(45):
        login(client, account.phone, "wrong")
    assert login(client, account.phone).status_code == 302
    assert not Attempt.objects.exists()


def test_no_phone_is_kept_with_the_counts(client, account):
    login(client, account.phone)
    kept = " ".join(Attempt.objects.values_list("who", flat=True))
    assert account.phone not in kept
    assert "127.0.0.1" not in kept


def test_logging_out_takes_a_post_and_clears_the_browser(client, account):
    login(client, account.phone)
    assert client.get("/logout/").status_code == 405
    answer = client.post("/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/me/").status_code == 302


def test_a_stolen_cookie_is_worthless_after_logging_out(client, account):
    login(client, account.phone)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert thief.get("/me/").status_code == 200
    client.post("/logout/")
    assert thief.get("/me/").status_code == 302
