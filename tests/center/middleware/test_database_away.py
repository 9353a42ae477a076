"""The database is away, slow or read-only."""

import json
import re

import pytest
from django.db import (
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    connection,
)
from django.test import Client

from center.middleware import find_center
from center.models import Center
from tests.center.hostile import PUBLIC

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
    form |= {
        "name": "何平",
        "code": "123456",
        "password1": "calm-river-9",
        "password2": "calm-river-9",
    }
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


def test_what_was_typed_is_sent_again_by_one_press(portal, chen):
    portal.force_login(chen)
    typed = {
        "key": "k" * 22,
        "title": "路灯 <坏> 了",
        "body": "三号楼",
        "password": "p",
    }
    with failing(OperationalError("gone")):
        page = portal.post("/petitions/new/", typed).content.decode()
    assert 'action="/petitions/new/"' in page
    assert 'name="title" value="路灯 &lt;坏&gt; 了"' in page
    assert f'name="key" value="{typed["key"]}"' in page
    assert "csrfmiddlewaretoken" in page
    assert 'name="password"' not in page
    with failing(OperationalError("gone")):
        elsewhere = {"Origin": "https://evil.example"}
        page = portal.post("/petitions/new/", typed, headers=elsewhere).content.decode()
    assert "路灯" not in page


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
        cursor.execute("DELETE FROM django_migrations WHERE name = '0002_pairs_fit'")
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
