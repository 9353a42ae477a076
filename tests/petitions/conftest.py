"""More of the cast: a second clerk and a second supervisor of the house."""

import pytest

from center.rules import Role
from tests import make


@pytest.fixture
def liu(house):
    return make.staff("刘洋", Role.CLERK, center=house)


@pytest.fixture
def he(house):
    return make.staff("何伟", Role.SUPERVISOR, center=house)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
