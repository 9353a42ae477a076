"""What strangers send: every address and field answers in words and changes nothing."""

import json
from html import unescape
from urllib.parse import urlencode

import pytest

from center.models import User
from reservations.models import Booking, BookingStep, Event
from tests.reservations import make

DAY = "2026-11-25"
BOOK = "/rooms/hall/book/"
NEW = "/desk/bookings/new/"
EVENT = "/desk/events/new/"
TODAY = "/desk/today/"
WALK_IN = "/desk/today/walk-in/"
URLENCODED = "application/x-www-form-urlencoded"

MILLION = "长" * 330_000  # a megabyte of UTF-8, below the limit of a whole form
VALUES = {
    "nul": "a\0b",
    "lone surrogate": b"\xed\xa0\x80",
    "broken utf-8": b"\xff\xfe",
    "right to left": "\u202eabc\u2066",
    "zero width": "\u200b\u200d\ufeff",
    "emoji": "👨‍👩‍👧‍👦",
    "markup": "<script>alert(1)</script>",
    "quote": "' OR 1=1 --",
    "template": "{{ request }}{% debug %}",
    "path": "../../etc/passwd",
    "beyond bigint": "9" * 25,
    "5000 digits": "9" * 5000,
    "negative": "-1",
    "float": "1e309",
    "nan": "nan",
    "full-width": "３",
    "arabic": "٣",
    "year 0": "0000-01-01T00:00",
    "year 9999": "9999-12-31T23:59",
    "no such day": "2026-02-30T09:00",
    "full-width date": "２０２６-11-25T09:00",
    "week date": "2026-W48-3T09:00",
    "offset": "2026-11-25T09:00+99:99",
    "newline": "2026-11-25T10:00\r\nSet-Cookie: a=b",
    "a megabyte": MILLION,
}
REFUSED = (200, 400, 422)
ANSWERED = (*REFUSED, 302)
# How each form is filled in so that only the value under test is wrong.
FORMS = {
    BOOK: {
        "start": f"{DAY}T10:00",
        "slots": "1",
        "unit": "1",
        "kind": "座位",
        "purpose": "排练",
        "people": "2",
        "key": "0f" * 16,
    },
    NEW: {
        "venue": "hall",
        "phone": "16155550001",
        "name": "何苗",
        "start": f"{DAY}T10:00",
        "slots": "1",
        "unit": "1",
        "purpose": "排练",
        "people": "2",
        "key": "0f" * 16,
    },
    EVENT: {
        "venue": "hall",
        "title": "读书会",
        "start": f"{DAY}T14:00",
        "end": f"{DAY}T15:00",
        "people": "9",
        "key": "0f" * 16,
    },
    TODAY: {"code": "ZZZZZZZZ", "only": "hall"},
    WALK_IN: {
        "venue": "hall",
        "phone": "16155550001",
        "name": "何苗",
        "people": "2",
        "key": "0f" * 16,
        "only": "hall",
    },
}
# Free text: what looks strange there may still be what somebody wants to say.
FREE = {"purpose", "name", "phone", "title", "key", "only", "kind"}


def counted():
    """Return how many rows there are of everything that a form here can make."""
    kinds = (Booking, BookingStep, Event, User)
    return [kind.objects.count() for kind in kinds]


def harmless(response):
    """Check that an answer is one, in words, and shows nothing of the machine."""
    assert response.status_code < 500
    text = unescape(response.content.decode(errors="replace"))
    assert "Traceback" not in text
    assert "psycopg" not in text
    assert b"<script>alert" not in response.content
    return response


def send(client, url, fields):
    """Post as a browser does, bytes and all."""
    return client.post(url, urlencode(fields, doseq=True), content_type=URLENCODED)


@pytest.fixture
def staged(hall, lin, chen):
    """The hall, and one booking that nobody may touch."""
    return make.booking(hall, lin, "2026-11-26 10:00")


@pytest.fixture
def visitors(browse, staged, wu, zhao, settings):
    """Who sends each form: residents their own, staff those of the desk."""
    settings.THROTTLES = False  # it would stop us, as it should
    return {True: browse(zhao), False: browse(wu)}


@pytest.mark.parametrize("url", FORMS)
def test_any_value_in_any_field(visitors, url):
    client, before = visitors[url.startswith("/desk/")], counted()
    strict, free = FORMS[url].keys() - FREE, FORMS[url].keys() & FREE
    for what, value in VALUES.items():
        # Every field of a form is read, also when another one is wrong already.
        wrong = FORMS[url] | dict.fromkeys(strict, value)
        assert harmless(send(client, url, wrong)).status_code in REFUSED, what
        assert counted() == before, what
    for what, value in VALUES.items():
        strange = FORMS[url] | dict.fromkeys(free, value)
        assert harmless(send(client, url, strange)).status_code in ANSWERED, what


@pytest.mark.parametrize("url", FORMS)
def test_every_field_missing_twice_or_unknown(visitors, url):
    client = visitors[url.startswith("/desk/")]
    for name in FORMS[url]:
        rest = {key: one for key, one in FORMS[url].items() if key != name}
        harmless(client.post(url, rest))
        harmless(client.post(url, rest | {name: ["", "x"]}))
    harmless(client.post(url, {}))
    harmless(client.post(url, {f"field{n}": "x" for n in range(150)}))
    many = {f"field{n}": "x" for n in range(3_001)}
    assert client.post(url, many).status_code == 400


@pytest.mark.parametrize("url", FORMS)
def test_another_kind_of_body(visitors, url):
    client, before = visitors[url.startswith("/desk/")], counted()
    bodies = [
        (json.dumps(FORMS[url]), "application/json"),
        ("<a/>", "text/xml"),
        (b"\x80\x81", "application/x-www-form-urlencoded"),
        (b"no boundary", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
    ]
    for body, kind in bodies:
        response = harmless(client.post(url, body, content_type=kind))
        assert response.status_code in (400, 422)
    assert counted() == before


def test_other_methods(visitors, staged):
    before = counted()
    ticket = f"/bookings/{staged.code}/"
    for url in ("/rooms/", "/rooms/hall/", *FORMS, ticket, "/desk/closures/"):
        client = visitors[url.startswith("/desk/")]
        for method in ("put", "patch", "delete", "trace", "options"):
            response = getattr(client, method)(url)
            assert response.status_code in (404, 405), (method, url)
    assert counted() == before


def test_any_value_in_any_address(visitors, staged):
    before = counted()
    values = [v for v in VALUES.values() if v is not MILLION and isinstance(v, str)]
    for value in values:
        for url in ("/rooms/", "/rooms/hall/", "/desk/today/sheet/hall/"):
            harmless(visitors[True].get(url, {"day": value, "kind": value}))
        harmless(visitors[True].get(TODAY, {"venue": value}))
        for name in ("start", "slots", "unit", "kind", "venue", "day"):
            wish = {"start": f"{DAY}T10:00", name: value}
            harmless(visitors[False].get(BOOK, wish))
        harmless(visitors[True].get(NEW, dict.fromkeys(("venue", "start"), value)))
        harmless(visitors[True].get(NEW, {"day": value, "kind": value}))
    assert counted() == before


PARTS = [
    "%00",
    "%FF",
    "%ED%A0%80",
    "..%2F..%2Fetc",
    "%E2%80%AE",
    "９" * 8,
    "'",
    "A" * 500,
    "ZZZZ-ZZZZ",
    "ZZZZ%0AZZZZ",
    "%F0%9F%98%80",
    "-",
    ".",
]


@pytest.mark.parametrize("is_staff", [True, False])
def test_any_code_and_any_name(visitors, is_staff):
    client = visitors[is_staff]
    for part in PARTS:
        for url in ("/bookings/{}/", "/bookings/{}/cancel/", "/bookings/{}/event.ics"):
            response = harmless(client.get(url.format(part)))
            assert response.status_code in (400, 404)
        for url in ("/rooms/{}/", "/rooms/{}/book/", "/desk/today/sheet/{}/"):
            response = harmless(client.get(url.format(part)))
            assert response.status_code in (400, 403, 404)
        for url in ("/desk/bookings/{}/check-in/", "/desk/events/{}/cancel/"):
            response = harmless(client.post(url.format(part)))
            assert response.status_code in (400, 403, 404)


def test_other_people_s_codes(browse, staged, wu, sun, qian):
    before = counted()
    for other in (wu, sun, qian):
        client = browse(other)
        for tail in ("", "cancel/", "event.ics"):
            assert client.get(f"/bookings/{staged.code}/{tail}").status_code == 404
        assert client.post(f"/bookings/{staged.code}/cancel/").status_code == 404
        for verb in ("check-in", "missed", "finish"):
            url = f"/desk/bookings/{staged.code}/{verb}/"
            assert client.post(url).status_code in (403, 404)
    staged.refresh_from_db()
    assert (staged.state, counted()) == ("booked", before)


def test_nothing_can_be_set_from_outside(browse, hall, lin, wu, elsewhere, chen):
    extra = {
        "state": "arrived",
        "person": wu.pk,
        "by": wu.pk,
        "made_by": wu.pk,
        "center": elsewhere.pk,
        "center_id": elsewhere.pk,
        "code": "AAAAAAAA",
        "at": "2020-01-01T00:00",
        "is_staff": "on",
        "is_superuser": "on",
        "form_key": "x",
    }
    browse(chen).post(NEW, FORMS[NEW] | extra)
    booking = Booking.objects.get()
    assert booking.person.phone == "16155550001"
    assert (booking.made_by, booking.center) == (chen, hall.center)
    assert (booking.state, booking.channel) == ("booked", "counter")
    assert booking.code != "AAAAAAAA"
    other = FORMS[NEW] | {"channel": "web", "start": "2026-11-25T11:00"}
    assert browse(chen).post(NEW, other).status_code == 422
    assert not User.objects.filter(is_superuser=True).exists()
    assert not booking.person.is_staff


def test_without_the_token_of_the_form(browse, staged, wu, settings):
    client = browse(wu)
    client.handler.enforce_csrf_checks = True
    before = counted()
    response = client.post(BOOK, FORMS[BOOK])
    assert response.status_code == 403
    assert "排练" in unescape(response.content.decode())
    assert counted() == before


def test_a_text_that_is_too_long_is_kept(visitors):
    long = "很长的用途" * 40
    response = visitors[False].post(BOOK, FORMS[BOOK] | {"purpose": long})
    assert response.status_code == 422
    assert f'value="{long}"' in unescape(response.content.decode())


def test_more_than_a_form_may_hold(visitors):
    too_much = {"purpose": "a" * 1_600_000}
    assert visitors[False].post(BOOK, FORMS[BOOK] | too_much).status_code in (400, 413)
