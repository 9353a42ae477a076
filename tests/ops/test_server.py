"""The shipped gunicorn with hostile headers: nothing opens what the portal closes."""

import re
import time

import pytest
from django.conf import settings
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.ops.serving import SECRET, ask, run, serving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def static(tmp_path_factory):
    """Collected static files, without which no page is drawn."""
    root = str(tmp_path_factory.mktemp("static"))
    done = run("manage.py", "collectstatic", "--noinput", STATIC_ROOT=root)
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def session_of(settings):
    """Log somebody in by password alone; return the session and its header."""
    settings.SECRET_KEY = SECRET

    def log_in(person, **more):
        client = Client()
        client.force_login(person)
        session = client.session
        session.update(more)
        session.save()
        return {"Cookie": f"sessionid={session.session_key}"}

    return log_in


CLOSED = [
    ("/desk/", {}),
    ("/static/desk/", {"SCRIPT_NAME": "/static"}),
    ("/healthz/desk/", {"SCRIPT_NAME": "/healthz"}),
    ("/login/otp/desk/", {"SCRIPT_NAME": "/login/otp"}),
    ("/static/desk/", {"Script-Name": "/static"}),
    ("/healthz", {"PATH_INFO": "/desk/"}),
    ("/static/x", {"PATH_INFO": "/desk/", "SCRIPT_NAME": ""}),
    ("/healthz", {"X-Original-URL": "/desk/", "X-Rewrite-URL": "/desk/"}),
    ("/healthz", {"X-Forwarded-Prefix": "/desk", "X-Script-Name": "/desk"}),
    ("//desk/", {}),
    ("///desk/", {}),
    ("/static//desk/", {}),
    ("/static/../desk/", {}),
    ("/static/..%2fdesk/", {}),
    ("/static/%2e%2e/desk/", {}),
    ("/healthz/../desk/", {}),
    ("/login/otp/../../desk/", {}),
    ("/./desk/", {}),
    ("/desk/.", {}),
    ("/desk%2f", {}),
    ("/%2fdesk/", {}),
    ("/%64esk/", {}),
    ("/DESK/", {}),
    ("/Static/desk/", {}),
    ("/desk/;/healthz", {}),
    ("/desk/?/healthz", {}),
    ("/desk/#/healthz", {}),
    ("http://localhost/desk/", {}),
    ("/healthzdesk/", {}),
]


def test_no_address_and_no_header_skips_the_second_factor(
    house, chen, static, session_of, tmp_path
):
    device = TOTPDevice.objects.create(user=chen, name="验证器", confirmed=True)
    half = session_of(chen)
    whole = session_of(chen, **{DEVICE_ID_SESSION_KEY: device.persistent_id})
    idle = time.time() - settings.STAFF_IDLE_SECONDS - 60
    old = time.time() - settings.STAFF_SESSION_SECONDS - 60
    known = {DEVICE_ID_SESSION_KEY: device.persistent_id}
    stale = [{"staff_seen": idle}, {"staff_since": old}]
    home = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": None}
    with serving(STATIC_ROOT=static, TRUSTED_PROXIES="127.0.0.1", **home) as place:
        inside = ask(place, "/desk/", headers=whole)
        assert (inside.status, chen.name in inside.text) == (200, True)
        for path, headers in CLOSED:
            for more in (half, *(session_of(chen, **known, **one) for one in stale)):
                answer = ask(place, path, headers={**headers, **more})
                assert answer.status in (200, 301, 302, 400, 404), path
                if answer.status == 200:
                    assert path.startswith("/healthz"), path
        assert ask(place, "/login/otp/", headers=half).status in (200, 302)
        assert not list(tmp_path.rglob("*.ctl"))


def test_broken_addresses_carry_every_header(house, static):
    proxy = {"X-Forwarded-Proto": "https"}
    more = {"BEHIND_PROXY": "1", "TRUSTED_PROXIES": "127.0.0.1", "HTTPS": "1"}
    with serving(STATIC_ROOT=static, **more) as place:
        for path in ("/%00", "/?q=%ff", "/static/%00", "/%ed%a0%80/", "/nowhere/"):
            headers = ask(place, path, headers=proxy).headers
            assert headers["X-Content-Type-Options"] == "nosniff", path
            assert headers["Referrer-Policy"] == "same-origin", path
            assert headers["X-Frame-Options"] == "DENY", path
            assert "no-store" in headers["Cache-Control"], path
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
            assert headers["Strict-Transport-Security"].startswith("max-age=3"), path


WRONG = "code=ABCDEFGHJKMN&phone_tail=1234&csrfmiddlewaretoken={}"


def track(place, address):
    """Try a code that nobody has, from an address behind the proxy."""
    forwarded = {"X-Forwarded-For": address}
    page = ask(place, "/petitions/track/", headers=forwarded)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    cookie = page.headers["Set-Cookie"].split(";")[0]
    headers = forwarded | {"Cookie": cookie}
    body = WRONG.format(token)
    return ask(
        place, "/petitions/track/", method="POST", headers=headers, body=body
    ).status


@pytest.mark.parametrize("by_socket", [False, True])
def test_each_visitor_behind_the_proxy_counts_alone(house, static, tmp_path, by_socket):
    log = tmp_path / "access.log"
    more = {"ACCESS_LOG": str(log), "TRUSTED_PROXIES": "127.0.0.1"}
    if by_socket:
        more |= {"BIND": f"unix:{tmp_path}/portal.sock", "TRUSTED_PROXIES": "unix"}
    with serving(STATIC_ROOT=static, **more) as place:
        tried = [track(place, f"1.1.1.{n}, 198.51.100.7") for n in range(17)]
        assert tried[0] == 422
        assert tried[-1] == 429
        assert track(place, "198.51.100.8") == 422
    lines = log.read_text().splitlines()
    posts = [line for line in lines if " POST /petitions/track/ " in line]
    assert {line.split("] ")[1].split()[0] for line in posts} == {
        "198.51.100.7",
        "198.51.100.8",
    }
    assert "1.1.1." not in log.read_text()
