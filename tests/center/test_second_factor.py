"""Staff come in with two steps, and do not stay for ever."""

import re
from binascii import unhexlify

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from center.accounts.actions import people
from tests import make

AT = make.moment("2026-11-24 10:00")
CODE = r"(?:[0-9A-Z]{4} ){2}[0-9A-Z]{4}"
KEY = "3132333435363738393031323334353637383930"


def shown(key=KEY, at=AT):
    totp = TOTP(unhexlify(key))
    totp.time = at.timestamp()
    return f"{totp.token():06d}"


@pytest.fixture
def clock():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def clerk(client, chen, clock):
    client.force_login(chen)
    return client


@pytest.fixture
def device(chen):
    return people.set_second_factor(by=chen, key=KEY)


def test_a_password_alone_opens_nothing(clerk, device):
    for address in ("/desk/", "/me/", "/me/data/", "/me/password/", "/", "/admin/"):
        answer = clerk.get(address)
        assert answer.headers["Location"] == f"/login/otp/?next={address}"
    assert clerk.get("/size/?to=large").status_code == 302
    assert clerk.get("/healthz").status_code == 200


def test_the_digits_open_the_desk(clerk, device):
    page = clerk.get("/login/otp/?next=/desk/").content.decode()
    assert 'name="next" value="/desk/"' in page
    before = clerk.cookies["sessionid"].value
    answer = clerk.post("/login/otp/", {"token": shown(), "next": "/desk/"})
    assert answer.headers["Location"] == "/desk/"
    assert clerk.cookies["sessionid"].value != before
    assert clerk.get("/desk/").status_code == 200


def test_the_same_digits_do_not_serve_twice(clerk, chen, device):
    assert clerk.post("/login/otp/", {"token": shown()}).status_code == 302
    thief = Client()
    thief.force_login(chen)
    assert thief.post("/login/otp/", {"token": shown()}).status_code == 422


@pytest.mark.parametrize(
    "token", ["000000", "12", "abcdef", "１２３４５６", "", "1" * 30]
)
def test_wrong_digits_are_said(clerk, device, token):
    answer = clerk.post("/login/otp/", {"token": token})
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()
    assert clerk.get("/desk/").status_code == 302


def test_digits_are_not_guessed_without_end(clerk, device):
    for _ in range(12):
        clerk.post("/login/otp/", {"token": "000000"})
    assert clerk.post("/login/otp/", {"token": shown()}).status_code == 429


def test_next_does_not_lead_elsewhere(clerk, device):
    form = {"token": shown(), "next": "//evil.example"}
    assert clerk.post("/login/otp/", form).headers["Location"] == "/desk/"


def test_an_authenticator_is_bound_at_the_first_log_in(clerk, chen):
    assert clerk.get("/login/otp/").headers["Location"] == "/me/otp/"
    page = clerk.get("/me/otp/").content.decode()
    assert "<svg" in page
    assert "style=" not in page
    key = clerk.session["otp_key"]
    assert clerk.post("/me/otp/", {"token": "000000"}).status_code == 422
    assert not TOTPDevice.objects.exists()
    answer = clerk.post("/me/otp/", {"token": shown(key)})
    assert len(re.findall(CODE, answer.content.decode())) == 10
    assert clerk.get("/desk/").status_code == 200
    assert TOTPDevice.objects.get(user=chen).key == key


def test_a_password_alone_does_not_bind_another_one(clerk, device):
    assert clerk.get("/me/otp/").headers["Location"] == "/login/otp/"
    assert clerk.post("/me/otp/", {"token": "1"}).headers["Location"] == "/login/otp/"
    clerk.post("/login/otp/", {"token": shown()})
    clerk.get("/me/otp/")
    key = clerk.session["otp_key"]
    assert clerk.post("/me/otp/", {"token": shown(key)}).status_code == 200
    assert TOTPDevice.objects.get().key == key


def test_residents_have_no_second_step(client, lin):
    client.force_login(lin)
    assert client.get("/me/").status_code == 200
    assert client.get("/me/otp/").headers["Location"] == "/me/"


def test_a_lost_phone_is_forgotten(chen, device):
    people.drop_second_factor(person=chen)
    assert not TOTPDevice.objects.exists()


# -- How long a session of staff lasts


@pytest.fixture
def one_step(settings):
    settings.SECOND_FACTOR = False


def test_half_an_hour_without_a_click_ends_it(clerk, one_step, clock):
    for _ in range(3):
        assert clerk.get("/desk/").status_code == 200
        clock.shift(29 * 60)
    assert clerk.get("/desk/").status_code == 200
    clock.shift(31 * 60)
    answer = clerk.get("/desk/?day=1")
    assert answer.headers["Location"] == "/login/?next=/desk/%3Fday%3D1"
    assert clerk.get("/desk/").status_code == 302


def test_eight_hours_end_it_whatever_was_clicked(clerk, one_step, clock):
    for _ in range(19):
        assert clerk.get("/desk/").status_code == 200
        clock.shift(25 * 60)
    assert clerk.get("/desk/").status_code == 200
    clock.shift(25 * 60)
    assert clerk.get("/desk/").headers["Location"] == "/login/?next=/desk/"


def test_what_was_typed_is_shown_when_it_ended(clerk, one_step, clock):
    clerk.get("/desk/")
    clock.shift(31 * 60)
    form = {"old": "x", "password1": "secret-word", "purpose": "读书会 <b>"}
    answer = clerk.post("/me/password/", form)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "读书会 &lt;b&gt;" in page
    assert "secret-word" not in page


def test_residents_stay(client, lin, clock, one_step):
    client.force_login(lin)
    client.get("/me/")
    clock.shift(2 * 3600)
    assert client.get("/me/").status_code == 200


def test_inactive_staff_are_out_at_once(clerk, chen, one_step):
    assert clerk.get("/desk/").status_code == 200
    chen.is_active = False
    chen.save()
    assert clerk.get("/desk/").headers["Location"] == "/login/?next=/desk/"


def test_the_session_is_not_written_at_every_click(clerk, one_step):
    clerk.get("/me/")
    with CaptureQueriesContext(connection) as queries:
        clerk.get("/me/")
    writes = [q["sql"] for q in queries if q["sql"].startswith(("UPDATE", "INSERT"))]
    assert writes == []
