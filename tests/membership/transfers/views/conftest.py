"""Everything happens at the moment of the builders; Qin has an account."""

import pytest

from tests import make as people
from tests.membership.transfers import make


@pytest.fixture(autouse=True)
def _clock(settings, monkeypatch):
    settings.SECOND_FACTOR = False
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.AT)


@pytest.fixture
def qin(members):
    """Qin with an account of their own."""
    account = people.person("秦朗", phone_confirmed_at=make.AT)
    members[0].person = account
    members[0].save(update_fields=["person"])
    return account
