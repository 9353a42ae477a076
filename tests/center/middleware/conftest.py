"""The portal as anybody sees it."""

import pytest
from django.test import Client


@pytest.fixture
def portal(house):
    """A client that answers like a server: an exception becomes a page."""
    return Client(raise_request_exception=False)
