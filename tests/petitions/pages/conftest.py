"""Around the pages of residents."""

import pytest


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False
