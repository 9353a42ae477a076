"""A clerk and a supervisor at the desk, logged in."""

import pytest

from center.rules import Role
from tests.make import staff


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def desk(client, chen):
    client.force_login(chen)
    return client


@pytest.fixture
def boss(client, zhao):
    client.force_login(zhao)
    return client


@pytest.fixture
def he(house):
    return staff("何平", Role.CLERK, center=house)
