"""Hostile addresses, parameters and forms."""

from itertools import product

import pytest
from django.test import Client

from tests.center.hostile import PUBLIC

ADDRESSES = [
    *PUBLIC,
    "/size/",
    "/me/",
    "/me/data/",
    "/me/password/",
    "/desk/",
    "/admin/",
    "/admin/center/user/",
    "/nowhere/",
]

BROKEN = ["%00", "a%00b", "%ff%fe", "%c0%ae", "%ed%a0%80", "%d6%d0"]

ODD = [
    "9" * 400,
    "-1",
    "9223372036854775808",
    "%F0%9F%98%80",
    "%E2%80%AE%E2%80%8B",
    "..%2f..%2fetc%2fpasswd",
    "<script>alert(7)</script>",
    "' OR 1=1--",
    "%0d%0aSet-Cookie:x=1",
    "2026-02-30",
]

KEYS = ["next", "day", "page", "to", "q", "o", "p", "e", "username"]


def test_text_that_is_none_is_refused(portal):
    for address, text in product(ADDRESSES, BROKEN):
        for path in (f"{address}?next={text}", f"{address}?{text}=1"):
            answer = portal.get(path)
            assert answer.status_code == 400, path
            assert "看不懂" in answer.content.decode()


@pytest.mark.parametrize("path", ["/a%00b/", "/%ff/", "/rooms/%ed%a0%80/"])
def test_a_path_that_is_no_text_is_refused(portal, path):
    assert portal.get("/", RAW_URI=path).status_code == 400
    assert portal.get(path.replace("%ff", "%00")).status_code in (400, 404)


def test_odd_parameters_never_break_a_page(portal, zhao, settings):
    settings.SECOND_FACTOR = False
    inside = Client(raise_request_exception=False)
    inside.force_login(zhao)
    for address, text in product(ADDRESSES, ODD):
        query = "&".join(f"{key}={text}" for key in KEYS)
        for client in (portal, inside):
            answer = client.get(f"{address}?{query}")
            assert answer.status_code < 500
            assert "evil" not in answer.headers.get("Location", "")
            assert b"<script>alert(7)" not in answer.content
            assert "x" not in answer.cookies


FORMS = {
    "/login/": ["username", "password", "next"],
    "/signup/": ["phone", "name", "password1", "password2", "code", "next"],
    "/reset/": ["phone", "code", "password1", "password2"],
    "/me/password/": ["old", "password1", "password2"],
    "/me/data/erase/": ["password"],
    "/login/otp/": ["token"],
    "/me/otp/": ["token"],
}

TYPED = [
    "\0",
    "\ud800",
    "\u202e\u200b",
    "😀" * 3,
    "长" * 20_000,
    "9" * 5000,
    "<img src=x onerror=alert(7)>",
    "{{ 7|add:7 }}",
    "٠١٢٣٤٥",
    "\r\nSet-Cookie: x=1",
]


@pytest.mark.parametrize("address", FORMS)
def test_no_typed_text_breaks_a_form(portal, lin, chen, settings, address):
    settings.THROTTLES = False
    settings.SECOND_FACTOR = False
    person = Client(raise_request_exception=False)
    if address.startswith("/me/") or "otp" in address:
        person.force_login(chen if "otp" in address else lin)
    for text in TYPED:
        sent = text.encode("utf-8", "replace").decode()
        for value in (sent, ["a", sent]):
            answer = person.post(address, dict.fromkeys(FORMS[address], value))
            assert answer.status_code in (200, 302, 422), text[:20]
            assert b"<img src=x" not in answer.content
    assert person.post(address, {}).status_code in (302, 422)
    answer = person.post(address, "[1", content_type="application/json")
    assert answer.status_code in (302, 422)
    answer = person.post(address, b"--x\r\nbroken", "multipart/form-data; boundary=x")
    assert answer.status_code in (302, 400, 422)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/", "/login/", "/size/", "/healthz", "/signup/"])
def test_other_methods_are_refused(portal, method, address):
    assert getattr(portal, method)(address).status_code == 405


def test_too_much_at_once_is_refused(portal):
    many = {f"f{n}": "1" for n in range(3_001)}
    assert portal.post("/login/", many).status_code == 400
    assert portal.post("/login/", {"username": "x" * 2_000_000}).status_code == 400


def test_an_unknown_host_is_refused(portal):
    answer = portal.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()
