"""The cast. Lin and Wu are neighbors, Chen a clerk, Zhao a supervisor, Qian a
branch secretary; Sun is a clerk of another center."""

import copy
import os
from http.cookies import SimpleCookie
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client

from center import operations, portals
from center.rules import Role
from center.timetable.models import CalendarYear
from tests import emptying, make, template_database
from tests.access import ROLES, cast_of


@pytest.fixture(autouse=True)
def _fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Copy the migrated database instead of migrating once more a worker."""
    template = os.environ[template_database.VARIABLE]
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the calendars once for all tests."""
    with django_db_blocker.unblock():
        if not CalendarYear.objects.exists():  # --reuse-db
            make.calendar()
        emptying.remember()


@pytest.fixture
def groups(db):
    """What migrations wrote; a database that was flushed has lost it."""
    if not Group.objects.exists():
        operations.follow_the_tables()


@pytest.fixture(scope="module")
def shared_rows(django_db_setup, django_db_blocker):
    """Return a context in which fixtures of a module make rows, once for its tests.

    Each test rolls back to them. Hand out copies: a test may change what it gets.
    """
    outer = transaction.atomic()
    with django_db_blocker.unblock():
        outer.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def offer(monkeypatch):
    """Let functions of a test stand where the subjects' own are gathered."""

    def stand_in(**offered):
        portal = SimpleNamespace(__name__="tests.portal", __all__=[*offered], **offered)
        others = [
            SimpleNamespace(
                **vars(module) | {"__all__": {*module.__all__} - offered.keys()}
            )
            for module in portals.modules()
        ]
        monkeypatch.setattr(portals, "modules", lambda: (*others, portal))

    return stand_in


@pytest.fixture
def house(groups):
    """The root center, with the calendars of 2025 and 2026 and every role."""
    if not CalendarYear.objects.exists():
        make.calendar()
    return make.center(name="清河街道党群服务中心")


@pytest.fixture
def elsewhere(house):
    """Another center, below the same root."""
    return make.center(name="柳林社区党群服务中心", level="community")


@pytest.fixture
def lin(house):
    return make.person("林晓")


@pytest.fixture
def wu(house):
    return make.person("吴桐")


@pytest.fixture
def chen(house):
    return make.staff("陈静", Role.CLERK, center=house)


@pytest.fixture
def zhao(house):
    return make.staff("赵敏", Role.SUPERVISOR, center=house)


@pytest.fixture
def qian(house):
    return make.staff("钱立", Role.SECRETARY, center=house)


@pytest.fixture
def sun(elsewhere):
    return make.staff("孙悦", Role.CLERK, center=elsewhere)


# -- One of each role, made and logged in once a module: for walks of hundreds of tests


@pytest.fixture(scope="module")
def everybody(shared_rows):
    with shared_rows():
        house = make.center(name="清河街道党群服务中心")
        elsewhere = make.center(name="柳林社区党群服务中心", level="community")
        return cast_of(house, elsewhere, make.person("林晓"))


@pytest.fixture(scope="module")
def sessions(everybody, shared_rows):
    """Log each role in, and let each session write down since when it lasts."""
    people = {"anonymous": None, "resident": everybody.resident} | everybody.staff
    with shared_rows():
        return {role: _logged_in(people[role]) for role in ROLES}


def _logged_in(person):
    client = Client()
    if person:
        client.force_login(person)
        client.get("/me/")
    return client, client.cookies.copy()


@pytest.fixture
def cast(everybody, db, settings):
    settings.SECOND_FACTOR = False
    return copy.deepcopy(everybody)


@pytest.fixture
def browsers(sessions, cast):
    """Return a client for each role, as it was after logging in."""
    for client, cookies in sessions.values():
        client.cookies = SimpleCookie(cookies)
    return {role: client for role, (client, _) in sessions.items()}
