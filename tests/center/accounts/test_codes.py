"""Guessing a one-time code: few tries for its owner, few for all others, apart."""

import re

import pytest
from django.test import Client

from center.accounts.actions import codes
from center.models import OneTimeCode, User
from center.rules import CODE_TRIES, CODE_TRIES_OF_OTHERS
from tests import make

SIGNUP, RESET = OneTimeCode.Purpose.SIGNUP, OneTimeCode.Purpose.RESET
AT = make.moment("2026-11-24 10:00")
PHONE, PASSWORD = "16120000001", "lianxin-qiao-88"
ASKED = {"phone": PHONE, "purpose": SIGNUP, "at": AT}


class Phone:
    """Every phone, in the hand of the test."""

    sent: list[str] = []

    def send(self, phone, text):
        self.sent.append(re.search(r"[0-9]{6}", text)[0])


@pytest.fixture(autouse=True)
def sent(settings):
    settings.SMS_BACKEND = "tests.center.accounts.test_codes.Phone"
    Phone.sent.clear()
    return Phone.sent


def guess(times, **whose):
    return [codes.is_right(**ASKED, code="x", **whose) for _ in range(times)]


@pytest.mark.parametrize("browser", ["", "of a stranger"])
def test_strangers_guesses_are_bounded_and_do_not_count_for_the_owner(
    house, sent, browser
):
    codes.send_code(**ASKED, browser="own")
    assert not any(guess(CODE_TRIES_OF_OTHERS, browser=browser))
    assert not codes.is_right(**ASKED, code=sent[-1], browser=browser)
    assert not codes.is_right(**ASKED, code=sent[-1])
    assert codes.is_right(**ASKED, code=sent[-1], browser="own")


def test_the_owner_has_five(house, sent):
    codes.send_code(**ASKED, browser="own")
    assert not any(guess(CODE_TRIES, browser="own"))
    assert not codes.is_right(**ASKED, code=sent[-1], browser="own")


def test_a_code_that_a_stranger_asks_for_does_not_take_the_owners_away(house, sent):
    codes.send_code(**ASKED, browser="own")
    own = sent[-1]
    codes.send_code(**ASKED, browser="of a stranger")
    assert codes.is_right(**ASKED, code=own, browser="own")


# -- Through the pages


def asking(page, **fields):
    client = Client(REMOTE_ADDR=fields.pop("address", "10.0.0.1"))
    client.get(page)
    assert client.post(page, {"phone": PHONE, "send": "1"}).status_code == 200
    return client


def reset(client, code):
    fields = {"password1": PASSWORD, "password2": PASSWORD}
    return client.post("/reset/", fields | {"phone": PHONE, "code": code}).status_code


@pytest.mark.parametrize("address", ["10.0.0.1", "10.0.0.2"])
def test_a_stranger_locks_nobody_out_not_even_from_the_same_hall(
    house, sent, settings, address
):
    settings.THROTTLES = True
    person = make.person("林晓", phone=PHONE)
    person.set_password("another-long-password")
    person.save()
    owner = asking("/reset/")
    stranger = Client(REMOTE_ADDR=address)
    stranger.get("/reset/")
    guessed = [reset(stranger, f"{n:06}") for n in range(12)]
    assert guessed == [422] * 8 + [429] * 4
    assert reset(owner, sent[-1]) == 302
    assert User.objects.get(phone=PHONE).check_password(PASSWORD)


def test_many_addresses_guess_no_more_than_one_code_bears(house, sent, settings):
    settings.THROTTLES = True
    make.person("林晓", phone=PHONE)
    asking("/reset/")
    for n in range(2, 7):
        client = Client(REMOTE_ADDR=f"10.0.0.{n}")
        [reset(client, f"{m:06}") for m in range(8)]
    assert OneTimeCode.objects.get().tries == CODE_TRIES_OF_OTHERS
    assert reset(Client(REMOTE_ADDR="10.0.0.99"), sent[-1]) == 422
