"""A phone that keeps its messages, and an account."""

import pytest

from tests import make
from tests.center.accounts.steps import PASSWORD, Phone


@pytest.fixture(autouse=True)
def phone(settings, monkeypatch):
    settings.SMS_BACKEND = "tests.center.accounts.steps.Phone"
    monkeypatch.setattr(Phone, "sent", [])
    monkeypatch.setattr(Phone, "is_down", False)
    return Phone


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def account(house):
    return make.person("林晓", PASSWORD)
