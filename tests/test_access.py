"""Who may open which address; an address that nobody listed is a failure."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from tests.access import ROLES
from tests.words import not_ours

NOBODY = {"int": "999999", "str": "ZZZZZZZZZZZZ", "slug": "nowhere", "path": "x/"}
HERE = Path(__file__).resolve().parent


def tables():
    """Gather the tables of every app and subject."""
    for path in sorted(HERE.glob("*/**/access.py")):
        module = ".".join(path.relative_to(HERE.parent).with_suffix("").parts)
        yield import_module(module).TABLE


def routes(resolver=None, before=""):
    """Yield the route of every address but the admin's, as urls.py spells it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from routes(pattern, route)
        else:
            yield route


TABLE = {route: row for table in tables() for route, row in table.items()}


def not_there(route):
    """Fill the parts of a route with what nothing is called."""
    return "/" + re.sub(r"<([a-z]+):[a-z]+>", lambda part: NOBODY[part[1]], route)


def test_every_address_is_listed():
    left = sorted(set(routes()) - TABLE.keys())
    assert left == [], f"say in an access.py who may open {left} (tests/access.py)"


def test_nothing_is_listed_that_is_not_there():
    gone = sorted(TABLE.keys() - set(routes()))
    assert gone == [], f"{gone}: gone, or not included in center/urls.py"


@pytest.mark.parametrize("route", sorted(TABLE))
def test_each_role_gets_its_answer(cast, browsers, route):
    row = TABLE[route]
    address = row.make(cast) if row.make else not_there(route)
    answers = {role: browsers[role].get(address).status_code for role in ROLES}
    assert answers == {role: getattr(row, role) for role in ROLES}


@pytest.mark.parametrize("route", sorted(TABLE))
def test_a_post_without_the_token_is_refused(cast, browsers, route):
    row = TABLE[route]
    address = row.make(cast) if row.make else not_there(route)
    client = Client(enforce_csrf_checks=True)
    client.cookies = browsers["supervisor"].cookies
    assert client.post(address).status_code in (403, 404, 405)


FIELD = re.compile(r'name="(\w+)"')
BUTTONS = {"csrfmiddlewaretoken", "next", "send", "key"}


def answers_to_posts(client, address):
    """Yield what a page says to an empty form and to one filled with nonsense."""
    page = client.get(address)
    yield page
    yield client.post(address)
    text = "" if page.streaming else page.content.decode("utf-8", "replace")
    names = set(FIELD.findall(text)) - BUTTONS
    if names:
        yield client.post(address, dict.fromkeys(names, "不对"))


@pytest.mark.parametrize("route", sorted(TABLE))
def test_no_page_speaks_as_django_does(cast, browsers, route):
    row = TABLE[route]
    address = row.make(cast) if row.make else not_there(route)
    role = "supervisor" if "desk" in route else "resident"
    for answer in answers_to_posts(browsers[role], address):
        is_page = "html" in answer.headers.get("Content-Type", "")
        assert answer.status_code < 500
        if answer.status_code in (403, 404, 405):
            assert is_page
        if is_page and answer.status_code not in (301, 302, 303):
            text = answer.content.decode()
            assert (bool(text), not_ours(text)) == (True, [])
