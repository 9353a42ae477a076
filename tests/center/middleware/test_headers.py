"""What every page carries, and which center it is of."""

import re

import pytest
from django.db import (
    IntegrityError,
    transaction,
)
from django.test import Client

from center.models import Center
from tests.center.hostile import PUBLIC
from tests.markup import squeezed


@pytest.mark.parametrize("address", [*PUBLIC, "/nowhere/"])
def test_every_page_carries_its_headers(portal, address):
    headers = portal.get(address).headers
    assert (
        "no-store" in headers["Cache-Control"] or "no-cache" in headers["Cache-Control"]
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Permissions-Policy"].startswith("camera=()")
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path", ["/%00", "/?q=%ff", "/static/%00", "/static/%ff", "/%c0%ae/"]
)
def test_a_broken_address_carries_them_too(portal, path, settings):
    settings.SECURE_HSTS_SECONDS = 60
    answer = Client(raise_request_exception=False).get(path, RAW_URI=path, secure=True)
    assert answer.status_code in (400, 404)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Strict-Transport-Security"] == "max-age=60"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("prefix", ["/static", "/healthz", "/login/otp"])
@pytest.mark.parametrize("session", [{}, {"staff_since": 1.0}, {"staff_seen": 1.0}])
def test_a_prefix_of_the_server_opens_nothing(chen, prefix, session):
    inside = Client()
    inside.force_login(chen)
    kept = inside.session
    kept.update(session)
    kept.save()
    answer = inside.get("/desk/", SCRIPT_NAME=prefix)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/")


@pytest.mark.parametrize(
    ("peer", "trusted", "is_secure"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("10.0.0.5", "127.0.0.1", False),
        ("", "unix", True),
        ("", "", False),
    ],
)
def test_only_a_named_proxy_tells_the_scheme(house, settings, peer, trusted, is_secure):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = trusted
    proto = {"HTTP_X_FORWARDED_PROTO": "https", "REMOTE_ADDR": peer}
    answer = Client().get("/login/", **proto)
    assert answer.wsgi_request.is_secure() is is_secure


def test_a_page_without_a_form_sets_no_cookie(portal):
    for address in ("/", "/nowhere/", "/healthz", "/robots.txt"):
        assert portal.get(address).cookies == {}
    assert portal.get("/login/").cookies["csrftoken"]["httponly"]


def test_a_page_of_a_person_is_never_kept(portal, lin):
    portal.force_login(lin)
    for address in ("/", "/me/", "/me/data/"):
        assert portal.get(address).headers["Cache-Control"] == "private, no-store"


def test_the_text_size_is_remembered(portal):
    answer = portal.get("/size/?to=xlarge&next=/login/")
    assert answer.headers["Location"] == "/login/"
    cookie = answer.cookies["size"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (
        "xlarge",
        True,
        "Lax",
    )
    assert 'data-size="xlarge"' in portal.get("/login/").content.decode()
    assert portal.get("/size/?to=huge").cookies == {}
    portal.cookies["size"] = '"><script>'
    assert 'data-size="normal"' in portal.get("/login/").content.decode()


def test_an_old_form_shows_what_was_typed(house):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        "/signup/", {"name": "<b>何平</b>", "password1": "secret-word", "key": "k" * 32}
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "&lt;b&gt;何平&lt;/b&gt;" in page
    assert "secret-word" not in page
    assert "k" * 32 not in page


REQUEST = {"kind": "opinion", "title": "路灯坏了", "anonymous": "on", "phone": "1380"}
SHOWN = [
    ("类别", "提意见、建议"),
    ("一句话说是什么事", "路灯坏了"),
    ("不留姓名和电话", "on"),
    ("手机号", "1380"),
]


def test_what_was_typed_stands_under_its_labels(house, lin, chen):
    strict = Client(enforce_csrf_checks=True)
    assert shown_in(strict.post("/petitions/new/", REQUEST), 403) == SHOWN
    # The same where somebody may not, and where nothing can be sent to.
    browser = Client()
    browser.force_login(lin, backend="center.accounts.backends.PeopleBackend")
    staff = browser.post("/desk/bookings/new/", {"purpose": "合唱"})
    assert shown_in(staff, 403) == [("用途", "合唱")]
    assert shown_in(browser.post("/rooms/", {"purpose": "合唱"}), 405) == [
        ("用途", "合唱")
    ]


def shown_in(answer, status):
    assert answer.status_code == status
    page = squeezed(answer)
    return re.findall(r"<dt>(.*?)</dt> ?<dd class=\"typed\">(.*?)</dd>", page)


@pytest.mark.parametrize(
    "asked", ["liu.example", "LIU.example", "liu.example.", "liu.example:8443"]
)
def test_a_host_is_known_however_it_is_spelled(portal, elsewhere, settings, asked):
    settings.ALLOWED_HOSTS = ["portal.example", "liu.example"]
    Center.objects.filter(pk=elsewhere.pk).update(host="Liu.example")
    shown = portal.get("/", headers={"host": asked}).content.decode()
    assert "<b>柳林社区党群服务中心</b>" in shown


def test_the_main_host_is_the_root_s_as_long_as_that_has_none(
    portal, house, elsewhere, settings
):
    settings.ALLOWED_HOSTS = ["portal.example", "other.example"]
    Center.objects.filter(pk=elsewhere.pk).update(host="portal.example")
    there = {"host": "portal.example"}
    assert (
        "<b>清河街道党群服务中心</b>" in portal.get("/", headers=there).content.decode()
    )
    Center.objects.filter(pk=house.pk).update(host="other.example")
    assert (
        "<b>柳林社区党群服务中心</b>" in portal.get("/", headers=there).content.decode()
    )


def test_a_host_is_one_center_s_in_any_letters(house, elsewhere):
    Center.objects.filter(pk=house.pk).update(host="portal.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        Center.objects.filter(pk=elsewhere.pk).update(host="PORTAL.example")


def test_a_host_name_shows_its_center(portal, house, elsewhere, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Center.objects.filter(pk=elsewhere.pk).update(host="liu.example")
    shown = portal.get("/", headers={"host": "liu.example:8000"}).content.decode()
    assert "<b>柳林社区党群服务中心</b>" in shown
    shown = portal.get("/", headers={"host": "other.example"}).content.decode()
    assert "<b>清河街道党群服务中心</b>" in shown


@pytest.mark.django_db
def test_before_the_first_center_a_page_says_what_to_do():
    portal = Client(raise_request_exception=False)
    answer = portal.get("/")
    assert answer.status_code == 503
    assert "manage.py setup_center" in answer.content.decode()
    assert portal.get("/healthz").status_code == 200
    assert portal.get("/readyz").status_code == 200


def test_robots_are_kept_out_of_personal_pages(portal):
    text = portal.get("/robots.txt").content.decode()
    assert "Disallow: /me/" in text


def test_the_old_place_of_the_icon_leads_on(portal):
    assert portal.get("/favicon.ico").headers["Location"].endswith("img/mark.svg")
