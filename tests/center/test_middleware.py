"""What every request goes through: addresses, headers, centers, a lost database."""

import json
import re
from itertools import product

import pytest
from django.db import (
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    connection,
    transaction,
)
from django.test import Client

from center.middleware import find_center
from center.models import Center

PUBLIC = ["/", "/login/", "/signup/", "/reset/"]


@pytest.fixture
def portal(house):
    """A client that answers like a server: an exception becomes a page."""
    return Client(raise_request_exception=False)


# -- Hostile addresses

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


# -- Headers


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


# -- Which center


@pytest.mark.parametrize(
    "asked", ["liu.example", "LIU.example", "liu.example.", "liu.example:8443"]
)
def test_a_host_is_known_however_it_is_spelled(portal, elsewhere, settings, asked):
    settings.ALLOWED_HOSTS = ["portal.example", "liu.example"]
    Center.objects.filter(pk=elsewhere.pk).update(host="Liu.example")
    shown = portal.get("/", headers={"host": asked}).content.decode()
    assert "欢迎来柳林社区" in shown


def test_the_main_host_is_the_root_s_as_long_as_that_has_none(
    portal, house, elsewhere, settings
):
    settings.ALLOWED_HOSTS = ["portal.example", "other.example"]
    Center.objects.filter(pk=elsewhere.pk).update(host="portal.example")
    there = {"host": "portal.example"}
    assert "欢迎来清河街道" in portal.get("/", headers=there).content.decode()
    Center.objects.filter(pk=house.pk).update(host="other.example")
    assert "欢迎来柳林社区" in portal.get("/", headers=there).content.decode()


def test_a_host_is_one_center_s_in_any_letters(house, elsewhere):
    Center.objects.filter(pk=house.pk).update(host="portal.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        Center.objects.filter(pk=elsewhere.pk).update(host="PORTAL.example")


def test_a_host_name_shows_its_center(portal, house, elsewhere, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Center.objects.filter(pk=elsewhere.pk).update(host="liu.example")
    shown = portal.get("/", headers={"host": "liu.example:8000"}).content.decode()
    assert "欢迎来柳林社区" in shown
    shown = portal.get("/", headers={"host": "other.example"}).content.decode()
    assert "欢迎来清河街道" in shown


@pytest.mark.django_db
def test_before_the_first_center_a_page_says_what_to_do():
    portal = Client(raise_request_exception=False)
    answer = portal.get("/")
    assert answer.status_code == 503
    assert "manage.py setup_center" in answer.content.decode()
    assert portal.get("/healthz").status_code == 200
    assert portal.get("/readyz").status_code == 200


# -- The database is away


LOST = [OperationalError("gone"), InterfaceError("closed"), InternalError("read-only")]


def failing(error):
    def run(execute, sql, params, many, context):
        raise error

    return connection.execute_wrapper(run)


@pytest.mark.parametrize("error", LOST, ids=lambda error: type(error).__name__)
def test_a_lost_database_is_an_honest_page(portal, lin, error):
    portal.force_login(lin)
    for address in (*PUBLIC, "/me/", "/desk/", "/admin/", "/nowhere/"):
        with failing(error):
            answer = portal.get(address)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "30"
        assert "没有保存" in answer.content.decode()


@pytest.mark.parametrize("address", ["/login/", "/signup/", "/reset/"])
def test_a_lost_database_in_the_middle_of_a_form_too(portal, settings, address):
    settings.DEMO = True
    form = {"username": "16120000001", "password": "x", "phone": "16120000001"}
    form |= {"name": "何平", "password1": "calm-river-9", "password2": "calm-river-9"}
    seen = []

    def later(execute, sql, params, many, context):
        seen.append(sql)
        if len(seen) > 1:
            raise OperationalError("timeout")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(later):
        answer = portal.post(address, form)
    assert len(seen) == 2
    assert answer.status_code == 503


def test_a_statement_that_takes_too_long_is_a_503(portal, monkeypatch):
    def slow(*_):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 20; SELECT pg_sleep(1)")

    monkeypatch.setattr(Center.objects.__class__, "shown_at", slow)
    assert portal.get("/").status_code == 503


def test_a_database_that_takes_no_writes_is_a_503(portal):
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    answer = portal.post("/login/", {"username": "16120000001", "password": "x"})
    assert answer.status_code == 503


@pytest.mark.parametrize(
    "error", [IntegrityError("twice"), DataError("long"), KeyError()]
)
def test_a_slip_of_ours_stays_a_500_without_a_trace(portal, error):
    if isinstance(error, KeyError):
        error = KeyError("secret")
    with failing(error):
        answer = portal.get("/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "出了点问题" in page
    assert not re.search("Traceback|secret|SELECT", page)


def test_healthz_asks_no_database(portal):
    with failing(OperationalError("gone")):
        assert json.loads(portal.get("/healthz").content) == {"status": "ok"}


@pytest.mark.parametrize("error", LOST, ids=lambda error: type(error).__name__)
def test_readyz_says_when_the_database_is_away(portal, error):
    assert json.loads(portal.get("/readyz").content) == {
        "status": "ok",
        "database": "ok",
        "migrations": "ok",
    }
    with failing(error):
        answer = portal.get("/readyz")
    assert answer.status_code == 503
    assert json.loads(answer.content)["database"] == "unavailable"


def test_readyz_says_when_a_table_is_missing(portal):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0002_roles'")
    answer = portal.get("/readyz")
    assert (answer.status_code, json.loads(answer.content)["migrations"]) == (
        503,
        "pending",
    )


@pytest.mark.django_db
def test_readyz_says_when_nothing_can_be_written():
    portal = Client()
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    answer = portal.get("/readyz")
    assert json.loads(answer.content)["database"] == "read-only"


def test_middleware_passes_the_request_on(house, rf):
    seen = find_center(lambda request: request.center)(rf.get("/"))
    assert seen == house


# -- Small things


def test_robots_are_kept_out_of_personal_pages(portal):
    text = portal.get("/robots.txt").content.decode()
    assert "Disallow: /me/" in text


def test_the_old_place_of_the_icon_leads_on(portal):
    assert portal.get("/favicon.ico").headers["Location"].endswith("img/mark.svg")
