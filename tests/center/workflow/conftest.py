import pytest

from tests.membership.conftest import *  # noqa: F403 - the record is one of theirs


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR = False
